"""Relays and a RabbitMQ that are killed, stopped and paused: nothing is lost or out of order."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from loyalty_chassis.events.lease import LEASE_SECONDS

from support.events.relayed import Relayed, relayed
from support.killable import wait_until
from support.rabbitmq import RabbitMq

BACK_SECONDS = 120.0
"""The relay may have half a minute to go until it tries again."""


@pytest.fixture
def service(database_url: str, rabbitmq: RabbitMq, tmp_path: Path) -> Iterator[Relayed]:
    """A service without a worker."""
    with relayed(database_url, rabbitmq, tmp_path) as service:
        service.listen()
        yield service


@pytest.mark.long
def test_of_two_relays_one_publishes_and_the_other_takes_over_when_it_is_killed(
    service: Relayed,
) -> None:
    with service.worker() as first:
        owner = service.wait_for_owner()
        with service.worker():
            before = service.write(50)
            service.hear_all(before)
            assert service.status().owner == owner
            assert Counter(service.ids()) == Counter(before)
            first.kill()
            killed_at = time.monotonic()
            after = service.write(50)
            service.hear_all(after)
            assert time.monotonic() - killed_at < 2 * LEASE_SECONDS
            assert service.status().owner != owner
    service.require_order()


def test_a_stop_lets_the_other_take_over_at_once(service: Relayed) -> None:
    with service.worker() as first:
        owner = service.wait_for_owner()
        assert owner.startswith(f"{first.pid}-")
        assert first.terminate() == 0
        assert not service.is_owned()


@pytest.mark.long
def test_a_paused_relay_that_comes_back_disturbs_no_order(service: Relayed) -> None:
    with service.worker() as first, service.worker() as second:
        owner = service.wait_for_owner()
        workers = {f"{process.pid}-": process for process in (first, second)}
        paused = next(process for start, process in workers.items() if owner.startswith(start))
        ids = service.write(20)
        with paused.paused():
            ids += service.write(50)
            service.hear_all(ids)
        ids += service.write(50)
        service.hear_all(ids)
        service.wait_until_cleared()
    assert set(service.ids()) == set(ids)
    service.require_order()


@pytest.mark.long
@pytest.mark.parametrize("kill_at", [1, 3])
def test_killed_between_confirm_and_clearing_it_publishes_the_same_ids_again(
    service: Relayed, kill_at: int
) -> None:
    ids = service.write_at_once(250)
    with service.worker(str(kill_at)) as process:
        process.wait()
    service.hear()
    counted = Counter(service.ids())
    assert set(counted) <= set(ids)
    assert set(counted.values()) == {1}
    with service.worker():
        service.wait_until_cleared()
        service.hear_all(ids)
    again = [event_id for event_id, count in Counter(service.ids()).items() if count > 1]
    assert 0 < len(again) <= 100  # one batch
    assert set(service.ids()) == set(ids)
    service.require_order()


@pytest.mark.long
@pytest.mark.parametrize("ending", ["kill", "stop"])
def test_a_broker_that_is_away_costs_nothing_but_lateness(service: Relayed, ending: str) -> None:
    with service.worker() as worker:
        service.wait_for_owner()
        ids = service.write(20)
        getattr(service.broker, ending)()
        ids += service.write(100)
        wait_until(lambda: service.status().trouble != "", "the status tells of it")
        assert service.status().trouble_time is not None
        service.broker.start()
        ids += service.write(20)
        service.hear_all(ids, BACK_SECONDS)
        service.wait_until_cleared()
        assert not worker.ended()
        wait_until(lambda: service.status().trouble == "", "the status tells no more of it")
    assert set(service.ids()) == set(ids)
    service.require_order()


def test_what_the_broker_refuses_is_published_again_until_it_takes_it(service: Relayed) -> None:
    service.forget_queue()
    limits: dict[str, Any] = {"x-max-length": 3, "x-overflow": "reject-publish"}
    service.listen(**limits)
    ids = service.write_at_once(10, subjects=1)
    with service.worker():
        wait_until(service.is_owned, "a worker relays")
        wait_until(lambda: "refused" in service.status().trouble, "the broker refuses")
        service.hear_all(ids)
        service.wait_until_cleared()
    assert set(service.ids()) == set(ids)
