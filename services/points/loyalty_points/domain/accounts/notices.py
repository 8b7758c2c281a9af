"""Which points expire soon and were not told of yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.due import NOTHING_DUE_MS
from loyalty_points.domain.accounts.holds import held_by_lot


def next_untold_ms(account: Account) -> int:
    """Return the soonest expiry of points that was not told of; NOTHING_DUE_MS for none."""
    return min((expire_ms for expire_ms, _ in _untold(account)), default=NOTHING_DUE_MS)


def expiring_by(account: Account, now_ms: int, until_ms: int) -> list[tuple[int, int]]:
    """Return the expiries to tell of, ahead and not after `until_ms`, with points; soonest first.

    Pending points count, as they are there by then; held ones do not expire.
    """
    expiring: Counter[int] = Counter()
    for expire_ms, points in _untold(account):
        if now_ms < expire_ms <= until_ms:
            expiring[expire_ms] += points
    return sorted(expiring.items())


def tell(account: Account, now_ms: int, until_ms: int) -> None:
    """Remember that what `expiring_by` returns was told of; forget what has passed."""
    told = {expire_ms for expire_ms, _ in expiring_by(account, now_ms, until_ms)}
    ahead = {expire_ms for expire_ms in account.told_ms if expire_ms > now_ms}
    account.told_ms = tuple(sorted(told | ahead))


def _untold(account: Account) -> Iterator[tuple[int, int]]:
    held = held_by_lot(account.holds.values())
    for lot in account.lots.values():
        free = lot.points - held.get(lot.lot_id, 0)
        if lot.expires and free > 0 and lot.expire_ms not in account.told_ms:
            yield lot.expire_ms, free
