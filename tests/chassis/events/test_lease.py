"""The right to relay: one owner at a time, by each one's own clock."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import pytest
from loyalty_chassis.events.lease import LEASE_SECONDS, RENEW_SECONDS, Lease
from loyalty_chassis.events.relay_documents import relay_status
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.transactions import UnitOfWork

from support.clocks import NOON

FACTS: Document = {"beat_time": NOON}
NOTHING = {"published_count": 0, "unwanted_count": 0}
MOMENT = 0.001


class Seconds:
    """A clock that counts from wherever it was started: no two agree."""

    def __init__(self, start: float) -> None:
        self.now = start

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def name() -> str:
    return secrets.token_hex(6)


@pytest.fixture
def lease_of(unit_of_work: UnitOfWork, name: str) -> Callable[[str, Seconds], Lease]:
    return lambda owner, seconds: Lease(unit_of_work, name, owner, seconds)


Leases = Callable[[str, Seconds], Lease]


def asked(lease: Lease) -> bool:
    return lease.ask(FACTS, NOTHING)


def test_the_first_gets_it_and_keeps_it_by_asking_again(lease_of: Leases) -> None:
    seconds, others = Seconds(100), Seconds(9_000)
    lease, other = lease_of("a", seconds), lease_of("b", others)
    assert not lease.is_held()
    assert lease.is_due()
    assert asked(lease)
    for _ in range(20):
        assert not asked(other)
        assert lease.is_held()
        assert not lease.is_due()
        seconds.now += RENEW_SECONDS
        others.now += RENEW_SECONDS
        assert lease.is_due()
        assert asked(lease)


def test_who_is_not_heard_of_for_its_length_loses_it_and_has_stopped_by_then(
    lease_of: Leases,
) -> None:
    seconds, others = Seconds(100), Seconds(9_000)
    lease, other = lease_of("a", seconds), lease_of("b", others)
    assert asked(lease)
    assert not asked(other)
    for clock in (seconds, others):
        clock.now += LEASE_SECONDS - MOMENT
    assert lease.is_held()
    assert not asked(other)
    for clock in (seconds, others):
        clock.now += MOMENT
    assert not lease.is_held()
    assert asked(other)
    assert not asked(lease)


def test_one_that_was_late_keeps_it_where_nobody_took_it(lease_of: Leases) -> None:
    seconds = Seconds(100)
    lease = lease_of("a", seconds)
    assert asked(lease)
    seconds.now += 10 * LEASE_SECONDS
    assert not lease.is_held()
    assert asked(lease)


def test_of_two_that_find_it_free_one_gets_it(lease_of: Leases) -> None:
    first, second = Seconds(0), Seconds(0)
    holder, one, two = lease_of("a", Seconds(0)), lease_of("b", first), lease_of("c", second)
    assert asked(holder)
    assert [asked(one), asked(two)] == [False, False]
    first.now = second.now = LEASE_SECONDS
    assert [asked(one), asked(two)] == [True, False]


def test_what_is_released_is_free_at_once(lease_of: Leases, name: str) -> None:
    lease, other = lease_of("a", Seconds(0)), lease_of("b", Seconds(0))
    assert asked(lease)
    lease.release()
    assert not lease.is_held()
    assert asked(other)
    lease.release()  # is no longer its own
    status = relay_status(name)
    assert status
    assert status.owner == "b"


def test_counts_add_up_whoever_has_it(lease_of: Leases, name: str) -> None:
    lease, other = lease_of("a", Seconds(0)), lease_of("b", Seconds(0))
    for asking in (lease, lease):
        asking.ask(FACTS, {"published_count": 3, "unwanted_count": 1})
    lease.release()
    other.ask(FACTS, {"published_count": 4, "unwanted_count": 0})
    status = relay_status(name)
    assert status
    assert (status.published_count, status.unwanted_count) == (10, 2)
