"""Jobs as the entrypoints of a nameko service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from eventlet import Timeout
from nameko.timer import Timer

from loyalty_chassis.worker.jobs import Job, PacedJob


class PacedTimer(Timer):
    """Fires for one job, one run at a time, after the pause that the job wants.

    nameko's own timer keeps to a schedule: after a stall it fires once for every tick that
    it has missed, without a pause.
    """

    def __init__(self, paced: PacedJob) -> None:
        """Fire for that job."""
        super().__init__(interval=paced.job.interval_seconds)
        self._paced = paced

    def _run(self) -> None:
        while not self._stops_within(self._paced.pause_seconds):
            self.handle_timer_tick()
            self.worker_complete.wait()
            self.worker_complete.reset()

    def _stops_within(self, seconds: float) -> bool:
        """Wait; tell whether the timer was stopped meanwhile. Others run even if it is 0 s."""
        with Timeout(seconds, exception=False):
            self.should_stop.wait()
            return True
        return False


def service_of(name: str, jobs: Sequence[Job]) -> type:
    """Return a nameko service of that name that runs the jobs.

    Raises ValueError where two jobs have the same name.
    """
    twice = [job_name for job_name, count in Counter(job.name for job in jobs).items() if count > 1]
    if twice:
        raise ValueError(f"two jobs of one name: {', '.join(twice)}")
    return type(name, (), {"name": name, **{job.name: _method(PacedJob(job)) for job in jobs}})


def _method(paced: PacedJob) -> Callable[[object], None]:
    def method(_service: object) -> None:
        paced.run()

    decorate: Callable[[Callable[[object], None]], Callable[[object], None]]
    decorate = PacedTimer.decorator(paced)
    return decorate(method)
