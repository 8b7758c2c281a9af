"""What a worker does again and again, and how long it waits in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pymongo
import structlog

RUN_SECONDS_MAX = 10.0
"""For a run's database altogether: half of what a stop waits, so an outage does not spoil it."""
RETRY_SECONDS_MAX = 60.0
DOUBLINGS_MAX = 16
RUNS_PER_LINE = 60

logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do at an interval. Raises ValueError where it would be done without a pause."""

    name: str
    interval_seconds: float
    bound: int
    """The most that one run does; who has done so much has more to do."""
    run: Callable[[], int]
    """Does some of what there is to do; returns how much."""
    retry_seconds_max: float = RETRY_SECONDS_MAX
    """The longest pause after failures, unless the interval is longer."""
    runs_per_line: int = RUNS_PER_LINE
    """How many runs one line in the log stands for."""

    def __post_init__(self) -> None:
        """Check the numbers."""
        if self.interval_seconds <= 0 or self.bound < 1:
            raise ValueError(f"job {self.name}: interval and bound must be above zero")


class PacedJob:
    """Runs a job and says when to run it next.

    The pause is counted from the end of a run, so that time lost in a stall is never made up
    for by a burst.

    Attributes:
        pause_seconds: from the end of the last run to the next.

    """

    def __init__(self, job: Job) -> None:
        """Start without a pause: what came due while no worker ran has waited enough."""
        self.job = job
        self.pause_seconds = 0.0
        self._failures = 0
        self._runs = 0
        self._done = 0

    def run(self) -> None:
        """Run the job once. A failure is logged, and is tried again after a longer pause."""
        try:
            with pymongo.timeout(RUN_SECONDS_MAX):
                done = self.job.run()
        except Exception:  # the boundary: a job that fails must not end the worker
            self._failures += 1
            self.pause_seconds = self._pause_after_failure()
            logger.exception(
                "job failed",
                job=self.job.name,
                failures=self._failures,
                retry_seconds=self.pause_seconds,
            )
        else:
            self._failures = 0
            self.pause_seconds = 0.0 if done >= self.job.bound else self.job.interval_seconds
            self._count(done)

    def _pause_after_failure(self) -> float:
        """Return the interval, doubled with each failure in a row up to the job's longest."""
        interval = self.job.interval_seconds
        doubled: float = interval * 2 ** min(self._failures - 1, DOUBLINGS_MAX)
        return min(doubled, max(interval, self.job.retry_seconds_max))

    def _count(self, done: int) -> None:
        """Log the first run and every so many: the sign of life of a worker."""
        if self._runs % self.job.runs_per_line == 0:
            logger.info("job runs", job=self.job.name, runs=self._runs + 1, done=self._done + done)
        self._runs += 1
        self._done += done
