"""Who must owe whom for an entry, from what else it says.

Written apart from the code that makes entries, so that one checks the other. Of holds, and
of what is moved by hand, the modules of these check it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from loyalty_chassis.storage.documents import Document

from loyalty_points.domain.accounts.lots import LotKey
from loyalty_points.use_cases.auditing.checks import Check
from loyalty_points.use_cases.auditing.whereabouts import owed_as_said

Pairs = dict[tuple[str, str], int]
"""Points by debtor and creditor."""

_CHECKED_ELSEWHERE = (
    "hold_captured", "hold_released", "hold_lapsed",
    "transfer_sent", "transfer_received", "adjustment", "opening_balance",
)  # fmt: skip
_UNDOING = ("purchase_reversed", "redemption_reversed", "pending_cancelled")
_REDEEMING = ("purchase", "redemption")


def owed_checks(entry: Document) -> Iterator[Check]:
    """Yield what must hold of what an entry says is owed."""
    kind, owed = entry["kind"], owed_as_said(entry)
    if owed:
        yield "price_version", True, entry["price_version"] > 0
    if kind in _UNDOING:
        yield from _undone(entry, owed)
    elif kind not in _CHECKED_ELSEWHERE:
        yield "owed", _expected(entry), owed


def _expected(entry: Document) -> Pairs:
    """Return what is owed for lots that were redeemed, and for debt that was repaid.

    What awards gave is known by funder, and lots that moved on kept theirs: so what else
    left a funder's lots was redeemed, or repaid debt.
    """
    owed: Counter[tuple[str, str]] = Counter()
    left = _out_of_lots(entry)
    for award in entry["awards"]:
        left[award["funder"]] += award["points"]
    for change in entry["debt_changes"]:
        if change["points"] < 0 and change["payer"]:
            owed[change["payer"], change["funder"]] -= change["points"]
            left[change["payer"]] += change["points"]
    if entry["kind"] in _REDEEMING:
        for funder, points in left.items():
            owed[funder, entry["business_id"]] += points
    return {pair: points for pair, points in owed.items() if points and pair[0] != pair[1]}


def _undone(entry: Document, owed: Pairs) -> Iterator[Check]:
    """Yield what must hold of what is owed for what was undone, party by party.

    Points that left a party's lots are owed by it, and those that came back the reverse;
    points that it took back, or was repaid, are owed to it. What it owes itself is not
    written, and must be the same from both sides.
    """
    owes, is_owed = _out_of_lots(entry), Counter[str]()
    undone = entry["reversal"]
    is_owed[entry["business_id"]] -= undone["restored_points"]
    for award in undone["awards"]:
        is_owed[award["funder"]] += award["points"]
    for change in entry["debt_changes"]:
        is_owed[change["funder"]] -= change["points"]
    for (debtor, creditor), points in owed.items():
        owes[debtor] -= points
        is_owed[creditor] -= points
        yield f"owed by {debtor} to itself", False, debtor == creditor
    for party in sorted({*owes, *is_owed}):
        yield f"owed by and to {party}", owes[party], is_owed[party]


def _out_of_lots(entry: Document) -> Counter[str]:
    """Return the points that left the lots of each funder, less those that came."""
    moved: Counter[str] = Counter()
    for change in entry["lot_changes"]:
        moved[LotKey.parse(change["lot_id"]).funder] -= change["points"]
    return moved
