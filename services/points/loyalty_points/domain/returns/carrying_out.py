"""Undoing on the account: points that were paid come back, points that were earned go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loyalty_points.domain.accounts.account import Account, DebtChange
from loyalty_points.domain.accounts.clawing_back import ClawedBack, claw_back
from loyalty_points.domain.accounts.lots import AWAITING_MS, LotChange, LotKey
from loyalty_points.domain.accounts.restoring import Restored, put_back
from loyalty_points.domain.clearing.owing import (
    owed_for_claw_back,
    owed_for_redemption,
    owed_for_repaid_debt,
    together,
)
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.domain.journal.entry_parts import Award, Owed, ReturnedAward, Reversal
from loyalty_points.domain.journal.postings import Flow, moved_flow
from loyalty_points.domain.purchases.purchase_state import PurchaseState
from loyalty_points.domain.returns.undoing import Undoing


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing did to the account."""

    reversal: Reversal
    lot_changes: tuple[LotChange, ...]
    debt_changes: tuple[DebtChange, ...]
    flows: tuple[Flow, ...]
    owed: tuple[Owed, ...]

    @property
    def qualifying_points(self) -> int:
        """Qualifying points taken back, zero or more."""
        return sum(award.qualifying_points for award in self.reversal.awards)


def carry_out(
    account: Account,
    original: Entry,
    state: PurchaseState,
    undoing: Undoing,
    now_ms: int,
    grace_expire_ms: int,
) -> Undone:
    """Do it to the account: first what was paid comes back, then what was earned goes.

    Raises LimitReached.
    """
    # The first change of a lot is what was taken to pay; the entry may have added to it later.
    since_ms = {change.lot_id: change.since_ms for change in reversed(original.lot_changes)}
    restored = put_back(account, undoing.parts, since_ms, now_ms, grace_expire_ms)
    lot_changes, debt_changes = [*restored.lot_changes], [*restored.debt_changes]
    given_back = [change for change in lot_changes if change.points > 0]
    owed = owed_for_redemption(original.business_id, given_back)
    owed += owed_for_repaid_debt(debt_changes)
    flows = [moved_flow(f"redeemed:{original.business_id}", lot_changes, debt_changes)]
    clawed = []
    for returned in undoing.awards:
        own = own_lot_ids(account, original.awards[returned.award], state, returned.award)
        taken = claw_back(account, returned.points, returned.funder, own, now_ms)
        clawed.append(taken)
        lot_changes += taken.lot_changes
        debt_changes += taken.debt_changes
        owed += owed_for_claw_back(returned.funder, taken.lot_changes)
        flows.append(award_taken_flow(returned, taken.lot_changes, taken.debt_changes))
    return Undone(
        _reversal(original, undoing, restored, clawed),
        tuple(lot_changes),
        tuple(debt_changes),
        tuple(flows),
        together(owed),
    )


def award_taken_flow(
    returned: ReturnedAward,
    lot_changes: Sequence[LotChange],
    debt_changes: Sequence[DebtChange],
) -> Flow:
    """Return the flow of what is taken back of an award: to whoever had issued it."""
    flow = moved_flow(f"issued:{returned.funder}", lot_changes, debt_changes)
    return replace(flow, qualifying_points=-returned.qualifying_points)


def own_lot_ids(
    account: Account, award: Award, state: PurchaseState, index: int
) -> tuple[str, ...]:
    """Return the lots that the points of an award are in, if they were not spent.

    Those that wait are in a lot that waiting points of other purchases share, until they
    are confirmed: then they have left it.
    """
    lot_id = confirmed_lot_id(state, index) or award.lot_id
    if not lot_id:
        return ()
    key = LotKey.parse(lot_id)
    if key.activate_ms == AWAITING_MS:
        return (lot_id,)
    return tuple(dict.fromkeys((lot_id, key.activated.lot_id, *_slid(account, key.activated))))


def _slid(account: Account, key: LotKey) -> list[str]:
    """Return the lots that points of `key` are in if their expiry has moved on."""
    if not key.slide:
        return []
    return [lot_id for lot_id in sorted(account.lots) if _without_expiry(lot_id, key) == key]


def _without_expiry(lot_id: str, key: LotKey) -> LotKey:
    return replace(LotKey.parse(lot_id), expire_ms=key.expire_ms)


def confirmed_lot_id(state: PurchaseState, index: int) -> str:
    """Return the lot that an award's points went to when they were confirmed, or empty."""
    return state.active_lot_ids[index] if state.active_lot_ids else ""


def _reversal(
    original: Entry, undoing: Undoing, restored: Restored, clawed: Sequence[ClawedBack]
) -> Reversal:
    return Reversal(
        entry_id=original.entry_id,
        is_void=False,
        is_complete=undoing.is_complete,
        lines=undoing.lines,
        awards=undoing.awards,
        restored_points=restored.available_points + restored.expired_points,
        restored_available_points=restored.available_points,
        restored_expired_points=restored.expired_points,
        clawed_back_points=sum(award.points for award in undoing.awards),
        clawed_back_pending_points=sum(each.pending_points for each in clawed),
        clawed_back_available_points=sum(each.available_points for each in clawed),
        clawed_back_debt_points=sum(each.debt_points for each in clawed),
        currency_code=original.purchase.currency_code if original.purchase else "",
    )
