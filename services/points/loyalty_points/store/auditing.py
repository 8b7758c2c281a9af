"""Documents as stored, for audits: nothing is made of them on the way."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty_chassis.events.outbox import OutboxDocument
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document

from loyalty_points.domain.journal.entry import entry_id
from loyalty_points.store.clearing_documents import ClearingCloseDocument
from loyalty_points.store.documents import AccountDocument, MemberDocument, PurchaseStateDocument
from loyalty_points.store.entry_documents import EntryDocument
from loyalty_points.store.reading import found_member
from loyalty_points.store.unclaimed_documents import UnclaimedPurchaseDocument


def count_entries() -> int:
    """Return how many entries there are."""
    return collection_of(EntryDocument).count_documents({})


def stored_accounts(account_id: str) -> Iterator[Document]:
    """Return the account of that id, or every account where it is empty: their ids only."""
    query = {"_id": account_id} if account_id else {}
    return iter(collection_of(AccountDocument).find(query, {"_id": 1}))


def stored_pair(account_id: str) -> tuple[Document, Document]:
    """Return an account and its member as stored. Raises MemberNotFound."""
    account = collection_of(AccountDocument).find_one({"_id": account_id})
    member = collection_of(MemberDocument).find_one({"_id": account_id})
    return found_member(account, account_id), found_member(member, account_id)


def stored_member(member_id: str) -> Document:
    """Return a member as stored. Raises MemberNotFound."""
    return found_member(collection_of(MemberDocument).find_one({"_id": member_id}), member_id)


def stored_purchase_states(account_id: str) -> dict[str, Document]:
    """Return what came of an account's purchases and redemptions, by entry id, as stored."""
    within = {"$gt": f"{account_id}-", "$lt": f"{account_id}."}  # the characters are neighbours
    found = collection_of(PurchaseStateDocument).find({"_id": within})
    return {document["_id"]: document for document in found}


def stored_entry(account_id: str, sequence: int) -> Document | None:
    """Return one entry as stored; None if there is none."""
    return collection_of(EntryDocument).find_one({"_id": entry_id(account_id, sequence)})


def stored_entries(account_id: str, last_sequence: int) -> Iterator[Document]:
    """Return an account's entries up to a sequence, oldest first, as stored."""
    query = {"account_id": account_id, "sequence": {"$lte": last_sequence}}
    return iter(collection_of(EntryDocument).find(query).sort("sequence", 1))


def stored_outbox_ids(event_ids: list[str]) -> list[str]:
    """Return which of these events are in the outbox, published or not."""
    if not event_ids:
        return []
    found = collection_of(OutboxDocument).find({"_id": {"$in": event_ids}}, {"_id": 1})
    return [document["_id"] for document in found]


def stored_claims() -> Iterator[Document]:
    """Return every purchase that was claimed, as stored."""
    documents = collection_of(UnclaimedPurchaseDocument).find({})
    return (document for document in documents if document["account_id"])


def stored_closes() -> list[Document]:
    """Return all closes as stored, oldest first: for audits."""
    return list(collection_of(ClearingCloseDocument).find().sort("_id", 1))
