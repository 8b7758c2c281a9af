"""Law 3: whoever takes away, moves or adds entries by hand is found out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_points.store.documents import AccountDocument
from pymongo.collection import Collection

from support.harness import Client
from support.tampering import difference

DINNER = 4


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
