"""A receipt is recorded once, whatever the request id."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from loyalty_chassis.storage.collections import collection_of
from loyalty_points.domain.journal.entry import entry_id
from loyalty_points.store import reading
from loyalty_points.store.entry_documents import EntryDocument

from support import build
from support.asking import points_and_entries
from support.clocks import NOON
from support.harness import Client, failure_of
from support.together import OK, at_once, tally


def test_a_receipt_is_recorded_once_whatever_the_request_id(
    operator: Client, member_id: str
) -> None:
    bought = build.purchase()
    first = operator.points.RecordPurchase(build.record(member_id, bought)).entry
    other = build.enroll(operator)
    for again in (build.record(member_id, bought), build.record(other, bought)):
        failure = failure_of(partial(operator.points.RecordPurchase, again))
        assert (failure.code, failure.reason) == ("ALREADY_EXISTS", "RECEIPT_ALREADY_RECORDED")
        assert failure.metadata["entry_id"] == first.entry_id
    assert points_and_entries(operator, member_id) == (1_000, 2)


def test_a_receipt_number_may_come_again_on_another_day_or_in_another_store(
    operator: Client, member_id: str
) -> None:
    number = build.fresh("n")
    today = build.purchase(receipt_number=number)
    day_before = build.purchase(at=NOON - timedelta(days=1), receipt_number=number)
    elsewhere = build.purchase(receipt_number=number, store_id="retail-2")
    for bought in (today, day_before, elsewhere):
        operator.points.RecordPurchase(build.record(member_id, bought))
    assert points_and_entries(operator, member_id) == (3_000, 4)


def test_a_receipt_sent_twice_at_once_is_recorded_once(operator: Client, member_id: str) -> None:
    bought = build.purchase()
    requests = [build.record(member_id, bought) for _ in range(10)]
    outcomes = at_once([partial(operator.points.RecordPurchase, each) for each in requests])
    assert tally(outcomes) == {OK: 1, "RECEIPT_ALREADY_RECORDED": 9}
    assert points_and_entries(operator, member_id) == (1_000, 2)


def test_a_receipt_that_is_not_to_be_seen_yet_is_a_conflict(
    operator: Client, member_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bought = build.purchase()
    operator.points.RecordPurchase(build.record(member_id, bought))
    monkeypatch.setattr(reading, "read_receipt", lambda _key: None)
    again = build.record(member_id, bought)
    failure = failure_of(partial(operator.points.RecordPurchase, again))
    assert (failure.reason, failure.retry) == ("CONFLICT", True)
    monkeypatch.undo()
    failure = failure_of(partial(operator.points.RecordPurchase, again))
    assert failure.reason == "RECEIPT_ALREADY_RECORDED"


def test_another_key_that_is_taken_is_not_told_as_a_receipt(
    operator: Client, member_id: str
) -> None:
    stray = {"_id": entry_id(member_id, 2), "account_id": member_id, "sequence": 2}
    collection_of(EntryDocument).insert_one(stray)
    failure = failure_of(partial(operator.points.RecordPurchase, build.record(member_id)))
    assert failure.reason == "INTERNAL"
    collection_of(EntryDocument).delete_one(stray)
    operator.points.RecordPurchase(build.record(member_id))
