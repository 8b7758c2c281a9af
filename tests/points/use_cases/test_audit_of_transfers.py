"""The audit of what is moved by hand: clean, and every change of it found."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from loyalty.points.v1 import adjustment_service_pb2
from loyalty_chassis.storage.collections import collection_of
from loyalty_points.store import conversion
from loyalty_points.store.documents import AccountDocument, MemberDocument
from loyalty_points.store.entry_documents import EntryDocument
from loyalty_points.use_cases.auditing.rederive_by_hand import by_hand_checks
from loyalty_points.use_cases.auditing.transits import Transits

from support import build
from support.asking import give
from support.harness import Client, Harness
from support.tampering import difference, flip, leaves
from support.together import audit, require_clean_audit


@pytest.fixture
def pair(operator: Client) -> tuple[str, str]:
    """A member with purchases of two businesses and another who got some of the points."""
    sender, recipient = build.enroll(operator), build.enroll(operator)
    give(operator, sender, 300)
    give(operator, sender, 200, business="hotel")
    operator.transfers.TransferPoints(build.transfer(sender, recipient, 350))
    operator.adjustments.AdjustPoints(build.adjust(recipient, -40, funder="dining"))
    operator.adjustments.AdjustPoints(build.adjust(recipient, 15))
    balance = build.opening_balance(recipient, {"points": 9, "funder": "fuel"})
    request = adjustment_service_pb2.ImportOpeningBalancesRequest(balances=[balance])
    operator.adjustments.ImportOpeningBalances(request)
    return sender, recipient


@pytest.fixture
def settled(harness: Harness) -> Iterator[None]:
    """So long after, that every transfer must be in the journal with both entries."""
    before = harness.clock.now
    harness.clock.advance(seconds=61)
    yield
    harness.clock.now = before


@pytest.mark.usefixtures("settled")
def test_what_is_moved_by_hand_is_clean_and_nothing_is_in_transit(
    operator: Client, pair: tuple[str, str]
) -> None:
    for account_id in pair:
        require_clean_audit(operator, account_id)
    last = audit(operator)
    assert not last.HasField("difference"), last.difference
    assert last.totals["transit"] == 0
    assert not [name for name in last.totals if name.startswith("transit:")]


def test_any_value_changed_in_such_an_entry_is_named(
    operator: Client, pair: tuple[str, str]
) -> None:
    journal = collection_of(EntryDocument)
    account_id = pair[1]
    for sequence in (2, 3):  # received, adjusted
        entry = journal.find_one({"account_id": account_id, "sequence": sequence})
        assert entry is not None
        for path in leaves(entry):
            if path in (("_id",), ("account_id",), ("sequence",), ("unpublished_ms",)):
                continue  # what it is found by, and the mark that goes once it is published
            journal.replace_one({"_id": entry["_id"]}, flip(entry, path))
            found = difference(operator, account_id)
            journal.replace_one({"_id": entry["_id"]}, entry)
            assert found is not None, path
            assert found.sequence == sequence, path
    require_clean_audit(operator, account_id)


def test_a_transfer_that_only_one_account_knows_is_found(
    harness: Harness, operator: Client
) -> None:
    """Even where all signatures are right, as for somebody with the journal's key."""
    sender, recipient = build.enroll(operator), build.enroll(operator)
    give(operator, sender, 100)
    collections = [collection_of(AccountDocument), collection_of(MemberDocument)]
    before = [each.find_one({"_id": recipient}) for each in collections]
    operator.transfers.TransferPoints(build.transfer(sender, recipient, 60))
    after = [each.find_one({"_id": recipient}) for each in collections]
    entry = collection_of(EntryDocument).find_one_and_delete({"_id": f"{recipient}-2"})
    assert entry is not None
    for collection, document in zip(collections, before, strict=True):
        assert document is not None
        collection.replace_one({"_id": recipient}, document)
    require_clean_audit(operator)  # a transfer so young may still be about to be written
    harness.clock.advance(seconds=61)
    found = difference(operator)
    harness.clock.advance(seconds=-61)
    assert found is not None
    assert (found.account_id, found.subject) == ("", "postings in transit")
    collection_of(EntryDocument).insert_one(entry)
    for collection, document in zip(collections, after, strict=True):
        assert document is not None
        collection.replace_one({"_id": recipient}, document)
    require_clean_audit(operator)


NOW = datetime(2026, 6, 15, tzinfo=UTC)


def legs(points: int, request: str, at: datetime = NOW) -> dict[str, Any]:
    posting = {"ledger_account": f"transit:till|transfer_points|{request}", "points": points}
    return {"record_time": at, "postings": [posting]}


def in_transit(*entries: dict[str, Any]) -> bool:
    transits = Transits(NOW + timedelta(seconds=1))
    for entry in entries:
        transits.take_in(entry)
    return bool(transits.total)


def test_requests_do_not_balance_each_other() -> None:
    assert not in_transit(legs(5, "a"), legs(7, "b"), legs(-7, "b"), legs(-5, "a"))
    assert in_transit(legs(5, "a"), legs(-5, "b"))
    assert in_transit(legs(5, "a"), legs(-7, "a"), legs(2, "b"))


def test_entries_that_are_too_young_are_not_added_up() -> None:
    assert not in_transit(legs(5, "a", NOW + timedelta(seconds=1)))


CHANGES: tuple[tuple[str, str, Any], ...] = (
    ("transfer_sent", "counterpart", ""),
    ("transfer_sent", "owed", [{"debtor": "hotel", "creditor": "retail", "points": 1}]),
    ("transfer_sent", "kind", "transfer_received"),
    ("transfer_received", "kind", "transfer_sent"),
    ("adjustment", "operator_id", ""),
    ("adjustment", "approver_id", "ann"),
    ("adjustment", "approver_id", "bob"),
    ("adjustment", "owed", [{"debtor": "hotel", "creditor": "retail", "points": 1}]),
    ("opening_balance", "lot_changes", []),
)


@pytest.mark.parametrize(("kind", "name", "value"), CHANGES)
def test_an_entry_that_was_written_wrong_is_found_though_its_signature_is_right(
    operator: Client, harness: Harness, pair: tuple[str, str], kind: str, name: str, value: Any
) -> None:
    query = {"account_id": {"$in": list(pair)}, "kind": kind}
    entry = collection_of(EntryDocument).find_one(query)
    assert entry is not None
    assert all(expected == actual for _, expected, actual in by_hand_checks(entry))
    wrong = deepcopy(entry) | {name: value}
    assert conversion.chain_hash(harness.parts.journal_key, wrong) != entry["chain_hash"]
    assert any(expected != actual for _, expected, actual in by_hand_checks(wrong))
