"""From the outbox to the effect: workers that relay and consume, without a broker and with one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.indexes import create_indexes

from support.events import chain_worker
from support.events.eventing import MODELS, ListDocument, handled
from support.events.relayed import Relayed, relayed
from support.killable import wait_until
from support.rabbitmq import RabbitMq

SUBJECTS = 7
FREE_SECONDS = 200.0
"""What a killed worker left uncommitted, the embedded database holds for a minute."""


@pytest.fixture(params=["without a broker", pytest.param("with one", marks=pytest.mark.long)])
def chain(
    request: pytest.FixtureRequest, database_url: str, rabbitmq: RabbitMq, tmp_path: Path
) -> Iterator[Relayed]:
    """A service whose workers relay and consume."""
    with relayed(database_url, rabbitmq, tmp_path) as service:
        service.program = chain_worker.__file__
        if request.param == "without a broker":
            service.broker_url = "memory://"
        create_indexes(MODELS)
        subjects = [{"_id": f"m{number}", "handled": []} for number in range(SUBJECTS)]
        collection_of(ListDocument).insert_many(subjects)
        yield service


def numbers(count: int) -> list[list[int]]:
    """Return what each subject's list is once `count` events were handled."""
    return [list(range(1, len(range(number, count, SUBJECTS)) + 1)) for number in range(SUBJECTS)]


def lists() -> list[list[int]]:
    return [handled(f"m{number}") for number in range(SUBJECTS)]


def handled_count() -> int:
    return sum(map(len, lists()))


def are_handled(count: int) -> bool:
    return handled_count() >= count


def test_each_event_has_its_effect_once_and_in_order_through_a_stop(chain: Relayed) -> None:
    chain.write_at_once(70, SUBJECTS)
    with chain.worker() as worker:
        wait_until(lambda: handled_count() >= 10, "some are handled")
        assert worker.terminate() == 0
    assert lists() == [done[: len(list_)] for done, list_ in zip(numbers(70), lists(), strict=True)]
    with chain.worker():
        wait_until(lambda: handled_count() >= 70, "all are handled")
        chain.wait_until_cleared()
    assert lists() == numbers(70)


@pytest.mark.long
@pytest.mark.timeout(700)
def test_each_event_has_its_effect_once_and_in_order_through_kills(chain: Relayed) -> None:
    chain.write_at_once(140, SUBJECTS)
    for least in (10, 60):
        with chain.worker():
            wait_until(partial(are_handled, least), "some are handled", FREE_SECONDS)
    assert handled_count() < 140
    chain.write_at_once(70, SUBJECTS)
    with chain.worker():
        wait_until(lambda: handled_count() >= 210, "all are handled", FREE_SECONDS)
        chain.wait_until_cleared()
    assert lists() == numbers(210)
