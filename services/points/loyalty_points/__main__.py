"""`python -m loyalty_points serve`, `work` and `migrate`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command named on the command line.

    What it needs is imported here, because a worker's standard library is patched before
    anything else is loaded.
    """
    if sys.argv[1:] == ["work"]:
        from loyalty_chassis.worker.patching import patch_standard_library  # noqa: PLC0415

        patch_standard_library()
    from loyalty_points.processes import run  # noqa: PLC0415

    run(sys.argv[1:])


if __name__ == "__main__":
    main()
