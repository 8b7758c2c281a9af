"""The legs of an entry: for every point that moves, where it came from and where it went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from loyalty_points.domain.accounts.account import DebtChange
from loyalty_points.domain.accounts.lots import LotChange, LotKey
from loyalty_points.domain.journal.entry_parts import QUALIFYING, SPENDABLE, Award, Posting


@dataclass(frozen=True, slots=True)
class Flow:
    """Points between the account and one ledger account, such as "issued:retail"."""

    counterpart: str
    """Empty where points only change places within the account."""
    lot_points: int = 0
    """Into the account's lots (above zero) or out of them."""
    debt_points: int = 0
    """Repaid by the account (above zero), or become owed."""
    qualifying_points: int = 0


def award_flow(award: Award, debt_changes: Iterable[DebtChange]) -> Flow:
    """Return the flow of an award, part of which may have repaid debt."""
    repaid = -sum(change.points for change in debt_changes)
    return Flow(f"issued:{award.funder}", award.points - repaid, repaid, award.qualifying_points)


def redeemed_flow(business_id: str, lot_changes: Iterable[LotChange]) -> Flow:
    """Return the flow of points spent at a business."""
    taken = sum(change.points for change in lot_changes)
    return Flow(f"redeemed:{business_id}", lot_points=taken)


def inner_flow(lot_changes: Iterable[LotChange], debt_changes: Iterable[DebtChange]) -> Flow:
    """Return the flow of points that repaid debt, or only changed lots."""
    return Flow(
        "",
        sum(change.points for change in lot_changes),
        -sum(change.points for change in debt_changes),
    )


def moved_flow(
    counterpart: str, lot_changes: Iterable[LotChange], debt_changes: Iterable[DebtChange]
) -> Flow:
    """Return the flow of points from or to one ledger account, part of which repaid debt."""
    inner = inner_flow(lot_changes, debt_changes)
    return Flow(counterpart, inner.lot_points, inner.debt_points)


def transit_account(request_key: str) -> str:
    """Return the ledger account through which the entries of one request balance each other."""
    return f"transit:{request_key}"


def expired_flows(lot_changes: Iterable[LotChange]) -> tuple[Flow, ...]:
    """Return the flows of points that expired: the gain of whoever funded them."""
    return tuple(
        Flow(f"breakage:{LotKey.parse(change.lot_id).funder}", change.points)
        for change in lot_changes
    )


def balanced_postings(account_id: str, flows: Iterable[Flow]) -> tuple[Posting, ...]:
    """Return the legs of an entry, one for each ledger account, adding up to zero."""
    legs: defaultdict[tuple[str, str], int] = defaultdict(int)
    for flow in flows:
        legs[f"member:{account_id}", SPENDABLE] += flow.lot_points
        legs[f"debt:{account_id}", SPENDABLE] += flow.debt_points
        legs[flow.counterpart, SPENDABLE] -= flow.lot_points + flow.debt_points
        legs[f"member:{account_id}", QUALIFYING] += flow.qualifying_points
        legs[flow.counterpart, QUALIFYING] -= flow.qualifying_points
    return tuple(
        Posting(ledger_account, points, currency)
        for (ledger_account, currency), points in sorted(legs.items())
        if points
    )
