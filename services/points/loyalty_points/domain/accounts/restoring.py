"""Giving back points that were spent, to the very lots they came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from loyalty_points.domain.accounts.account import Account, DebtChange, Moved
from loyalty_points.domain.accounts.holds import LotPart
from loyalty_points.domain.accounts.lots import LotChange, LotKey


@dataclass(frozen=True, slots=True)
class Restored:
    """Where points went that came back. The two counts add up to them."""

    lot_changes: tuple[LotChange, ...] = ()
    debt_changes: tuple[DebtChange, ...] = ()
    available_points: int = 0
    """Can be spent, or have repaid debt."""
    expired_points: int = 0
    """Came back to a lot that has expired since."""


def last_taken(parts: Sequence[LotPart], before: int, after: int) -> list[LotPart]:
    """Return what goes back when a return that had given back `before` points gives `after`.

    `parts` are in the order in which they were taken; they go back in the reverse order.
    """
    skip, wanted = before, after - before
    going = []
    for part in reversed(parts):
        left = part.points - min(skip, part.points)
        skip -= part.points - left
        if points := min(left, wanted):
            going.append(LotPart(part.lot_id, points))
            wanted -= points
    return going


def put_back(
    account: Account,
    parts: Iterable[LotPart],
    since_ms: Mapping[str, int],
    now_ms: int,
    grace_expire_ms: int,
) -> Restored:
    """Put points back in their lots, with their expiry; then repay debt with what is active.

    Points of a lot that has expired meanwhile live until `grace_expire_ms`; they come
    back expired where that is not after now. `since_ms` tells the age of each lot when
    it was taken from. Raises LimitReached.
    """
    changes = []
    expired = available = 0
    for part in parts:
        key = _home(LotKey.parse(part.lot_id), now_ms, grace_expire_ms)
        changes.append(account.put(LotChange(key.lot_id, part.points, since_ms[part.lot_id])))
        if account.lots[key.lot_id].is_due(now_ms):
            expired += part.points
        else:
            available += part.points
    repaid = account.repay_from_lots(now_ms) if available else Moved()
    account.require_room()
    return Restored((*changes, *repaid.lot_changes), repaid.debt_changes, available, expired)


def _home(key: LotKey, now_ms: int, grace_expire_ms: int) -> LotKey:
    """Return the lot that points of `key` go back to: active, and living on if in grace."""
    active = key.activated
    if active.expire_ms and active.expire_ms <= now_ms < grace_expire_ms:
        return LotKey(active.funder, 0, grace_expire_ms, active.earner)
    return active
