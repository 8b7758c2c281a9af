"""Case 9: a subject's events are handled by their sequence, whatever order they come in."""

from __future__ import annotations

import random
from collections import Counter
from functools import partial
from typing import Any

import pytest
from loyalty_chassis.events.consumers import Consumer
from loyalty_chassis.events.deliveries import DeliveryDocument, read_parked
from loyalty_chassis.events.handling import Outcome
from loyalty_chassis.events.inbox import InboxDocument
from loyalty_chassis.events.processor import Processor, retry_due
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.transactions import UnitOfWork

from support.clocks import ManualClock
from support.events.eventing import (
    Breakable,
    consumer_of,
    event_of,
    handled,
    message_of,
    new_subject,
)
from support.together import at_once

HOLD_SECONDS = 10.0


def waiting(consumer: Consumer) -> int:
    query = {"consumer": consumer.name, "state": "WAITING"}
    return int(collection_of(DeliveryDocument).count_documents(query))


def parked_numbers(consumer: Consumer) -> list[int | None]:
    return [kept.sequence for kept in read_parked("", 100, consumer.name)]


def inbox_of(consumer: Consumer, subject: str, number: int) -> dict[str, Any]:
    key = f"{consumer.name}|{subject}-{number}"
    return collection_of(InboxDocument).find_one({"_id": key}) or {}


def drain(processor: Processor, clock: ManualClock, minutes: int = 20) -> None:
    """Let time pass until nothing is due any more."""
    for _ in range(minutes * 4):
        while retry_due([processor], 10):
            pass
        clock.advance(seconds=15)


@pytest.mark.parametrize("seed", range(5))
def test_shuffled_events_are_handled_in_order_once_each(
    unit_of_work: UnitOfWork, clock: ManualClock, seed: int
) -> None:
    chance, subject = random.Random(seed), new_subject()
    consumer = consumer_of(is_ordered=True, hold_seconds=HOLD_SECONDS)
    processor = Processor(consumer, unit_of_work, clock)
    numbers = list(range(1, 11)) * 2
    chance.shuffle(numbers)
    for number in numbers:
        processor.take(message_of(event_of(subject, number)))
    assert handled(subject) == list(range(1, 11))
    assert waiting(consumer) == 0


