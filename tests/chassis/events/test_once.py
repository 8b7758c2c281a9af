"""Cases 8 and 12: one effect however often an event comes; what fails is retried, then parked."""

from __future__ import annotations

import json
from functools import partial

import pytest
from loyalty_chassis.events.consumers import Consumer
from loyalty_chassis.events.deliveries import (
    BODY_MAX,
    Delivery,
    DeliveryDocument,
    Message,
    read_parked,
)
from loyalty_chassis.events.handling import Outcome, StoreAway
from loyalty_chassis.events.inbox import is_done
from loyalty_chassis.events.processor import Processor, retry_due
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import Update
from pymongo.errors import AutoReconnect

from support.clocks import ManualClock
from support.events import eventing
from support.events.eventing import (
    Breakable,
    consumer_of,
    event_of,
    handled,
    message_of,
    new_subject,
)
from support.together import at_once

DELAYS = (1, 5, 30, 120, 600)


def parked(consumer: Consumer) -> list[Delivery]:
    return read_parked("", 100, consumer.name)


def waiting(consumer: Consumer) -> int:
    query = {"consumer": consumer.name, "state": "WAITING"}
    return int(collection_of(DeliveryDocument).count_documents(query))


def test_an_event_that_two_workers_get_three_times_each_has_one_effect(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    consumer, subject = consumer_of(), new_subject()
    workers = [Processor(consumer, unit_of_work, clock) for _ in range(2)]
    messages = [message_of(event_of(subject, number)) for number in range(1, 11)]
    takes = [
        partial(worker.take, message) for message in messages for worker in workers for _ in "123"
    ]
    outcomes = at_once(takes)
    assert sorted(handled(subject)) == list(range(1, 11))
    assert outcomes.count(Outcome.HANDLED) == 10
    assert outcomes.count(Outcome.REPEATED) == 50


def test_a_pure_consumer_notes_only_what_has_an_effect_and_has_it_once(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    subject, nothing = new_subject(), new_subject()
    consumer = consumer_of(
        lambda event: eventing.listing(event) if event.subject == subject else (), is_pure=True
    )
    workers = [Processor(consumer, unit_of_work, clock) for _ in range(2)]
    messages = [message_of(event_of(each, 1)) for each in (subject, nothing)]
    at_once([partial(worker.take, each) for each in messages for worker in workers for _ in "123"])
    assert (handled(subject), handled(nothing)) == ([1], [])
    assert [is_done(f"{consumer.name}|{each}-1") for each in (subject, nothing)] == [True, False]


def test_an_event_without_an_effect_is_noted_too(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    consumer = consumer_of(lambda _event: ())
    processor, message = Processor(consumer, unit_of_work, clock), message_of(event_of("s", 1))
    outcomes = [processor.take(message), processor.take(message)]
    assert outcomes == [Outcome.HANDLED, Outcome.REPEATED]


def test_a_failing_handler_is_tried_again_ever_later_and_parked_at_last(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    handler, subject = Breakable(), new_subject()
    consumer = consumer_of(handler)
    processor, event = Processor(consumer, unit_of_work, clock), event_of(subject, 1)
    handler.broken.add(event.event_id)
    assert processor.take(message_of(event)) is Outcome.WAITING
    for tries, seconds in enumerate(DELAYS, start=1):
        assert handler.calls == tries
        clock.advance(seconds=seconds - 0.1)
        assert retry_due([processor], 10) == 0
        clock.advance(seconds=0.1)
        assert retry_due([processor], 10) == 1
    [kept] = parked(consumer)
    assert (kept.attempts, kept.error, waiting(consumer)) == (6, "ValueError: broken", 0)
    assert (kept.body, dict(kept.headers)) == (event.to_json(), {"traceparent": "00-1"})
    clock.advance(days=30)
    assert retry_due([processor], 10) == 0
    assert handler.calls == 6


def test_a_retry_that_succeeds_has_one_effect_and_leaves_nothing(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    handler, subject = Breakable(), new_subject()
    consumer, event = consumer_of(handler), event_of(subject, 1)
    workers = [Processor(consumer, unit_of_work, clock) for _ in range(2)]
    handler.broken.add(event.event_id)
    workers[0].take(message_of(event))
    handler.broken.clear()
    clock.advance(seconds=1)
    at_once([partial(retry_due, [worker], 10) for worker in workers * 3])
    assert handled(subject) == [1]
    assert not waiting(consumer)
    assert workers[1].take(message_of(event)) is Outcome.REPEATED


def test_an_event_that_is_delivered_again_while_it_waits_has_one_effect(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    handler, subject = Breakable(), new_subject()
    consumer, event = consumer_of(handler), event_of(subject, 1)
    processor = Processor(consumer, unit_of_work, clock)
    handler.broken.add(event.event_id)
    assert [processor.take(message_of(event)) for _ in "123"] == [Outcome.WAITING] * 3
    assert waiting(consumer) == 1
    handler.broken.clear()
    assert processor.take(message_of(event)) is Outcome.HANDLED
    clock.advance(seconds=1)
    retry_due([processor], 10)
    assert (handled(subject), waiting(consumer)) == ([1], 0)


def body_with(**changes: object) -> bytes:
    return json.dumps({**json.loads(event_of("s", 1).to_json()), **changes}).encode()


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"\xff\x00 no json", "no JSON"),
        (b"[]", "no JSON object"),
        (b"", "no JSON"),
        (b"{" * 100_000, "no JSON"),
        (body_with(specversion="2.0"), "specversion"),
        (body_with(data="text"), "data is not an object"),
        (body_with(id="half \ud800"), "half a character"),
        (body_with(sequence="9223372036854775808"), "sequence is above 64 bits"),
        (body_with(type="loyalty.test.v1.Other"), "unknown type"),
        (body_with(dataschema="loyalty/test/v1/2"), "schema 2 is newer than 1"),
    ],
)
def test_what_cannot_be_read_is_parked_at_once_and_the_rest_flows_on(
    unit_of_work: UnitOfWork, clock: ManualClock, body: bytes, why: str
) -> None:
    consumer, subject = consumer_of(), new_subject()
    processor = Processor(consumer, unit_of_work, clock)
    poison = Message(body, {"x": 1, "y": None})
    assert [processor.take(poison) for _ in "123"] == [Outcome.PARKED] * 3
    for number in range(1, 6):
        processor.take(message_of(event_of(subject, number)))
    assert handled(subject) == [1, 2, 3, 4, 5]
    [kept] = parked(consumer)
    assert why in kept.error
    assert (kept.body, kept.headers, kept.attempts) == (body, (("x", "1"), ("y", "None")), 1)


def test_what_a_handler_says_it_cannot_handle_is_parked_at_once(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    handler, event = Breakable(eventing.cannot), event_of("s", 1)
    handler.broken.add(event.event_id)
    consumer = consumer_of(handler)
    assert Processor(consumer, unit_of_work, clock).take(message_of(event)) is Outcome.PARKED
    assert [kept.error for kept in parked(consumer)] == ["CannotHandle: not known"]


def test_a_huge_body_and_a_long_error_are_kept_cut(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    handler = Breakable(lambda: ValueError("\ud800" * 10_000))
    consumer, event = consumer_of(handler), event_of("s", 1)
    handler.broken.add(event.event_id)
    processor = Processor(consumer, unit_of_work, clock)
    processor.take(message_of(event))
    processor.take(Message(b"x" * (BODY_MAX + 1), {"h" * 9999: "v" * 9999}))
    [kept] = parked(consumer)
    assert len(kept.body) == BODY_MAX
    found = collection_of(DeliveryDocument).find_one({"_id": f"{consumer.name}|{event.event_id}"})
    assert found
    assert len(found["error"]) == 500


def test_a_write_that_cannot_be_stored_counts_as_a_failure(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    consumer = consumer_of(
        lambda event: (Update(eventing.ListDocument, {"_id": event.subject}, {"$set": {"x": 1.5}}),)
    )
    processor = Processor(consumer, unit_of_work, clock)
    assert processor.take(message_of(event_of(new_subject(), 1))) is Outcome.WAITING


def test_a_database_that_is_away_costs_no_attempt(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    handler, subject = Breakable(lambda: AutoReconnect("gone")), new_subject()
    consumer, event = consumer_of(handler), event_of(subject, 1)
    processor = Processor(consumer, unit_of_work, clock)
    handler.broken.add(event.event_id)
    for _ in range(20):
        with pytest.raises(StoreAway):
            processor.take(message_of(event))
    assert (waiting(consumer), parked(consumer)) == (0, [])
    handler.broken.clear()
    assert processor.take(message_of(event)) is Outcome.HANDLED


def test_an_event_that_ends_its_worker_each_time_is_parked_too(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    """A claim that lapses counts as a try: nothing else is left of a worker that is gone."""
    handler, event = Breakable(), event_of("s", 1)
    consumer = consumer_of(handler)
    processor = Processor(consumer, unit_of_work, clock)
    handler.broken.add(event.event_id)
    processor.take(message_of(event))
    handler.error = SystemExit  # type: ignore[assignment]  # as near as a test comes to a crash
    for _ in DELAYS:
        clock.advance(minutes=11)
        with pytest.raises(SystemExit):
            retry_due([processor], 10)
    clock.advance(minutes=11)
    retry_due([processor], 10)
    assert ["did they end the process" in kept.error for kept in parked(consumer)] == [True]
    assert handler.calls == 6
