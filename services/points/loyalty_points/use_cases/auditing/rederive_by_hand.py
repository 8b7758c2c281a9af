"""What entries of transfers, adjustments and opening balances must say, from what they moved.

Written apart from the code that makes them, so that one checks the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from loyalty_chassis.storage.documents import Document

from loyalty_points.domain.accounts.lots import LotKey
from loyalty_points.use_cases.auditing.checks import Check
from loyalty_points.use_cases.auditing.whereabouts import owed_as_said

SENT, RECEIVED = "transfer_sent", "transfer_received"
ADJUSTMENT, OPENING = "adjustment", "opening_balance"
_ARRIVES = (RECEIVED, OPENING)


def by_hand_checks(entry: Document) -> Iterator[Check]:
    """Yield what must hold of such an entry; nothing of another kind."""
    kind = entry["kind"]
    if kind not in (SENT, RECEIVED, ADJUSTMENT, OPENING):
        return
    moved = sum(change["points"] for change in entry["lot_changes"])
    moved -= sum(change["points"] for change in entry["debt_changes"])
    if kind != ADJUSTMENT:
        yield f"{kind} points that arrive", kind in _ARRIVES, moved > 0
    if kind in (SENT, RECEIVED):
        other = entry["counterpart"]
        yield "counterpart", True, bool(other) and other != entry["account_id"]
    if kind == ADJUSTMENT:
        yield "operator_id", True, bool(entry["operator_id"])
        yield "approver_id", False, entry["operator_id"] == entry["approver_id"]
        yield "reference", bool(entry["approver_id"]), bool(entry["reference"])
    yield "owed", _owed(entry, taker=entry["business_id"] if moved < 0 else ""), owed_as_said(entry)


def _owed(entry: Document, taker: str) -> dict[tuple[str, str], int]:
    """Return who must owe whom: for debt that was repaid, and for lots that `taker` took.

    What is sent to another account is owed for once it is redeemed there.
    """
    owed: Counter[tuple[str, str]] = Counter()
    for change in entry["debt_changes"]:
        owed[change["payer"], change["funder"]] -= change["points"]
    if entry["kind"] == ADJUSTMENT and taker:
        for change in entry["lot_changes"]:
            owed[LotKey.parse(change["lot_id"]).funder, taker] -= change["points"]
    return {pair: points for pair, points in owed.items() if points and pair[0] != pair[1]}
