from collections.abc import Iterator

import pytest
from loyalty_chassis.worker.jobs import RETRY_SECONDS_MAX, RUNS_PER_LINE, Job, PacedJob
from structlog.testing import capture_logs
from structlog.typing import EventDict


class Scripted:
    """A job that does what it was told to, once for each word."""

    def __init__(self, *outcomes: int | Exception) -> None:
        self.outcomes = list(outcomes)

    def __call__(self) -> int:
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def pauses(*outcomes: int | Exception, interval: float = 5.0) -> list[float]:
    """Return the pause after each run of a job that does at most 10."""
    scripted = Scripted(*outcomes)
    paced = PacedJob(Job("scripted", interval, 10, scripted))
    found = []
    while scripted.outcomes:
        paced.run()
        found.append(paced.pause_seconds)
    return found


@pytest.fixture(autouse=True)
def lines() -> Iterator[list[EventDict]]:
    """What was logged."""
    with capture_logs() as captured:
        yield captured


def failures(count: int) -> list[Exception]:
    return [OSError() for _ in range(count)]


def test_it_starts_without_a_pause() -> None:
    assert PacedJob(Job("any", 5, 10, Scripted())).pause_seconds == 0


def test_a_run_that_reached_its_bound_is_followed_by_another_at_once() -> None:
    assert pauses(9, 10, 10, 3, 0) == [5, 0, 0, 5, 5]


def test_the_pause_doubles_with_each_failure_in_a_row() -> None:
    assert pauses(*failures(3), 1, *failures(1)) == [5, 10, 20, 5, 5]


def test_the_pause_after_failures_is_a_minute_at_most() -> None:
    assert pauses(*failures(2000))[-1] == RETRY_SECONDS_MAX


def test_failing_never_makes_a_job_run_more_often_than_its_interval() -> None:
    assert set(pauses(*failures(20), interval=600)) == {600}


def test_a_failure_is_logged_with_the_name_of_the_job(lines: list[EventDict]) -> None:
    pauses(ValueError("wrong"))
    (line,) = lines
    assert (line["log_level"], line["job"], line["retry_seconds"]) == ("error", "scripted", 5)


def test_one_run_in_sixty_leaves_a_sign_of_life(lines: list[EventDict]) -> None:
    pauses(*[2] * (2 * RUNS_PER_LINE))
    told = [(line["event"], line["runs"], line["done"]) for line in lines]
    assert told == [("job runs", 1, 2), ("job runs", 61, 122)]


@pytest.mark.parametrize(("interval", "bound"), [(0, 1), (-1, 1), (5, 0)])
def test_a_job_without_a_pause_is_refused(interval: float, bound: int) -> None:
    with pytest.raises(ValueError, match="job any"):
        Job("any", interval, bound, Scripted())
