"""Commands that a call sends to the database, told by the driver."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pymongo
from bench.figures import Figure
from pymongo.monitoring import CommandListener

CALL_THREADS = "call"
ABORT = "abortTransaction"


class CallCommands(CommandListener):
    """Names the commands sent by threads that serve calls, not those of the background."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def started(self, event: Any) -> None:
        if threading.current_thread().name.startswith(CALL_THREADS):
            self.names.append(event.command_name)

    def succeeded(self, event: Any) -> None: ...

    def failed(self, event: Any) -> None: ...

    def of(self, call: Callable[[], object]) -> tuple[list[str], int]:
        """Return the commands of the last attempt of a call, and how often it was retried."""
        self.names.clear()
        call()
        retries = self.names.count(ABORT)
        last = len(self.names) - self.names[::-1].index(ABORT) if retries else 0
        return self.names[last:], retries


COMMANDS = CallCommands()
pymongo.monitoring.register(COMMANDS)


def figure_of(measure: str, most: int, call: Callable[[], object], detail: str = "") -> Figure:
    call()
    names, retries = COMMANDS.of(call)
    said = ", ".join(f"{count} {name}" for name, count in Counter(names).items())
    retried = f"; {retries} retries not counted" if retries else ""
    return Figure(
        f"commands: {measure}",
        len(names),
        most=most,
        detail=f"{said}{retried}" + (f"; {detail}" if detail else ""),
    )
