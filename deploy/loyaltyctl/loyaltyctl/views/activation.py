"""Pending points that became active."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty.points.v1.entry_pb2 import Entry, EntryKind

from .words import moment

_ACTIVATIONS = frozenset(
    {EntryKind.ENTRY_KIND_POINTS_ACTIVATED, EntryKind.ENTRY_KIND_PURCHASE_CONFIRMED}
)


def activation_lines(entry: Entry) -> Iterator[str]:
    """Tell which points can be spent now, and until when; nothing for other entries."""
    if entry.kind not in _ACTIVATIONS:
        return
    if entry.kind == EntryKind.ENTRY_KIND_PURCHASE_CONFIRMED and entry.reference:
        yield f"confirms entry {entry.reference}"
    for change in entry.lot_changes:
        if change.points > 0:
            expires = change.HasField("expire_time")
            expiry = f"expire {moment(change.expire_time)}" if expires else "never expire"
            yield f"{change.points:>8,}  of {change.funder} became active, and {expiry}"
