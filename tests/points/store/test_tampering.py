"""Law 3: whoever writes the database by hand is found out, at the first thing changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest
from loyalty.points.v1 import audit_service_pb2
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.fields import Document
from loyalty_points.store.documents import AccountDocument, MemberDocument
from loyalty_points.store.entry_documents import EntryDocument
from pymongo.collection import Collection

from support.harness import Client
from support.together import audit, require_clean_audit

Path = tuple[str | int, ...]
DINNER = 4
"""The sequence of the entry with most in it: earned, burned, limited, paid by two lots."""


@pytest.fixture
def journal() -> Collection[Document]:
    return collection_of(EntryDocument)


@pytest.fixture
def tampered(rich_member: str, operator: Client) -> Iterator[str]:
    """An account that is clean before the test, and is put back after it."""
    require_clean_audit(operator)
    collections = [collection_of(each) for each in (EntryDocument, AccountDocument, MemberDocument)]
    before = [(each, list(each.find())) for each in collections]
    yield rich_member
    for collection, documents in before:
        collection.delete_many({})
        collection.insert_many(documents)
    require_clean_audit(operator)


def difference(client: Client, account_id: str = "") -> audit_service_pb2.AuditDifference | None:
    last = audit(client, account_id)
    return last.difference if last.HasField("difference") else None


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the way to every single value within a document."""
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    if not inner:
        yield path
    for key, item in inner:
        yield from leaves(item, (*path, key))


def flipped(value: Any) -> Any:
    """Return another value, of the same type where there is one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1_000
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, datetime):
        return value + timedelta(milliseconds=1)
    return ["x"]


def flip(document: Document, path: Path) -> Document:
    """Return the document with the one value at `path` changed."""
    changed = deepcopy(document)
    place: Any = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = flipped(place[path[-1]])
    return changed


def test_any_value_changed_in_any_entry_is_named(
    operator: Client, rich_member: str, journal: Collection[Document]
) -> None:
    entries = list(journal.find({"account_id": rich_member}))
    tried = 0
    for entry in entries:
        for path in leaves(entry):
            if path in (("_id",), ("account_id",)):
                continue
            journal.replace_one({"_id": entry["_id"]}, flip(entry, path))
            found = difference(operator, rich_member)
            journal.replace_one({"_id": entry["_id"]}, entry)
            assert found is not None, f"{path} of entry {entry['sequence']}"
            assert found.account_id == rich_member
            if path != ("sequence",):
                assert found.sequence == entry["sequence"], path
            tried += 1
    assert tried > 300
    require_clean_audit(operator, rich_member)


def test_any_value_changed_in_the_account_is_named(operator: Client, tampered: str) -> None:
    accounts = collection_of(AccountDocument)
    account = accounts.find_one({"_id": tampered})
    assert account is not None
    assert len(account["lots"]) == 3
    paths = [path for path in leaves(account) if path not in (("_id",), ("version",), ("debt",))]
    changes = [(path, flip(account, path)) for path in paths]
    changes.append((("debt",), {**account, "debt": {"hotel": 5}}))
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


def _delete(sequence: int) -> Callable[[Collection[Document], str], None]:
    def delete(journal: Collection[Document], account_id: str) -> None:
        assert journal.delete_one({"_id": f"{account_id}-{sequence}"}).deleted_count == 1

    return delete


def _swap(journal: Collection[Document], account_id: str) -> None:
    """Exchange the places of two entries, each keeping its content."""
    names = [f"{account_id}-{sequence}" for sequence in (3, 4)]
    first, second = (journal.find_one({"_id": name}) for name in names)
    assert first is not None
    assert second is not None
    journal.delete_many({"_id": {"$in": names}})
    journal.insert_many(
        [
            {**first, "_id": names[1], "sequence": 4},
            {**second, "_id": names[0], "sequence": 3},
        ]
    )


@pytest.mark.parametrize(
    ("tamper", "sequence", "subject"),
    [
        pytest.param(_delete(1), 1, "sequence", id="the first is gone"),
        pytest.param(_delete(3), 3, "sequence", id="one in the middle is gone"),
        pytest.param(_delete(6), 0, "sequence", id="the last is gone"),
        pytest.param(_swap, 3, "previous_hash", id="two changed places"),
    ],
)
def test_entries_that_are_gone_or_moved_are_named(
    operator: Client,
    tampered: str,
    journal: Collection[Document],
    tamper: Callable[[Collection[Document], str], None],
    sequence: int,
    subject: str,
) -> None:
    tamper(journal, tampered)
    found = difference(operator)
    assert found is not None
    assert (found.account_id, found.sequence, found.subject) == (tampered, sequence, subject)


def test_an_entry_added_by_hand_is_named(
    operator: Client, tampered: str, journal: Collection[Document]
) -> None:
    last = journal.find_one({"_id": f"{tampered}-6"})
    assert last is not None
    forged = {**last, "_id": f"{tampered}-7", "sequence": 7, "previous_hash": last["chain_hash"]}
    journal.insert_one(forged)
    found = difference(operator)
    assert found is not None
    assert found.subject == "entries that belong to accounts"
    head = {"sequence": 7, "chain_head": forged["chain_hash"]}
    collection_of(AccountDocument).update_one({"_id": tampered}, {"$set": head})
    found = difference(operator)
    assert found is not None
    assert (found.account_id, found.sequence, found.subject) == (tampered, 7, "chain_hash")


def test_an_entry_of_another_account_does_not_pass_as_ones_own(
    operator: Client, tampered: str, journal: Collection[Document]
) -> None:
    other = journal.find_one({"account_id": {"$ne": tampered}, "sequence": DINNER})
    assert other is not None
    journal.delete_one({"_id": f"{tampered}-{DINNER}"})
    journal.insert_one({**other, "_id": f"{tampered}-{DINNER}", "account_id": tampered})
    found = difference(operator, tampered)
    assert found is not None
    assert (found.account_id, found.sequence) == (tampered, DINNER)


def test_an_account_that_is_gone_with_its_entries_left_is_found(
    operator: Client, tampered: str
) -> None:
    collection_of(AccountDocument).delete_one({"_id": tampered})
    found = difference(operator)
    assert found is not None
    assert found.subject == "entries that belong to accounts"


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
