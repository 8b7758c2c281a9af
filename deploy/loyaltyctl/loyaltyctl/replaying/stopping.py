"""Stopping a replay before its end: by Ctrl-C, or because the service is gone."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol, TypeVar

from loyaltyctl.failures import Failure

UNREACHABLE = "UNAVAILABLE"
LEAST_IN_A_ROW = 8
WAITING = b"\nstopping: waiting for the calls that are under way\n"
_STDERR = 2


class Result(Protocol):
    """What became of one item."""

    @property
    def failure(self) -> Failure | None:
        """Why it failed; None where it did not."""


R = TypeVar("R", bound=Result)


class Stop:
    """Whether a replay is to stop, and why.

    It sets `event`, with which nothing more is begun; what is under way ends and is counted.
    """

    def __init__(self, callers: int) -> None:
        self.event = threading.Event()
        self.interrupted = False
        self.unreachable = False
        self._most = max(callers, LEAST_IN_A_ROW)
        self._in_a_row = 0

    def watch(self, results: Iterable[R]) -> Iterator[R]:
        """Yield results; stop after so many in a row that could not reach the service."""
        for result in results:
            failed = result.failure is not None and result.failure.code == UNREACHABLE
            self._in_a_row = self._in_a_row + 1 if failed else 0
            if self._in_a_row >= self._most:
                self.unreachable = True
                self.event.set()
            yield result

    @contextmanager
    def on_interrupt(self) -> Iterator[None]:
        """Stop at the first Ctrl-C; at the second, do not count what is under way either.

        Outside the main thread, which alone may listen to signals, every Ctrl-C is a second.
        """
        if threading.current_thread() is not threading.main_thread():
            before = None
        else:
            before = signal.signal(signal.SIGINT, lambda *_: self._interrupt())
        try:
            yield
        except KeyboardInterrupt:
            self.interrupted = True
        finally:
            if before is not None:
                signal.signal(signal.SIGINT, before)

    def _interrupt(self) -> None:
        if self.interrupted:
            raise KeyboardInterrupt
        self.interrupted = True
        self.event.set()
        with suppress(OSError):
            os.write(_STDERR, WAITING)  # printing might wait for the lock that it interrupted
