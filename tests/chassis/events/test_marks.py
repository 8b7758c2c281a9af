"""Reading what bears a mark: all of it, in order, at the same cost each."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.marks import MarkedRecords
from loyalty_chassis.events.outbox import (
    DocumentOutbox,
    OutboxDocument,
    to_outbox,
)
from loyalty_chassis.instants import from_ms, to_ms
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import DuplicateKey

from support.clocks import NOON

BATCH = 50


@pytest.fixture(autouse=True)
def empty(unit_of_work: UnitOfWork) -> Iterator[None]:
    yield
    collection_of(OutboxDocument).delete_many({})


def event_of(number: int, after_ms: int = 0, subject: str = "m1") -> Event:
    time = NOON + timedelta(milliseconds=after_ms)
    return Event(f"e{number}", "a.v1.B", "test", subject, time, {}, number)


def write(unit_of_work: UnitOfWork, events: Sequence[Event]) -> None:
    unit_of_work.commit([to_outbox(events)])


def drain(outbox: DocumentOutbox) -> list[list[Event]]:
    """Read and clear until nothing is left; return what came, batch by batch."""
    batches = []
    while records := outbox.read(BATCH):
        batches.append([event for record in records for event in record.events])
        outbox.clear(records)
    return batches


@pytest.mark.parametrize("apart_ms", [0, 1, 1000, 3_600_000])
def test_everything_is_read_once_in_order_however_far_apart(
    unit_of_work: UnitOfWork, apart_ms: int
) -> None:
    events = [event_of(number, number * apart_ms) for number in range(330)]
    write(unit_of_work, random.Random(1).sample(events, len(events)))
    batches = drain(DocumentOutbox())
    assert [event for batch in batches for event in batch] == events


def test_a_gap_of_years_is_stepped_over(unit_of_work: UnitOfWork) -> None:
    year_ms = 365 * 86_400_000
    events = [event_of(number, number // 120 * year_ms - 3 * year_ms) for number in range(360)]
    write(unit_of_work, events)
    assert [event for batch in drain(DocumentOutbox()) for event in batch] == events


def test_what_is_committed_late_under_an_earlier_time_is_read_too(
    unit_of_work: UnitOfWork,
) -> None:
    write(unit_of_work, [event_of(number, number) for number in range(200)])
    outbox = DocumentOutbox()
    for _ in range(2):
        outbox.clear(outbox.read(BATCH))
    late = event_of(1000, 3, subject="m2")
    write(unit_of_work, [late])
    (first, *_) = outbox.read(BATCH)
    assert first.events == (late,)


def test_only_what_is_cleared_loses_its_mark(unit_of_work: UnitOfWork) -> None:
    write(unit_of_work, [event_of(number, number) for number in range(5)])
    outbox = DocumentOutbox()
    records = outbox.read(BATCH)
    outbox.clear([records[0], records[2]])
    assert [record.key for record in outbox.read(BATCH)] == ["e1", "e3", "e4"]
    assert outbox.oldest_time() == NOON + timedelta(milliseconds=1)
    outbox.clear(outbox.read(BATCH))
    assert outbox.oldest_time() is None


def test_an_event_goes_into_the_outbox_once(unit_of_work: UnitOfWork) -> None:
    write(unit_of_work, [event_of(1)])
    outbox = DocumentOutbox()
    outbox.clear(outbox.read(BATCH))
    with pytest.raises(DuplicateKey):
        write(unit_of_work, [event_of(1)])
    assert not outbox.read(BATCH)


def test_a_long_backlog_is_read_with_as_many_commands_each_as_a_short_one(
    unit_of_work: UnitOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And none of them finds more than about a batch, once the first has found them all."""
    found: list[int] = []
    find = MarkedRecords._find

    def counting(self: MarkedRecords, wanted: Document, limit: int) -> list[Document]:
        found.append(collection_of(OutboxDocument).count_documents(wanted))
        return find(self, wanted, limit)

    monkeypatch.setattr(MarkedRecords, "_find", counting)
    commands = {}
    for count in (200, 1200):
        write(unit_of_work, [event_of(count + number, 3 * number) for number in range(count)])
        found.clear()
        assert sum(len(batch) for batch in drain(DocumentOutbox())) == count
        first, *others = found
        assert first == count
        assert max(others) <= 3 * BATCH
        assert sum(others) <= 3 * count
        commands[count] = len(found) / count
    assert commands[1200] <= commands[200]


def test_milliseconds_and_back() -> None:
    assert from_ms(to_ms(NOON)) == NOON
    assert to_ms(NOON + timedelta(microseconds=1999)) == to_ms(NOON) + 1
