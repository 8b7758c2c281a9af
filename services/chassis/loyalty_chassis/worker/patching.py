"""Makes the standard library fit for eventlet. Loads nothing else, because it must come first."""

from __future__ import annotations

import sys
import warnings

TOO_LATE_AFTER = ("grpc", "pymongo")
"""Packages that keep what they found when they were imported; gRPC cannot stand eventlet at all."""


def patch_standard_library() -> None:
    """Replace sockets, threads, locks and sleeping by eventlet's.

    Raises RuntimeError where it comes too late.
    """
    late = [package for package in TOO_LATE_AFTER if package in sys.modules]
    if late:
        raise RuntimeError(f"a worker must be patched before it imports {', '.join(late)}")
    with warnings.catch_warnings():
        # That eventlet is deprecated is known, and no news for whoever reads a service's log.
        warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
        import eventlet  # noqa: PLC0415
    eventlet.monkey_patch()
