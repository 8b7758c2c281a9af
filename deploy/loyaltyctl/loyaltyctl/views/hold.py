"""Holds: what was set aside, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty.points.v1.entry_pb2 import Entry, EntryKind

from .words import moment

_FREED = {
    EntryKind.ENTRY_KIND_HOLD_RELEASED: "released",
    EntryKind.ENTRY_KIND_HOLD_LAPSED: "ended",
}


def hold_lines(entry: Entry) -> Iterator[str]:
    """Tell the hold that an entry is about; nothing for one that is about none."""
    if not entry.HasField("hold"):
        return
    hold, name = entry.hold, f"by hold {entry.hold.hold_id}"
    if entry.kind == EntryKind.ENTRY_KIND_HOLD_CAPTURED:
        free = hold.points - entry.burned_points
        yield f"{hold.points:>8,}  were held {name}" + (f", {free:,} are free again" * bool(free))
    elif entry.kind in _FREED:
        yield f"{hold.points:>8,}  held {name} are free again: {_freed(entry)}"
    else:
        yield f"{hold.points:>8,}  held {name} until {moment(hold.deadline_time)}"


def _freed(entry: Entry) -> str:
    """Return how a hold ended: by the caller, or by its deadline."""
    word = _FREED[entry.kind]
    lapsed = entry.kind == EntryKind.ENTRY_KIND_HOLD_LAPSED
    return f"{word} by its deadline, {moment(entry.hold.deadline_time)}" if lapsed else word
