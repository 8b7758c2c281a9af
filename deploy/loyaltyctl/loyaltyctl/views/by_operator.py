"""Entries of what operators decide about a member: freezes, invitations, limits of spending."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty.points.v1.entry_pb2 import Entry, EntryKind

from .by_hand import BY_HAND
from .member import invited, limit_words


def by_operator_lines(entry: Entry) -> Iterator[str]:
    """Tell what was decided, and by whom, where one is named."""
    if entry.HasField("invitation"):
        yield f"to {invited(entry.invitation)}"
    elif entry.kind == EntryKind.ENTRY_KIND_TIER_INVITED and entry.operator_id:
        yield "an invitation was taken back"
    if entry.HasField("spend_limit"):
        yield f"may spend {limit_words(entry.spend_limit)}"
    elif entry.kind == EntryKind.ENTRY_KIND_SPEND_LIMIT_SET and entry.detailed:
        yield "may spend without limit"
    if entry.operator_id and entry.kind not in BY_HAND:
        yield f"by {entry.operator_id}"
