"""What becomes of what a purchase gave for later, points or what qualifies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from loyalty_points.domain.accounts.account import Account, Moved
from loyalty_points.domain.accounts.lots import AWAITING_MS, LotChange, LotKey
from loyalty_points.domain.errors import NothingPending
from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.domain.journal.entry_parts import Award, ReturnedAward, Reversal
from loyalty_points.domain.journal.postings import Flow
from loyalty_points.domain.purchases.purchase_state import Pending, PurchaseState
from loyalty_points.domain.returns.carrying_out import award_taken_flow, confirmed_lot_id
from loyalty_points.domain.returns.undoing import left_of_award


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What confirming did."""

    moved: Moved
    active_lot_ids: tuple[str, ...]
    """For each award, the lot its points went to; empty where none did."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What cancelling did."""

    lot_changes: tuple[LotChange, ...]
    flows: tuple[Flow, ...]
    reversal: Reversal


def waiting_since(
    account: Account, original: Entry, state: PurchaseState, now_ms: int, *, only_till: bool
) -> int | None:
    """Return how old the lots are that hold waiting points of a purchase: the youngest of them.

    In milliseconds since 1970; None where the account holds none. `only_till` counts those
    that wait for the till, not those that wait for their time.
    """
    lots = [
        account.lots[original.awards[left.award].lot_id]
        for left in _pending(account, original, state, now_ms)
        if left.points
    ]
    ages = [lot.since_ms for lot in lots if not only_till or lot.activate_ms == AWAITING_MS]
    return max(ages, default=None)


def find_holder(ages: Iterable[tuple[int, str]], bought_ms: int) -> str:
    """Return the account that a purchase's waiting points are in, of those it is told of.

    `ages` are `waiting_since` and id of each, at least one. What one earned before and after
    a move waits in lots of the same id, in two accounts. A lot is as old as its oldest points:
    one that is younger than the purchase does not hold its points, and of the others the
    youngest does, since what was earned before was left behind elsewhere.
    """
    known = list(ages)
    fitting = [each for each in known if each[0] <= bought_ms]
    return max(fitting or known)[1]


def confirm(
    account: Account,
    original: Entry,
    state: PurchaseState,
    active_key: Callable[[Award], LotKey],
    now_ms: int,
) -> Confirmed:
    """Move what is left of each award that awaits confirmation to an active lot.

    `active_key` tells which. Then debt is repaid. Raises NothingPending or LimitReached.
    """
    since_ms = to_ms(original.event_time)
    active = [confirmed_lot_id(state, index) for index in range(len(original.awards))]
    changes: list[LotChange] = []
    pending = [
        left
        for left in _pending(account, original, state, now_ms)
        if _waits_for_till(original.awards[left.award])
    ]
    if not pending:
        raise _nothing(original)
    for left in pending:
        award = original.awards[left.award]
        if left.points:
            changes += account.take(
                account.choose(left.points, [account.lots[award.lot_id]], now_ms)
            )
            active[left.award] = active_key(award).lot_id
            put = LotChange(active[left.award], left.points, since_ms)
            changes.append(account.put(put))
    repaid = account.repay_from_lots(now_ms)
    account.require_room()
    return Confirmed(Moved((*changes, *repaid.lot_changes), repaid.debt_changes), tuple(active))


def cancel(account: Account, original: Entry, state: PurchaseState, now_ms: int) -> Cancelled:
    """Take back what is left of each award that waits. Raises NothingPending."""
    pending = _pending(account, original, state, now_ms)
    if not pending:
        raise _nothing(original)
    changes: list[LotChange] = []
    flows = []
    for left in pending:
        lot_id = original.awards[left.award].lot_id
        taken: tuple[LotChange, ...] = ()
        if left.points:
            taken = account.take(account.choose(left.points, [account.lots[lot_id]], now_ms))
        changes += taken
        flows.append(award_taken_flow(left, taken, ()))
    points = sum(left.points for left in pending)
    reversal = Reversal(
        entry_id=original.entry_id,
        is_void=False,
        is_complete=False,
        lines=(),
        awards=tuple(pending),
        restored_points=0,
        restored_available_points=0,
        restored_expired_points=0,
        clawed_back_points=points,
        clawed_back_pending_points=points,
        clawed_back_available_points=0,
        clawed_back_debt_points=0,
    )
    return Cancelled(tuple(changes), tuple(flows), reversal)


def _pending(
    account: Account, original: Entry, state: PurchaseState, now_ms: int
) -> list[ReturnedAward]:
    """Return what is left of the awards whose points cannot be spent yet.

    Awards may share a lot, and there may be less in it than they gave: a return is of the
    account that got them, though they may have moved to another since. What only qualifies
    is in no lot; it waits until the till has said anything of the purchase.
    """
    found = []
    taken: Counter[str] = Counter()
    for index, award in enumerate(original.awards):
        left = left_of_award(original, state, index)
        if left.qualifying_points and not left.points:
            if _waits_for_till(award) and state.pending is Pending.OPEN:
                found.append(left)
            continue
        lot = account.lots.get(award.lot_id)
        if lot and lot.is_pending(now_ms) and not confirmed_lot_id(state, index):
            points = min(left.points, lot.points - taken[lot.lot_id])
            if points:
                found.append(replace(left, points=points))
                taken[lot.lot_id] += points
    return found


def _waits_for_till(award: Award) -> bool:
    return bool(award.lot_id) and LotKey.parse(award.lot_id).activate_ms == AWAITING_MS


def _nothing(original: Entry) -> NothingPending:
    return NothingPending("the purchase has no points that wait", {"entry_id": original.entry_id})
