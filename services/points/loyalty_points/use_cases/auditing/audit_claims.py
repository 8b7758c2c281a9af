"""What an audit checks of purchases that were claimed: that the journal has them, as kept."""

from __future__ import annotations

from loyalty_chassis.storage.documents import Document

from loyalty_points.store import auditing, reading
from loyalty_points.use_cases.auditing.rederive import Difference


def audit_claims() -> Difference | None:
    """Return the first claimed purchase that is not in the journal where its receipt says.

    Reads the receipt and the entry of each: in proportion to the claims.
    """
    for claimed in auditing.stored_claims():
        if difference := _audit(claimed):
            return difference
    return None


def _audit(claimed: Document) -> Difference | None:
    account_id, key = claimed["account_id"], claimed["receipt_key"]
    receipt = reading.read_receipt(key) or {}
    if receipt.get("account_id") != account_id:
        said = f"{receipt.get('account_id')}"
        return Difference(account_id, 0, f"account of {key}", account_id, said)
    sequence = int(receipt["sequence"])
    entry = auditing.stored_entry(account_id, sequence) or {}
    if entry.get("purchase") != claimed["purchase"]:
        said = f"{entry.get('purchase')}"
        return Difference(account_id, sequence, "purchase", f"{claimed['purchase']}", said)
    return None
