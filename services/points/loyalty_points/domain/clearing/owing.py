"""Who owes whom for points that one party funds and another redeems.

Parties are the businesses, the group and the partners, all alike. A party that gave
points pays the one that redeems them, at the transfer price. An own point owes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from loyalty_points.domain.accounts.account import DebtChange
from loyalty_points.domain.accounts.lots import LotChange, LotKey
from loyalty_points.domain.journal.entry_parts import Owed


def owed_for_redemption(business_id: str, lot_changes: Iterable[LotChange]) -> list[Owed]:
    """Return what funders owe the business that redeemed their lots.

    For points that come back (changes above zero) it is below zero.
    """
    return _owed(
        (LotKey.parse(change.lot_id).funder, business_id, -change.points) for change in lot_changes
    )


def owed_for_repaid_debt(debt_changes: Iterable[DebtChange]) -> list[Owed]:
    """Return what is owed where one party's points repaid debt to another.

    The one whose points they were owes the one that was repaid.
    """
    return _owed(
        (change.payer, change.funder, -change.points)
        for change in debt_changes
        if change.points < 0
    )


def owed_for_claw_back(funder: str, lot_changes: Iterable[LotChange]) -> list[Owed]:
    """Return what is owed where `funder` took its points back out of other parties' lots."""
    return _owed(
        (LotKey.parse(change.lot_id).funder, funder, -change.points) for change in lot_changes
    )


def together(owed: Iterable[Owed]) -> tuple[Owed, ...]:
    """Return the same, one for each pair that is not even, in order of names."""
    return tuple(_owed((each.debtor, each.creditor, each.points) for each in owed))


def _owed(items: Iterable[tuple[str, str, int]]) -> list[Owed]:
    totals: Counter[tuple[str, str]] = Counter()
    for debtor, creditor, points in items:
        if debtor != creditor:
            totals[debtor, creditor] += points
    return [Owed(*pair, points) for pair, points in sorted(totals.items()) if points]
