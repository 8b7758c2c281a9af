"""Reversals: what came back, what was taken back, and from where."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty.points.v1.entry_pb2 import Entry

from .words import money, signed


def reversal_lines(entry: Entry) -> Iterator[str]:
    """Tell what a reversal undid of which entry; nothing for an entry that is none."""
    if not entry.HasField("reversal"):
        return
    undone = entry.reversal
    whole = ", of which nothing is left" if undone.complete else ""
    yield f"{'voids' if undone.voided else 'undoes'} entry {undone.original_entry_id}{whole}"
    if undone.restored_points:
        expired = undone.restored_expired_points
        late = f", {expired:,} of them expired" if expired else ""
        yield f"{signed(undone.restored_points):>8}  that had been spent{late}"
    if undone.clawed_back_points:
        parts = {
            "pending": undone.clawed_back_pending_points,
            "available": undone.clawed_back_available_points,
            "owed from now on": undone.clawed_back_debt_points,
        }
        told = ", ".join(f"{points:,} {name}" for name, points in parts.items() if points)
        yield f"{signed(-undone.clawed_back_points):>8}  that had been earned: {told}"
    if undone.refund_amount_minor:
        refund = money(undone.refund_amount_minor, undone.currency_code)
        yield f"{refund:>12} of money to give back beside points"
