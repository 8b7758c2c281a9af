"""Commands sent to the database, told by the driver."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pymongo
from pymongo.monitoring import CommandListener

CALL_THREADS = "call"
ABORT = "abortTransaction"


class CommandCounter(CommandListener):
    """Names the commands sent by threads whose name begins so: all, unless told."""

    def __init__(self, threads: str = "") -> None:
        self.names: list[str] = []
        self._threads = threads

    def started(self, event: Any) -> None:
        if threading.current_thread().name.startswith(self._threads):
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


COMMANDS = CommandCounter()
CALL_COMMANDS = CommandCounter(CALL_THREADS)
"""Those of threads that serve calls: what a server reads in the background is left out."""

pymongo.monitoring.register(COMMANDS)
pymongo.monitoring.register(CALL_COMMANDS)
