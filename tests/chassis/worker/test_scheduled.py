"""Jobs that run once for each due time: two workers, stalls, jumps of time."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pymongo
import pytest
from loyalty_chassis.storage.connection import connect, disconnect
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.worker.scheduled import (
    CLAIM_SECONDS,
    DueTimes,
    Every,
    ScheduledJob,
)

from support.together import at_once

START = datetime(2026, 11, 25, 12, 0, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Time:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, span: timedelta) -> None:
        self.now += span


@pytest.fixture(scope="module")
def client(database_url: str) -> Iterator[pymongo.MongoClient[Document]]:
    name = f"t{secrets.token_hex(6)}"
    connected = connect(database_url.replace("/loyalty_points?", f"/{name}?"))
    yield connected
    connected.drop_database(name)
    disconnect()


@pytest.fixture
def clock() -> Time:
    return Time()


HOUR = timedelta(hours=1)


class Hire(Protocol):
    """Makes workers at one and the same job."""

    def __call__(
        self, run: Callable[[datetime], int], interval: timedelta = MINUTE
    ) -> DueTimes: ...


@pytest.fixture
def hire(client: pymongo.MongoClient[Document], clock: Time) -> Hire:
    """Return a maker of workers at one and the same job, that comes due each minute."""
    name = f"job-{secrets.token_hex(6)}"

    def hired(run: Callable[[datetime], int], interval: timedelta = MINUTE) -> DueTimes:
        return DueTimes(UnitOfWork(client), clock, ScheduledJob(name, Every(interval), 10, run))

    return hired


def minutes(*numbers: int) -> list[datetime]:
    """Return whole minutes after the first due time."""
    return [datetime(2026, 11, 25, 12, 1, tzinfo=UTC) + number * MINUTE for number in numbers]


def test_multiples_of_an_interval_are_due_at_the_same_instants_everywhere() -> None:
    quarter = Every(timedelta(minutes=15))
    assert quarter.next_after(START) == datetime(2026, 11, 25, 12, 15, tzinfo=UTC)
    on_time = datetime(2026, 11, 25, 12, 15, tzinfo=UTC)
    assert quarter.next_after(on_time) == datetime(2026, 11, 25, 12, 30, tzinfo=UTC)


def test_nothing_runs_before_its_due_time(hire: Hire, clock: Time) -> None:
    ran: list[datetime] = []
    worker = hire(lambda due: ran.append(due) or 0)  # type: ignore[func-returns-value]
    assert worker.run() == 0
    clock.pass_by(timedelta(seconds=29))
    assert worker.run() == 0
    clock.pass_by(timedelta(seconds=1))
    assert worker.run() == 10
    assert (worker.run(), ran) == (0, minutes(0))


def test_a_week_that_passed_unseen_is_caught_up_once_and_in_order(hire: Hire, clock: Time) -> None:
    ran: list[datetime] = []
    workers = [hire(lambda due: ran.append(due) or 0, HOUR) for _ in range(2)]  # type: ignore[func-returns-value]
    workers[0].run()
    clock.pass_by(timedelta(weeks=1))
    chance = random.Random(4)
    idle = 0
    while idle < 2:
        idle = 0 if chance.choice(workers).run() else idle + 1
    first = datetime(2026, 11, 25, 13, tzinfo=UTC)
    assert ran == [first + hours * HOUR for hours in range(7 * 24)]


def test_what_has_more_to_do_goes_on_with_the_same_due_time(hire: Hire, clock: Time) -> None:
    left = [10, 10, 3, 10, 0]
    ran: list[datetime] = []

    def run(due: datetime) -> int:
        ran.append(due)
        return left.pop(0)

    worker = hire(run)
    worker.run()
    clock.pass_by(2 * MINUTE)
    while worker.run():
        pass
    assert ran == minutes(0, 0, 0, 1, 1)


def test_of_many_workers_at_once_one_is_at_it(hire: Hire, clock: Time) -> None:
    ran: list[datetime] = []
    workers = [hire(lambda due: ran.append(due) or 0) for _ in range(8)]  # type: ignore[func-returns-value]
    at_once([worker.run for worker in workers])
    clock.pass_by(MINUTE)
    at_once([worker.run for worker in workers])
    assert ran == minutes(0)


def test_while_one_is_at_it_others_leave_it_alone(hire: Hire, clock: Time) -> None:
    ran: list[str] = []
    other = hire(lambda _: ran.append("other") or 0)  # type: ignore[func-returns-value]

    def slowly(_: datetime) -> int:
        ran.append("first")
        clock.pass_by(timedelta(seconds=CLAIM_SECONDS) - timedelta(milliseconds=1))
        assert other.run() == 0
        return 0

    first = hire(slowly)
    first.run()
    clock.pass_by(MINUTE)
    first.run()
    assert ran == ["first"]


def test_who_hangs_loses_the_claim_and_does_not_move_the_job_on(hire: Hire, clock: Time) -> None:
    ran: list[tuple[str, datetime]] = []

    def other_run(due: datetime) -> int:
        ran.append(("other", due))
        return 0

    other = hire(other_run)

    def hang(due: datetime) -> int:
        ran.append(("hung", due))
        clock.pass_by(timedelta(seconds=CLAIM_SECONDS))
        other.run()
        return 0

    hung = hire(hang)
    other.run()
    clock.pass_by(MINUTE)
    hung.run()
    (again,) = minutes(0)
    assert ran == [("hung", again), ("other", again)]
    other.run()
    assert ran[2:] == [("other", due) for due in minutes(1)]


def test_a_run_that_fails_is_run_again_by_the_same_worker(hire: Hire, clock: Time) -> None:
    ran: list[datetime] = []

    def run(due: datetime) -> int:
        ran.append(due)
        if len(ran) == 1:
            raise OSError
        return 0

    worker = hire(run)
    worker.run()
    clock.pass_by(MINUTE)
    with pytest.raises(OSError):  # noqa: PT011
        worker.run()
    worker.run()
    assert ran == minutes(0, 0)
