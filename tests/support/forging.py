"""Changing the journal as one who can sign it, and taking entries back without a trace."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_points.store import conversion
from loyalty_points.store.documents import AccountDocument, MemberDocument
from loyalty_points.store.entry_documents import EntryDocument

from support.harness import Harness

Change = Callable[[Document], Any]


def forge(harness: Harness, account_id: str, sequence: int, change: Change) -> list[Document]:
    """Change an entry and sign it and all after it again; return the entries as they were."""
    journal = collection_of(EntryDocument)
    entries = list(journal.find({"account_id": account_id}).sort("sequence", 1))
    head = ""
    for entry in deepcopy(entries):
        if entry["sequence"] == sequence:
            change(entry)
        entry["previous_hash"] = head
        entry["chain_hash"] = head = conversion.chain_hash(harness.parts.journal_key, entry)
        journal.replace_one({"_id": entry["_id"]}, entry)
    _set_head(account_id, head)
    return entries


def restore(account_id: str, entries: list[Document]) -> None:
    for entry in entries:
        collection_of(EntryDocument).replace_one({"_id": entry["_id"]}, entry)
    _set_head(account_id, entries[-1]["chain_hash"])


def _set_head(account_id: str, head: str) -> None:
    change = {"$set": {"chain_head": head}}
    collection_of(AccountDocument).update_one({"_id": account_id}, change)


def everything_of(account_id: str) -> tuple[Document, Document]:
    """Return an account and its member as stored, to be put back by `roll_back`."""
    account = collection_of(AccountDocument).find_one({"_id": account_id})
    member = collection_of(MemberDocument).find_one({"_id": account_id})
    assert account is not None
    assert member is not None
    return account, member


def roll_back(account_id: str, before: tuple[Document, Document]) -> list[Document]:
    """Put an account and its member back, and delete the entries since; return these."""
    account, member = before
    since = {"account_id": account_id, "sequence": {"$gt": account["sequence"]}}
    gone = list(collection_of(EntryDocument).find(since))
    collection_of(EntryDocument).delete_many(since)
    collection_of(AccountDocument).replace_one({"_id": account_id}, account)
    collection_of(MemberDocument).replace_one({"_id": account_id}, member)
    return gone