def test_shuffled_events_at_two_workers_at_once_are_handled_in_order(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    chance, subject = random.Random(1), new_subject()
    consumer = consumer_of(is_ordered=True, hold_seconds=HOLD_SECONDS)
    workers = [Processor(consumer, unit_of_work, clock) for _ in range(2)]
    takes = [
        partial(worker.take, message_of(event_of(subject, number)))
        for number in range(1, 9)
        for worker in workers
    ]
    chance.shuffle(takes)
    at_once(takes)
    drain(workers[0], clock, minutes=2)
    assert handled(subject) == list(range(1, 9))
    assert (waiting(consumer), parked_numbers(consumer)) == (0, [])


def test_what_comes_after_a_failed_event_waits_until_that_succeeds(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    handler, subject, other = Breakable(), new_subject(), new_subject()
    consumer = consumer_of(handler, is_ordered=True)
    processor = Processor(consumer, unit_of_work, clock)
    handler.broken.add(f"{subject}-2")
    for number in range(1, 6):
        processor.take(message_of(event_of(subject, number)))
        processor.take(message_of(event_of(other, number)))
    assert (handled(subject), handled(other)) == ([1], [1, 2, 3, 4, 5])
    assert (waiting(consumer), handler.calls) == (4, 7)
    handler.broken.clear()
    clock.advance(seconds=1)
    retry_due([processor], 10)
    assert handled(subject) == [1, 2, 3, 4, 5]
    assert waiting(consumer) == 0


def test_what_waits_behind_a_parked_event_goes_on(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    handler, subject = Breakable(), new_subject()
    consumer = consumer_of(handler, is_ordered=True)
    processor = Processor(consumer, unit_of_work, clock)
    handler.broken.add(f"{subject}-1")
    for number in range(1, 5):
        processor.take(message_of(event_of(subject, number)))
    assert (handled(subject), waiting(consumer)) == ([], 4)
    drain(processor, clock)
    assert (handled(subject), waiting(consumer)) == ([2, 3, 4], 0)
    assert parked_numbers(consumer) == [1]
    assert handler.calls == 6 + 3


def test_events_of_one_entry_have_one_sequence_and_are_all_handled(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    subject, consumer = new_subject(), consumer_of(is_ordered=True)
    processor = Processor(consumer, unit_of_work, clock)
    first, second = event_of(subject, 7), event_of(subject, 7)
    object.__setattr__(second, "event_id", f"{subject}-7.1")
    outcomes = [processor.take(message_of(event)) for event in (first, second, first, second)]
    assert outcomes == [Outcome.HANDLED] * 2 + [Outcome.REPEATED] * 2
    assert handled(subject) == [7, 7]


def test_an_event_that_was_overtaken_is_parked_and_an_operators_choice(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    subject, consumer = new_subject(), consumer_of(is_ordered=True)
    processor = Processor(consumer, unit_of_work, clock)
    outcomes = [processor.take(message_of(event_of(subject, number))) for number in (1, 3, 2)]
    assert outcomes == [Outcome.HANDLED, Outcome.HANDLED, Outcome.PARKED]
    assert (handled(subject), parked_numbers(consumer)) == ([1, 3], [2])


def test_an_event_that_was_overtaken_is_passed_over_where_the_last_writer_wins(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    subject, consumer = new_subject(), consumer_of(is_ordered=True, is_last_writer_wins=True)
    processor = Processor(consumer, unit_of_work, clock)
    outcomes = [processor.take(message_of(event_of(subject, number))) for number in (1, 3, 2, 2)]
    assert outcomes == [Outcome.HANDLED] * 2 + [Outcome.OVERTAKEN, Outcome.REPEATED]
    assert (handled(subject), parked_numbers(consumer)) == ([1, 3], [])
    assert inbox_of(consumer, subject, 2)["outcome"] == "OVERTAKEN"


def test_a_gap_is_waited_for_no_longer_than_said_and_then_noted(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    subject = new_subject()
    consumer = consumer_of(is_ordered=True, hold_seconds=HOLD_SECONDS)
    processor = Processor(consumer, unit_of_work, clock)
    for number in (1, 2, 5, 6):
        processor.take(message_of(event_of(subject, number)))
    clock.advance(seconds=HOLD_SECONDS - 0.1)
    retry_due([processor], 10)
    assert handled(subject) == [1, 2]
    clock.advance(seconds=0.1)
    retry_due([processor], 10)
    assert handled(subject) == [1, 2, 5, 6]
    notes = [inbox_of(consumer, subject, number).get("gap_after") for number in (2, 5, 6)]
    assert notes == [None, 2, None]


def test_an_earlier_event_that_fails_comes_before_the_one_that_was_held_for_it(
    unit_of_work: UnitOfWork, clock: ManualClock
) -> None:
    handler, subject = Breakable(), new_subject()
    consumer = consumer_of(handler, is_ordered=True, hold_seconds=HOLD_SECONDS)
    processor = Processor(consumer, unit_of_work, clock)
    handler.broken.add(f"{subject}-2")
    for number in (1, 4, 3, 2):
        processor.take(message_of(event_of(subject, number)))
    assert (handled(subject), waiting(consumer)) == ([1], 3)
    clock.advance(seconds=HOLD_SECONDS + 1)  # those held are due, and still not the first
    retry_due([processor], 10)
    assert (handled(subject), waiting(consumer)) == ([1], 3)
    handler.broken.clear()
    drain(processor, clock, minutes=2)
    assert (handled(subject), waiting(consumer)) == ([1, 2, 3, 4], 0)


@pytest.mark.parametrize("seed", range(6))
def test_order_holds_with_failures_duplicates_two_workers_and_time_passing(
    unit_of_work: UnitOfWork, clock: ManualClock, seed: int
) -> None:
    """Whatever happens, no event is handled after a later one, and each at most once."""
    chance, handler = random.Random(seed), Breakable()
    subjects = [new_subject() for _ in range(2)]
    consumer = consumer_of(handler, is_ordered=True, hold_seconds=HOLD_SECONDS)
    workers = [Processor(consumer, unit_of_work, clock) for _ in range(2)]
    events = [event_of(subject, number) for subject in subjects for number in range(1, 7)] * 2
    chance.shuffle(events)
    handler.broken = {event.event_id for event in events if chance.random() < 0.3}
    for event in events:
        chance.choice(workers).take(message_of(event))
        if chance.random() < 0.3:
            clock.advance(seconds=chance.choice((1, 5, 40)))
            retry_due([chance.choice(workers)], 10)
    for subject in subjects:
        assert handled(subject) == sorted(set(handled(subject)))
    handler.broken.clear()
    drain(workers[0], clock)
    for subject in subjects:
        numbers = handled(subject)
        assert numbers == sorted(set(numbers))
        late = [
            kept.sequence for kept in read_parked("", 100, consumer.name) if kept.subject == subject
        ]
        assert Counter([*numbers, *late]) == Counter(range(1, 7))
    assert waiting(consumer) == 0
