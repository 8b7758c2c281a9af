"""The points service as a program that kills itself at a chosen write: `serve` or `work`.

It is the service itself, with a listener on its database driver. Once the file named by
CRASH_AT is there, holding "<n> <when>", the process ends by SIGKILL at its n-th write
from then on: `before` it is sent or `after` it was answered. While the file named by CLOCK_BACK
is there, its clock is back by the seconds in it.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from loyalty_chassis.worker.patching import patch_standard_library

if __name__ == "__main__" and sys.argv[1:] == ["work"]:
    patch_standard_library()  # before pymongo, as `python -m loyalty_points work` does

import pymongo.monitoring
from loyalty_chassis.clock import system_clock
from loyalty_points import processes
from loyalty_points.wiring import build_parts
from pymongo.monitoring import CommandListener

WRITES = frozenset({"insert", "update", "delete", "commitTransaction"})


class Crash(CommandListener):
    """Counts writes once armed, and ends the process at the chosen one."""

    def __init__(self, order: Path) -> None:
        self._order = order
        self._count = self._written = 0
        self._chosen: int | None = None
        """The driver's number of the chosen write: others may be under way beside it."""

    def started(self, event: Any) -> None:
        if event.command_name in WRITES and self._order.exists():
            if self._written != (written := self._order.stat().st_mtime_ns):
                self._written, self._count = written, 0  # another order
            self._count += 1
            if self._count == int(self._order.read_text().split()[0]):
                self._chosen = event.request_id
            self._crash_at("before", event)

    def succeeded(self, event: Any) -> None:
        if event.command_name in WRITES and self._order.exists():
            self._crash_at("after", event)

    def failed(self, event: Any) -> None: ...

    def _crash_at(self, moment: str, event: Any) -> None:
        if event.request_id == self._chosen and self._order.read_text().endswith(moment):
            self._order.unlink()
            os.kill(os.getpid(), signal.SIGKILL)


def clock_set_back() -> datetime:
    """Return the instant, as early as the file says."""
    try:
        seconds = float(Path(os.environ["CLOCK_BACK"]).read_text())
    except (KeyError, FileNotFoundError, ValueError):
        return system_clock()
    return system_clock() - timedelta(seconds=round(seconds))


if __name__ == "__main__":
    # Replaced in the module that calls it, which is not the one that defines it.
    processes.build_parts = partial(  # type: ignore[attr-defined]
        build_parts, clock=clock_set_back
    )
    pymongo.monitoring.register(Crash(Path(os.environ["CRASH_AT"])))
    processes.run(sys.argv[1:])
