"""A time limit for a worker: on threads of the system, so that busy code leaves the hub alone.

In a worker the standard library's threads are eventlet's, of which one that never lets go
stops all others. What is left behind here goes on beside them, and keeps no process from
ending.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from typing import Generic, TypeVar

from eventlet import hubs, patcher

from loyalty_chassis.plugins.time_limit import Marker, PluginTimeIsUp

T = TypeVar("T")

_thread = patcher.original("_thread")


class _Waited(Exception):
    """The time is up: between the hub and whoever waits."""


class _Job(Generic[T]):
    """One piece of work and its outcome."""

    def __init__(self, work: Callable[[Marker], T], marker: Marker) -> None:
        self.marker = marker
        self.blamed = ""
        self.is_done = False
        self.result: T | None = None
        self.error: BaseException | None = None
        self._work = work

    def run(self) -> None:
        try:
            self.result = self._work(self.marker)
        except BaseException as error:  # noqa: BLE001  # even SystemExit belongs to the caller
            self.error = error


class NativeTimeLimit:
    """Runs each piece of work on a thread of its own, while the worker's other threads go on."""

    def __init__(self) -> None:
        """Start with nothing that hangs."""
        self._hanging: Counter[str] = Counter()
        self._lock = _thread.allocate_lock()

    def run(self, work: Callable[[Marker], T], seconds: float) -> T:
        """Return what `work` returns, or raise what it raises.

        The work must neither log nor do IO: locks of the patched library are not for other
        threads. Raises PluginTimeIsUp after `seconds`, naming whose code the work had entered.
        """
        job: _Job[T] = _Job(work, Marker(self._hanging))
        reading, writing = os.pipe()
        _thread.start_new_thread(self._serve, (job, writing))
        try:
            hubs.trampoline(reading, read=True, timeout=seconds, timeout_exc=_Waited)
        except _Waited:
            if self._abandon(job):
                raise PluginTimeIsUp(job.blamed) from None
        finally:
            os.close(reading)
        if job.error is not None:
            raise job.error
        return job.result  # type: ignore[return-value]  # set where there is no error

    def _serve(self, job: _Job[T], writing: int) -> None:
        """Do the work; closing the pipe tells that it is done."""
        job.run()
        with self._lock:
            job.is_done = True
            if job.marker.is_abandoned:
                self._hanging[job.blamed] -= 1
        os.close(writing)

    def _abandon(self, job: _Job[T]) -> bool:
        """Give the job up, unless it has ended after all."""
        with self._lock:
            if job.is_done:
                return False
            job.marker.is_abandoned = True
            job.blamed = job.marker.culprit
            self._hanging[job.blamed] += 1
        return True
