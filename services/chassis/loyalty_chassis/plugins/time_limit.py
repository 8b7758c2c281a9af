"""A time limit for code that cannot be trusted to return.

Work runs on daemon threads of our own: a thread that hangs can neither be stopped nor
keep the process from exiting, so it is left behind and replaced.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")

HANGING_MAX = 2


class PluginTimeIsUp(Exception):  # an outcome, not an error
    """The work did not return in time.

    Attributes:
        culprit: whose code was running, as the work had noted it.

    """

    def __init__(self, culprit: str) -> None:
        """Name the culprit."""
        super().__init__(culprit)
        self.culprit = culprit


class Marker:
    """Where work notes whose code it is about to run."""

    __slots__ = ("_hanging", "culprit", "is_abandoned")

    def __init__(self, hanging: Counter[str]) -> None:
        """Start with nobody's code."""
        self._hanging = hanging
        self.culprit = ""
        self.is_abandoned = False

    def enter(self, culprit: str) -> None:
        """Note the culprit.

        Raises PluginTimeIsUp at once if too much of its code hangs already, or if nobody waits
        for this work any more.
        """
        if self.is_abandoned or self._hanging[culprit] >= HANGING_MAX:
            raise PluginTimeIsUp(culprit)
        self.culprit = culprit


class Limit(Protocol):
    """Runs work with a limit on its time."""

    def run(self, work: Callable[[Marker], T], seconds: float) -> T:
        """Return what `work` returns, or raise what it raises. Raises PluginTimeIsUp."""


@dataclass(frozen=True, slots=True)
class PluginTime:
    """What plugins of one call may take together."""

    limit: Limit
    seconds: float

    def run(self, work: Callable[[Marker], T]) -> T:
        """Return what `work` returns, or raise what it raises. Raises PluginTimeIsUp."""
        return self.limit.run(work, self.seconds)


class _Job(Generic[T]):
    """One piece of work and its outcome."""

    def __init__(self, work: Callable[[Marker], T], marker: Marker) -> None:
        self.marker = marker
        self.blamed = ""
        self.result: T | None = None
        self.error: BaseException | None = None
        self._work = work
        self._done = threading.Lock()
        self._done.acquire()

    def run(self) -> None:
        try:
            self.result = self._work(self.marker)
        except BaseException as error:  # noqa: BLE001  # even SystemExit belongs to the caller
            self.error = error

    def end(self) -> None:
        self._done.release()

    def wait(self, seconds: float) -> bool:
        return self._done.acquire(timeout=seconds)


class _Thread:
    """A thread that waits for a job of its own."""

    _job: _Job[Any]

    def __init__(self) -> None:
        self._given = threading.Lock()
        self._given.acquire()

    def give(self, job: _Job[Any]) -> None:
        self._job = job
        self._given.release()

    def take(self) -> _Job[Any]:
        self._given.acquire()
        job = self._job
        del self._job  # so that what it holds can go when it has ended
        return job


class TimeLimit:
    """Runs work with a limit on its time, on a pool of daemon threads."""

    def __init__(self, threads: int) -> None:
        """Start with `threads` threads: as many as there may be callers at once."""
        self._hanging: Counter[str] = Counter()
        self._lock = threading.Lock()
        # The last one to end its work is the first to get new work: it costs a quote 131 µs
        # of CPU there, and 217 on the one that has waited longest (`make bench`).
        self._idle: list[_Thread] = [self._started() for _ in range(threads)]

    def run(self, work: Callable[[Marker], T], seconds: float) -> T:
        """Return what `work` returns, or raise what it raises.

        Raises PluginTimeIsUp after `seconds`, naming whose code the work had entered.
        """
        job: _Job[T] = _Job(work, Marker(self._hanging))
        self._free_thread().give(job)
        if not job.wait(seconds) and self._abandon(job):
            raise PluginTimeIsUp(job.blamed)
        if job.error is not None:
            raise job.error
        return job.result  # type: ignore[return-value]  # set where there is no error

    def _free_thread(self) -> _Thread:
        """Return the thread that was busy last, or a new one in place of one that hangs."""
        try:
            return self._idle.pop()
        except IndexError:
            return self._started()

    def _abandon(self, job: _Job[T]) -> bool:
        """Give the job up, and its thread with it, unless it has ended after all."""
        with self._lock:
            if job.wait(0):
                return False
            job.marker.is_abandoned = True
            job.blamed = job.marker.culprit
            self._hanging[job.blamed] += 1
        return True

    def _started(self) -> _Thread:
        thread = _Thread()
        threading.Thread(target=self._serve, args=(thread,), name="plugin", daemon=True).start()
        return thread

    def _serve(self, thread: _Thread) -> None:
        while True:
            job = thread.take()
            job.run()
            with self._lock:
                if job.marker.is_abandoned:
                    self._hanging[job.blamed] -= 1
                    return
                self._idle.append(thread)
                job.end()
            del job
