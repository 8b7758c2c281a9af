"""The relay, as a worker runs it, against a real RabbitMQ."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

import pytest
from loyalty_chassis.clock import system_clock
from loyalty_chassis.events.envelope import CONTENT_TYPE, Event

from support.events.relayed import TYPE, Relayed, relayed
from support.killable import wait_until
from support.rabbitmq import RabbitMq


@pytest.fixture(scope="module")
def working(
    database_url: str, rabbitmq: RabbitMq, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Relayed]:
    """A service with a worker that relays."""
    with relayed(database_url, rabbitmq, tmp_path_factory.mktemp("relay")) as service:
        service.listen()
        with service.worker():
            service.wait_for_owner()
            yield service


def test_what_was_committed_is_published_once_in_order_and_its_mark_cleared(
    working: Relayed,
) -> None:
    ids = working.write_at_once(250) + working.write(20)
    working.hear_all(ids)
    working.wait_until_cleared()
    assert Counter(working.ids()) == Counter(ids)
    working.require_order()


def test_a_message_tells_what_it_is_before_it_is_opened(working: Relayed) -> None:
    (event_id,) = working.write(1)
    working.hear_all([event_id])
    message = working.heard[-1]
    assert message.delivery_info["routing_key"] == TYPE
    assert message.properties["content_type"] == CONTENT_TYPE
    assert message.properties["delivery_mode"] == 2
    assert Event.from_json(message.body).event_id == event_id
    assert json.loads(message.body)["type"] == message.properties["type"] == TYPE


def test_events_that_no_queue_is_bound_for_are_counted_and_cleared(working: Relayed) -> None:
    working.wait_until_cleared()
    wait_until(lambda: working.status().published_count >= len(working.ids()), "it counts")
    before = working.status()
    working.write(5, event_type="loyalty.test.v1.Unwanted")
    ids = working.write(3)
    working.hear_all(ids)
    working.wait_until_cleared()
    count = before.published_count + 8
    wait_until(lambda: working.status().published_count == count, "all are counted")
    assert working.status().unwanted_count == before.unwanted_count + 5
    by_type = working.status().published_by_type
    assert by_type["loyalty.test.v1.Unwanted"] == 5
    assert sum(by_type.values()) == count


def test_the_status_tells_how_it_does(working: Relayed) -> None:
    before = system_clock()
    working.hear_all(working.write(1))
    wait_until(lambda: (working.status().last_publish_time or before) > before, "it tells when")
    first = working.status()
    wait_until(lambda: working.status().beat_time > first.beat_time, "it beats")
    assert working.status().trouble == ""
