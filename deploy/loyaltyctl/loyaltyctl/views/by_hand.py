"""Entries of transfers, adjustments and opening balances: what moved, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty.points.v1.entry_pb2 import Entry, EntryKind, LotChange

from .words import moment, signed

BY_HAND = frozenset(
    {
        EntryKind.ENTRY_KIND_TRANSFER_SENT,
        EntryKind.ENTRY_KIND_TRANSFER_RECEIVED,
        EntryKind.ENTRY_KIND_ADJUSTMENT,
        EntryKind.ENTRY_KIND_OPENING_BALANCE,
    }
)


def moved_points(entry: Entry) -> int:
    """Return how many points such an entry brought or took; 0 for any other."""
    if entry.kind not in BY_HAND:
        return 0
    owed = sum(change.points for change in entry.debt_changes)
    return sum(change.points for change in entry.lot_changes) - owed


def by_hand_lines(entry: Entry) -> Iterator[str]:
    """Tell the lots of such an entry, the other account, and the operators."""
    if entry.kind not in BY_HAND:
        return
    yield from (_lot_line(change) for change in entry.lot_changes)
    if entry.counterpart_account_id:
        sent = entry.kind == EntryKind.ENTRY_KIND_TRANSFER_SENT
        yield f"{'to' if sent else 'from'} account {entry.counterpart_account_id}"
    if entry.operator_id:
        approved = f", approved by {entry.approver_id}" if entry.approver_id else ""
        yield f"by {entry.operator_id}{approved}"


def _lot_line(change: LotChange) -> str:
    expires = change.HasField("expire_time")
    expiry = f"expires {moment(change.expire_time)}" if expires else "never expires"
    return f"{signed(change.points):>8}  of a lot of {change.funder}, {expiry}"
