"""Receipts: each is recorded once, whatever the request id."""

from __future__ import annotations

from loyalty_chassis.errors import Conflict, LoyaltyError

from loyalty_points.domain.errors import ReceiptAlreadyRecorded
from loyalty_points.domain.journal.entry import entry_id
from loyalty_points.domain.purchases.purchase import Purchase
from loyalty_points.store import reading
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.purchases.setting import receipt_day, receipt_key


def key_of(parts: Parts, purchase: Purchase) -> str:
    """Return the key under which a purchase's receipt is taken.

    Raises ProgramNotFound, BusinessNotFound or StoreNotFound.
    """
    day = receipt_day(parts, purchase)
    return receipt_key(purchase.business_id, purchase.store_id, day, purchase.receipt_number)


def already_recorded(parts: Parts, purchase: Purchase) -> LoyaltyError:
    """Return what to raise where the receipt is taken."""
    number, day = purchase.receipt_number, receipt_day(parts, purchase)
    found = reading.read_receipt(key_of(parts, purchase))
    if found is None:  # on the primary, but not on a majority yet
        return Conflict(f"receipt {number!r} is being recorded; send this one again")
    metadata = {"receipt_number": number, "day": day}
    if found["account_id"]:  # else it waits to be claimed
        metadata["entry_id"] = entry_id(found["account_id"], int(found["sequence"]))
    return ReceiptAlreadyRecorded(
        f"receipt {number!r} of {day} was recorded under another request id", metadata
    )
