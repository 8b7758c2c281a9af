"""What time does to an account: points become active, points expire, holds lapse.

None of it changes what can be spent at an instant: that is a view of lots and holds.
"""

from __future__ import annotations

from collections.abc import Iterator

from loyalty_points.domain.accounts.account import Account, Moved
from loyalty_points.domain.accounts.holding import set_free
from loyalty_points.domain.accounts.holds import Hold, held_by_lot
from loyalty_points.domain.accounts.lots import Lot, LotChange, LotKey

NOTHING_DUE_MS = 2**63 - 1


def next_due_ms(account: Account) -> int:
    """Return the next instant at which something has to be written; NOTHING_DUE_MS if none.

    A lot that is held whole expires when its hold ends.
    """
    return min(_instants(account), default=NOTHING_DUE_MS)


def _instants(account: Account) -> Iterator[int]:
    held = held_by_lot(account.holds.values())
    for lot in account.lots.values():
        if lot.awaits_time:
            yield lot.activate_ms
        if lot.expires and lot.points > held.get(lot.lot_id, 0):
            yield lot.expire_ms
    for hold in account.holds.values():
        yield hold.deadline_ms


def has_points_to_set_free(account: Account, now_ms: int) -> bool:
    """Tell whether an activation or the lapse of a hold has come and is not written down."""
    return _next_set_free_ms(account) <= now_ms


def catch_up(account: Account, now_ms: int) -> None:
    """Do to an account, for looking at it, what such activations and lapses did to its debt.

    Without debt they change nothing that can be seen.
    """
    while account.debt and has_points_to_set_free(account, now_ms):
        at_ms = _next_set_free_ms(account)
        if activate_due(account, at_ms) is None:
            lapse_first(account, at_ms)
            account.repay_from_lots(at_ms)


def _next_set_free_ms(account: Account) -> int:
    activations = [lot.activate_ms for lot in account.lots.values() if lot.awaits_time]
    deadlines = [hold.deadline_ms for hold in account.holds.values()]
    return min((*activations, *deadlines), default=NOTHING_DUE_MS)


def lapse_first(account: Account, at_ms: int) -> Hold | None:
    """End the hold whose deadline came first by that instant, and return it."""
    lapsed = [hold for hold in account.holds.values() if not hold.is_live(at_ms)]
    if not lapsed:
        return None
    first = min(lapsed, key=lambda hold: (hold.deadline_ms, hold.hold_id))
    set_free(account, first)
    return first


def activate_due(account: Account, at_ms: int) -> Moved | None:
    """Move points whose activation has come by that instant to active lots, repaying debt.

    None where there are none.
    """
    ready = [lot for lot in account.lots.values() if lot.awaits_time and not lot.is_pending(at_ms)]
    if not ready:
        return None
    changes: list[LotChange] = []
    for lot in sorted(ready, key=lambda lot: lot.lot_id):
        changes += move_all(account, lot, LotKey.parse(lot.lot_id).activated)
    repaid = account.repay_from_lots(at_ms)
    return Moved((*changes, *repaid.lot_changes), repaid.debt_changes)


def move_all(account: Account, lot: Lot, key: LotKey) -> tuple[LotChange, ...]:
    """Move a whole lot, no part of which is held, to the lot of `key`."""
    del account.lots[lot.lot_id]
    return (
        LotChange(lot.lot_id, -lot.points, lot.since_ms),
        account.put(LotChange(key.lot_id, lot.points, lot.since_ms)),
    )


def expire_due(account: Account, at_ms: int) -> tuple[LotChange, ...]:
    """Take out all points that have expired by that instant, held ones aside."""
    expired = [lot for lot in account.lots.values() if lot.is_due(at_ms)]
    ordered = sorted(expired, key=lambda lot: (lot.expire_ms, lot.lot_id))
    return account.take(account.choose(sum(lot.points for lot in ordered), ordered, at_ms))
