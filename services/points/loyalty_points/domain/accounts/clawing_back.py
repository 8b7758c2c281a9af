"""Taking back points that were given for what was returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loyalty_points.domain.accounts.account import Account, DebtChange
from loyalty_points.domain.accounts.lots import Lot, LotChange, LotKey, spending_order


@dataclass(frozen=True, slots=True)
class ClawedBack:
    """Where points came from that were taken back. The three counts add up to them."""

    lot_changes: tuple[LotChange, ...] = ()
    debt_changes: tuple[DebtChange, ...] = ()
    pending_points: int = 0
    available_points: int = 0
    debt_points: int = 0


def claw_back(
    account: Account, points: int, funder: str, own_lot_ids: Sequence[str], now_ms: int
) -> ClawedBack:
    """Take back points that `funder` gave.

    From their own lots while pending, from their own lots, from others, soonest expiry
    first; the rest becomes debt. Held points are left alone, and so are points past their
    expiry, as whether a worker has written them off must make no difference.
    """
    own = _own_lots(account, own_lot_ids)
    pending = [lot for lot in own if lot.is_pending(now_ms) and not lot.is_due(now_ms)]
    active = [lot for lot in own if lot.is_spendable(now_ms)]
    others = [lot for lot in account.spendable(now_ms) if lot not in active]
    from_pending = account.choose(points, pending, now_ms)
    pending_points = sum(part.points for part in from_pending)
    from_active = account.choose(points - pending_points, (*active, *others), now_ms)
    available_points = sum(part.points for part in from_active)
    owed = points - pending_points - available_points
    debt_changes: tuple[DebtChange, ...] = ()
    if owed:
        account.debt = {**account.debt, funder: account.debt.get(funder, 0) + owed}
        debt_changes = (DebtChange(funder, funder, owed),)
    taken = account.take((*from_pending, *from_active))
    return ClawedBack(taken, debt_changes, pending_points, available_points, owed)


def _own_lots(account: Account, lot_ids: Sequence[str]) -> list[Lot]:
    """Return the lots that points given to these are in by now: activated, or moved on."""
    given = [LotKey.parse(lot_id) for lot_id in lot_ids]
    own = [
        lot
        for lot in account.lots.values()
        if any(_is_heir(LotKey.parse(lot.lot_id), key) for key in given)
    ]
    return sorted(own, key=spending_order)


def _is_heir(lot: LotKey, given: LotKey) -> bool:
    if given.slide and not lot.activate_ms:  # an expiry moves on once points are active
        return (lot.funder, lot.earner, lot.slide) == (given.funder, given.earner, given.slide)
    return lot in (given, given.activated)
