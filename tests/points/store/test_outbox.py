"""The journal as an outbox: what is marked, in which order it is read, and what is cleared."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from loyalty.points.v1 import points_service_pb2_grpc
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_points.domain.instants import to_ms
from loyalty_points.store.entry_documents import EntryDocument
from pymongo.collection import Collection

from support import build
from support.asking import give
from support.clocks import NOON
from support.events.eventful import clear_all, outbox, unpublished
from support.harness import OPERATOR, Client, Harness
from support.histories import lengthen
from support.shapes import SHAPES
from support.together import require_clean_audit


@pytest.fixture(autouse=True)
def nothing_unpublished(harness: Harness) -> Iterator[None]:
    clear_all()
    yield
    harness.clock.now = NOON


def marked(journal: Collection[Document]) -> dict[str, int]:
    return {
        each["_id"]: each["unpublished_ms"] for each in journal.find({"unpublished_ms": {"$gt": 0}})
    }


def test_a_served_purchase_leaves_a_mark_that_goes_once_it_is_cleared(
    operator: Client, member_id: str, journal: Collection[Document]
) -> None:
    clear_all()
    entry = operator.points.RecordPurchase(build.record(member_id, build.purchase())).entry
    assert marked(journal) == {entry.entry_id: to_ms(NOON)}
    (record,) = outbox().read(100)
    assert (record.key, record.events[0].event_id) == (entry.entry_id, entry.entry_id)
    assert record.events[0].type == "loyalty.points.v1.PurchaseRecorded"
    require_clean_audit(operator, member_id)
    outbox().clear([record])
    assert (marked(journal), outbox().read(100), outbox().oldest_time()) == ({}, [], None)
    require_clean_audit(operator, member_id)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (f"00-{'a' * 32}-{'b' * 16}-01", f"00-{'a' * 32}-{'b' * 16}-01"),
        ("00-somewhere-else-01", ""),
    ],
    ids=["as W3C says", "nonsense"],
)
def test_events_carry_the_trace_of_the_call_that_caused_them(
    harness: Harness, operator: Client, member_id: str, sent: str, told: str
) -> None:
    clear_all()
    stub = points_service_pb2_grpc.PointsServiceStub(harness.channel)
    key = ("authorization", f"Bearer {harness.keys[OPERATOR]}")
    request = build.record(member_id, build.purchase())
    stub.RecordPurchase(request, metadata=[key, ("traceparent", sent)])
    (record,) = outbox().read(100)
    assert {event.traceparent for event in record.events} == {told}
    require_clean_audit(operator, member_id)


def test_an_entry_that_tells_of_nothing_is_read_with_no_events_and_can_be_cleared(
    operator: Client, member_id: str
) -> None:
    clear_all()
    operator.households.CreateHousehold(build.household(member_id))
    (record,) = outbox().read(100)
    assert (record.key, record.events) == (f"{member_id}-2", ())
    outbox().clear([record])
    assert not outbox().read(100)


def test_two_accounts_that_take_turns_are_each_read_in_order(
    harness: Harness, operator: Client
) -> None:
    first, second = build.enroll(operator), build.enroll(operator)
    clear_all()
    for _ in range(5):
        for each in (second, first, first):
            give(operator, each, 10)
        harness.clock.advance(milliseconds=1)
    read = [(event.subject, event.sequence) for event in unpublished()]
    assert [sequence for subject, sequence in read if subject == first] == list(range(2, 12))
    assert [sequence for subject, sequence in read if subject == second] == list(range(2, 7))
    assert [subject for subject, _ in read[:3]].count(first) == 2


def test_a_backlog_is_read_in_pieces_without_a_gap(harness: Harness, operator: Client) -> None:
    members = [build.enroll(operator) for _ in range(3)]
    clear_all()
    for number in range(30):
        give(operator, members[number % 3], 1)
        harness.clock.advance(milliseconds=number % 4)
    whole = [event.event_id for event in unpublished()]
    journal, pieces = outbox(), []
    while records := journal.read(7):
        pieces.append([record.key for record in records])
        journal.clear(records)
    assert [key for piece in pieces for key in piece] == whole
    assert len(whole) == 30
    assert len(pieces) > 3


def test_what_is_committed_late_with_an_earlier_time_is_neither_cleared_nor_left_out(
    harness: Harness, operator: Client, journal: Collection[Document]
) -> None:
    slow, quick = build.enroll(operator), build.enroll(operator)
    clear_all()
    with SHAPES.delayed("commitTransaction", 1.5):
        SHAPES.clear()
        late = threading.Thread(target=lambda: give(operator, slow, 10))
        late.start()
        _wait_for_a_commit()
    harness.clock.advance(seconds=1)
    give(operator, quick, 10)
    relayed = outbox()
    published = relayed.read(100)
    assert [record.key for record in published] == [f"{quick}-2"]
    late.join()
    assert set(marked(journal)) == {f"{slow}-2", f"{quick}-2"}
    relayed.clear(published)
    (record,) = relayed.read(100)
    assert record.key == f"{slow}-2"
    assert relayed.oldest_time() == NOON
    assert published[0].events[0].time == NOON + timedelta(seconds=1)


def _wait_for_a_commit() -> None:
    until = time.monotonic() + 10
    while not SHAPES.named("commitTransaction"):
        assert time.monotonic() < until
        time.sleep(0.005)


def test_entries_of_before_events_were_told_of_are_not_published(
    operator: Client, member_id: str, journal: Collection[Document]
) -> None:
    give(operator, member_id, 10)
    journal.update_many({"account_id": member_id}, {"$unset": {"unpublished_ms": 1}})
    assert not [event for event in unpublished() if event.subject == member_id]
    require_clean_audit(operator, member_id)


def test_reading_costs_by_what_is_marked_and_not_by_the_journal(
    harness: Harness, operator: Client, journal: Collection[Document]
) -> None:
    long_lived = build.enroll(operator)
    lengthen(long_lived, 500)
    clear_all()
    assert _examined(harness) == 0
    for _ in range(5):
        give(operator, build.enroll(operator), 1)
    assert journal.estimated_document_count() > 500
    assert len(unpublished()) == 10
    assert _examined(harness) == 10
    journal.delete_many({"account_id": long_lived})


def test_a_batch_is_one_read_of_one_snapshot_and_one_write(operator: Client) -> None:
    for _ in range(10):
        build.enroll(operator)
    SHAPES.clear()
    relayed = outbox()
    relayed.clear(relayed.read(100))
    sent = [next(iter(command)) for command in SHAPES.all()]
    assert sent == ["find", "update"]
    (read,) = SHAPES.named("find")
    assert read["readConcern"]["level"] == "snapshot"


def _examined(harness: Harness) -> int:
    """Return how many documents the outbox's own read makes the database look at."""
    SHAPES.clear()
    outbox().read(100)
    sent = SHAPES.named("find")[-1]
    command: dict[str, Any] = {name: sent[name] for name in ("find", "filter", "sort", "limit")}
    explained = harness.database.command({"explain": command, "verbosity": "executionStats"})
    examined: int = explained["executionStats"]["totalDocsExamined"]
    return examined


def test_the_mark_is_the_only_field_that_publishing_changes(
    operator: Client, member_id: str
) -> None:
    give(operator, member_id, 10)
    entries = collection_of(EntryDocument)
    before = list(entries.find({"account_id": member_id}))
    clear_all()
    after = list(entries.find({"account_id": member_id}))
    assert [{**each, "unpublished_ms": None} for each in before] == [
        {**each, "unpublished_ms": None} for each in after
    ]
    assert all("unpublished_ms" in each for each in before)
    assert not any("unpublished_ms" in each for each in after)
