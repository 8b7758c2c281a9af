"""Purchases that were recorded without a member, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.requests import RequestDocument
from loyalty_chassis.storage.writes import Insert, Update, Write
from pydantic import TypeAdapter

from loyalty_points.domain.journal.entry import Entry
from loyalty_points.domain.purchases.unclaimed import UnclaimedPurchase
from loyalty_points.store.unclaimed_documents import UnclaimedPurchaseDocument

_UNCLAIMED = TypeAdapter(UnclaimedPurchase)


def read_unclaimed(unclaimed_id: str) -> UnclaimedPurchase | None:
    """Return the purchase of a claim code's hash, claimed or not; None if there is none."""
    document = collection_of(UnclaimedPurchaseDocument).find_one({"_id": unclaimed_id})
    if document is None:
        return None
    return _UNCLAIMED.validate_python({"unclaimed_id": document.pop("_id"), **document})


def insert_unclaimed(unclaimed: UnclaimedPurchase) -> Insert:
    """Keep a purchase to be claimed."""
    fields = _UNCLAIMED.dump_python(unclaimed, exclude={"unclaimed_id"})
    return Insert(UnclaimedPurchaseDocument, ({"_id": unclaimed.unclaimed_id, **fields},))


def unclaimed_receipt(unclaimed: UnclaimedPurchase) -> Document:
    """Return the document that makes the same receipt fail; it names no entry yet."""
    return {
        "_id": unclaimed.receipt_key,
        "digest": b"",
        "record_time": unclaimed.record_time,
        "account_id": None,
        "sequence": None,
    }


def claim(unclaimed: UnclaimedPurchase, entry: Entry) -> Sequence[Write]:
    """Say for which entry it was claimed, if it was not before, here and in its receipt."""
    found_at = {"account_id": entry.account_id, "sequence": entry.sequence}
    return (
        _settle(unclaimed, {"account_id": entry.account_id}),
        Update(RequestDocument, {"_id": unclaimed.receipt_key}, {"$set": found_at}),
    )


def withdraw(unclaimed: UnclaimedPurchase, now: datetime) -> Write:
    """Say that it was returned, if it was neither claimed nor withdrawn before."""
    return _settle(unclaimed, {"withdraw_time": now})


def _settle(unclaimed: UnclaimedPurchase, outcome: Document) -> Update:
    unless_settled = {"_id": unclaimed.unclaimed_id, "account_id": "", "withdraw_time": None}
    return Update(UnclaimedPurchaseDocument, unless_settled, {"$set": outcome})
