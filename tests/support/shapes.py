"""The commands sent to the database by this process, with all that is in them."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pymongo.monitoring
from pymongo.monitoring import CommandListener

BESIDE_CALLS = ("programs", "frozen_stores")
"""Collections that a server reads every two seconds."""


class Shapes(CommandListener):
    """Keeps every command that was started."""

    def __init__(self) -> None:
        self._commands: list[dict[str, Any]] = []
        self._delays: dict[str, float] = {}

    @contextmanager
    def delayed(self, name: str, seconds: float) -> Iterator[None]:
        """Hold every command of that name back for some time before it is sent."""
        self._delays[name] = seconds
        try:
            yield
        finally:
            del self._delays[name]

    def clear(self) -> None:
        self._commands.clear()

    def all(self) -> list[dict[str, Any]]:
        """Return the commands, without the look for news that runs beside calls."""
        return [command for command in self._commands if command.get("find") not in BESIDE_CALLS]

    def named(self, name: str) -> list[dict[str, Any]]:
        return [command for command in self.all() if name in command]

    def started(self, event: Any) -> None:
        self._commands.append(copy.deepcopy(dict(event.command)))
        time.sleep(self._delays.get(event.command_name, 0))

    def succeeded(self, event: Any) -> None: ...

    def failed(self, event: Any) -> None: ...


SHAPES = Shapes()
pymongo.monitoring.register(SHAPES)
