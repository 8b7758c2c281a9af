"""Lines to standard error, each at once or many together.

Whoever writes gives Python's other threads their turn, and waits for its own again: for a
short call that is a fifth of its time. So a server has the lines of its calls made and
written by a thread of their own, those of 20 ms together.
"""

from __future__ import annotations

import atexit
import logging
import os
import select
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from threading import Event, RLock, Thread
from typing import TypeVar

T = TypeVar("T")

STANDARD_ERROR = 2
GATHER_SECONDS = 0.02
"""How long a line waits. A process that is killed loses what waits, and nothing older."""
WAITING_MAX = 10_000
"""Lines that wait. Who adds one more writes them, as slowly as they are read."""
WHOLE_BYTES_MAX = select.PIPE_BUF
"""What a pipe takes in one piece, so that others who write to it do not cut into a line."""

logger = logging.getLogger(__name__)


class LogLines:
    """Writes lines: until `gather` is called at once, each by whoever logs it.

    Without a lock then, as threads would queue for it: whoever holds it waits for the
    interpreter after each write. What is gathered is written by one at a time.
    """

    def __init__(self) -> None:
        """Write each line at once."""
        self._gathers = self._takes = False
        self._deferred: deque[Callable[[], object]] = deque()
        self._waiting: deque[bytes] = deque()
        self._writing = RLock()  # as what was deferred may have to tell of a failure
        self._came = Event()

    def gather(self) -> None:
        """Let lines wait for others from now on, until the process ends."""
        if self._gathers:
            return
        self._gathers = True
        Thread(target=self._write_for_ever, name="logs", daemon=True).start()
        atexit.register(self._end)

    def defer(self, log: Callable[[], object]) -> None:
        """Call what logs a line later, where lines are gathered."""
        if not self._gathers:
            log()
            return
        self._deferred.append(log)
        self._tell(len(self._deferred))

    def write(self, line: bytes, *, at_once: bool = False) -> None:
        """Write a line: where lines are gathered with others, or at once after those that wait."""
        if not self._gathers:
            _write_all(line)
        elif at_once:
            self._write_waiting(line)
        else:
            self._waiting.append(line)
            self._tell(len(self._waiting))

    def _tell(self, waiting: int) -> None:
        if waiting > WAITING_MAX and not self._takes:
            self._write_waiting()
        elif not self._came.is_set():
            self._came.set()

    def _write_for_ever(self) -> None:
        while True:
            self._came.wait()
            time.sleep(GATHER_SECONDS)
            self._came.clear()  # before taking what waits: what comes now sets it again
            _try(self._write_waiting)

    def _write_waiting(self, *last: bytes) -> None:
        with self._writing:
            self._takes = True
            for log in _all_of(self._deferred):
                _try(log)
            self._takes = False
            for piece in _pieces([*_all_of(self._waiting), *last]):
                _write_all(piece)

    def _end(self) -> None:
        self._write_waiting()
        self._gathers = False
        self._write_waiting()  # what came meanwhile


def _all_of(waiting: deque[T]) -> list[T]:
    """Take what waits by now, the oldest first."""
    return [waiting.popleft() for _ in range(len(waiting))]


def _pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Join lines to pieces that a pipe takes whole; one that is longer is a piece of its own."""
    piece: list[bytes] = []
    size = 0
    for line in lines:
        if piece and size + len(line) > WHOLE_BYTES_MAX:
            yield b"".join(piece)
            piece, size = [], 0
        piece.append(line)
        size += len(line)
    yield b"".join(piece)


def _try(work: Callable[[], object]) -> None:
    """Log a line, or that it could not be: nothing may keep the others away."""
    try:
        work()
    except Exception:
        logger.exception("a line could not be logged")


def _write_all(left: bytes) -> None:
    """Write bytes; what the system did not take at once, too.

    Where standard error is gone there is nobody to tell, and calls are served on.
    """
    while left:
        try:
            left = left[os.write(STANDARD_ERROR, left) :]
        except BlockingIOError:
            select.select([], [STANDARD_ERROR], [])
        except OSError:
            return
