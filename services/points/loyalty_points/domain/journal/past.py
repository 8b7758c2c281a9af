"""What an account was at an earlier moment: its entries until then, one after the other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from loyalty_points.domain.accounts.account import Account, DebtChange
from loyalty_points.domain.accounts.holds import Hold
from loyalty_points.domain.accounts.lots import Lot, LotChange
from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.journal.entry import EntryKind
from loyalty_points.domain.journal.entry_parts import HoldRecord, MergedMember

_TAKEN_ALONG = (EntryKind.MEMBER_MERGED_AWAY, EntryKind.MEMBER_CLOSED)


@dataclass(frozen=True, slots=True)
class Step:
    """What of an entry changes an account."""

    sequence: int
    kind: EntryKind
    member_id: str
    business_id: str
    store_id: str
    record_time: datetime
    chain_hash: str
    lot_changes: tuple[LotChange, ...]
    debt_changes: tuple[DebtChange, ...]
    hold: HoldRecord | None
    holds: tuple[Hold, ...]
    counterpart: str
    merged: MergedMember | None


def take_step(account: Account, step: Step) -> None:
    """Change the account as the entry did.

    Lots are not checked against what an account may hold: it held that once.
    """
    for change in step.lot_changes:
        _change_lot(account, change)
    debt = Counter(account.debt)
    for owed in step.debt_changes:
        debt[owed.funder] += owed.points
    account.debt = {funder: points for funder, points in debt.items() if points}
    account.holds = _holds_after(account, step)
    account.forward_to = _forward_after(account, step)
    account.sequence = account.version = step.sequence
    account.chain_head, account.record_time = step.chain_hash, step.record_time


def _change_lot(account: Account, change: LotChange) -> None:
    before = account.lots.pop(change.lot_id, None)
    points = change.points + (before.points if before else 0)
    since_ms = min(change.since_ms, before.since_ms) if before else change.since_ms
    if points:
        account.lots[change.lot_id] = Lot.open(change.lot_id, points, since_ms)


def _forward_after(account: Account, step: Step) -> str:
    """Return the account that answers for this one after the entry; empty for itself."""
    if step.kind is EntryKind.MEMBER_MERGED_AWAY and step.merged:
        return step.merged.member_id
    if step.member_id == account.account_id:
        if step.kind is EntryKind.HOUSEHOLD_JOINED:
            return step.counterpart
        if step.kind is EntryKind.HOUSEHOLD_LEFT:
            return ""
    return account.forward_to


def _holds_after(account: Account, step: Step) -> dict[str, Hold]:
    is_own = step.member_id == account.account_id
    if step.kind in _TAKEN_ALONG or (step.kind is EntryKind.HOUSEHOLD_JOINED and is_own):
        return {}
    holds = account.holds | {hold.hold_id: hold for hold in step.holds}
    record = step.hold
    if record is None:
        return holds
    if step.kind is not EntryKind.HOLD_PLACED:
        return {hold_id: hold for hold_id, hold in holds.items() if hold_id != record.hold_id}
    placed = Hold(
        record.hold_id,
        step.member_id,
        step.business_id,
        step.store_id,
        to_ms(record.deadline_time),
        record.parts,
    )
    return holds | {placed.hold_id: placed}
