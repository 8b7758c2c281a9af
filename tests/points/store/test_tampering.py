"""Law 3: whoever changes a value by hand is found out, at the first one changed."""

from __future__ import annotations

import pytest
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_points.store.documents import AccountDocument, MemberDocument
from pymongo.collection import Collection

from support.harness import Client
from support.tampering import difference, flip, leaves
from support.together import require_clean_audit

DINNER = 4
"""The sequence of the entry with most in it: earned, burned, limited, paid by two lots."""


def test_any_value_changed_in_any_entry_is_named(
    operator: Client, rich_member: str, journal: Collection[Document]
) -> None:
    entries = list(journal.find({"account_id": rich_member, "sequence": {"$in": [1, DINNER, 6]}}))
    tried = 0
    for entry in entries:
        for path in leaves(entry):
            if path in (("_id",), ("account_id",), ("unpublished_ms",)):
                continue  # what it is found by, and the mark that goes once it is published
            journal.replace_one({"_id": entry["_id"]}, flip(entry, path))
            found = difference(operator, rich_member)
            journal.replace_one({"_id": entry["_id"]}, entry)
            assert found is not None, f"{path} of entry {entry['sequence']}"
            assert found.account_id == rich_member
            if path != ("sequence",):
                assert found.sequence == entry["sequence"], path
            tried += 1
    assert tried > 150
    require_clean_audit(operator, rich_member)


NOT_FLIPPED = {("_id",), ("version",), ("debt",), ("holds",)}
"""Not proved, or empty, and then changed by hand."""


def test_any_value_changed_in_the_account_is_named(operator: Client, tampered: str) -> None:
    accounts = collection_of(AccountDocument)
    account = accounts.find_one({"_id": tampered})
    assert account is not None
    assert len(account["lots"]) == 3
    paths = [path for path in leaves(account) if path not in NOT_FLIPPED]
    changes = [(path, flip(account, path)) for path in paths]
    changes.append((("debt",), {**account, "debt": {"hotel": 5}}))
    hold = {"member_id": tampered, "deadline_ms": 1, "parts": [{"lot_id": "x", "points": 1}]}
    changes.append((("holds",), {**account, "holds": {"H": hold}}))
    for path, wrong in changes:
        accounts.replace_one({"_id": tampered}, wrong)
        found = difference(operator, tampered)
        assert found is not None, path
        assert found.account_id == tampered
        expected = f"lot {path[1]}" if path[0] == "lots" else path[0]
        if path != ("sequence",):
            assert found.subject == expected


@pytest.mark.parametrize("points", [1, 10**9])
def test_a_lot_out_of_nowhere_is_named(operator: Client, tampered: str, points: int) -> None:
    lot_id = f"retail~0~0~{tampered}"
    lot = {"points": points, "since_ms": 0}
    change = {"$set": {f"lots.{lot_id}": lot}}
    collection_of(AccountDocument).update_one({"_id": tampered}, change)
    found = difference(operator)
    assert found is not None
    assert (found.account_id, found.subject) == (tampered, f"lot {lot_id}")


def test_a_lot_that_disappeared_is_named(operator: Client, tampered: str) -> None:
    accounts = collection_of(AccountDocument)
    account = accounts.find_one({"_id": tampered})
    assert account is not None
    lot_id = min(account["lots"])
    accounts.update_one({"_id": tampered}, {"$unset": {f"lots.{lot_id}": ""}})
    found = difference(operator)
    assert found is not None
    assert (found.account_id, found.subject, found.actual) == (tampered, f"lot {lot_id}", "None")


@pytest.mark.parametrize("field", ["purchase_count", "net_amount_minor"])
def test_visits_that_the_journal_does_not_know_are_named(
    operator: Client, tampered: str, field: str
) -> None:
    change = {"$inc": {f"visits.hotel.{field}": 1}}
    assert collection_of(MemberDocument).update_one({"_id": tampered}, change).modified_count
    found = difference(operator)
    assert found is not None
    assert (found.account_id, found.subject) == (tampered, "visits")


@pytest.mark.parametrize(
    "change",
    [
        {"$set": {"earned_points": 1.0}},
        {"$set": {"earned_points": float("nan")}},
        {"$set": {"postings": 7}},
        {"$unset": {"postings": ""}},
        {"$unset": {"seen": ""}},
        {"$unset": {"chain_hash": ""}},
        {"$set": {"extra": "x"}},
    ],
    ids=str,
)
def test_an_entry_that_is_none_any_more_is_named(
    operator: Client, tampered: str, journal: Collection[Document], change: Document
) -> None:
    journal.update_one({"_id": f"{tampered}-{DINNER}"}, change)
    found = difference(operator)
    assert found is not None
    assert (found.account_id, found.sequence) == (tampered, DINNER)


@pytest.mark.parametrize("lots", [None, 7, {"hotel~0~0": 7}, {"x": {}}], ids=str)
def test_an_account_that_is_none_any_more_is_named(
    operator: Client, tampered: str, lots: object
) -> None:
    collection_of(AccountDocument).update_one({"_id": tampered}, {"$set": {"lots": lots}})
    found = difference(operator)
    assert found is not None
    assert (found.account_id, found.sequence) == (tampered, 0)
