"""Keeps segments current by events, in whatever order they come.

A purchase adds to its day and a return takes from it. Of a member who was merged or closed an
empty document stays, that says so: whoever had read the member before finds it changed, and
looks again where the purchase belongs now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loyalty_chassis.events.envelope import Event
from loyalty_chassis.storage.writes import LostRace, Write

from loyalty_points.domain.members.member import Member
from loyalty_points.events.types import (
    MEMBER_CLOSED,
    MEMBER_MERGED,
    PURCHASE_RECORDED,
    PURCHASE_REVERSED,
)
from loyalty_points.store import reading, segments
from loyalty_points.store.segments import Kept
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.segments.reckoning import Moment, day_of, reckoned

TYPES = (PURCHASE_RECORDED, PURCHASE_REVERSED, MEMBER_MERGED, MEMBER_CLOSED)


@dataclass(frozen=True, slots=True)
class Change:
    """What an entry adds to a day, or takes from it."""

    business_id: str
    day: str
    purchase_count: int
    net_amount_minor: int


def segments_of_event(parts: Parts, event: Event) -> Sequence[Write]:
    """Return the writes that keep segments current.

    Raises LostRace where the member was merged or closed in the meantime, ProgramNotFound,
    MemberNotFound or EntryNotFound.
    """
    data: Mapping[str, Any] = event.data
    if event.type == MEMBER_MERGED:
        return _merged(parts, data["merged_member_id"])
    if event.type == MEMBER_CLOSED:
        return _erased(parts, data["member_id"])
    return _bought(parts, event, data)


def through_key(member_id: str, account_id: str) -> str:
    """Return the key under which is kept how far a member's entries were taken in."""
    return f"{member_id}|{account_id}"


def _bought(parts: Parts, event: Event, data: Mapping[str, Any]) -> Sequence[Write]:
    member = reading.read_member(data["member_id"])
    if member.close_time:
        return ()
    kept = _living(parts, member)
    taken_in = kept.through.get(through_key(data["member_id"], data["account_id"]), 0)
    if (event.sequence or 0) <= taken_in:
        return ()
    change = _change(parts, event, data)
    before = Kept(kept.member_id, kept.version)
    kept.bought.add(change.business_id, change.day, change.purchase_count, change.net_amount_minor)
    writes, _ = reckoned(Moment.of(parts), before, kept, member)
    return writes


def _change(parts: Parts, event: Event, data: Mapping[str, Any]) -> Change:
    if event.type == PURCHASE_RECORDED:
        day = day_of(parts, datetime.fromisoformat(data["event_time"]), event.time)
        return Change(data["business_id"], day, 1, int(data["total_amount_minor"]))
    amount = -int(data["returned_amount_minor"])
    return returned(parts, data["original_entry_id"], amount, is_complete=data["complete"])


def returned(parts: Parts, original_id: str, net_amount_minor: int, *, is_complete: bool) -> Change:
    """Return what a return takes from the day of its purchase. Raises EntryNotFound."""
    original = reading.read_original(original_id)
    day = day_of(parts, original.event_time, original.record_time)
    return Change(original.business_id, day, -int(is_complete), net_amount_minor)


def _merged(parts: Parts, source_id: str) -> Sequence[Write]:
    """Return the writes that give what one member bought to whoever answers for them."""
    source = segments.open_kept(parts.unit_of_work, source_id)
    if source.is_gone:  # it came along when the other was derived from the journal
        return ()
    away = segments.save_kept(source, source.gone())
    member = reading.read_member(source_id)
    if member.close_time:
        return (away,)
    kept = _living(parts, member)
    before = Kept(kept.member_id, kept.version)
    kept.bought.add_all(source.bought)
    kept.through.update(source.through)
    writes, _ = reckoned(Moment.of(parts), before, kept, member)
    return (away, *writes)


def _erased(parts: Parts, member_id: str) -> Sequence[Write]:
    kept = segments.open_kept(parts.unit_of_work, member_id)
    return () if kept.is_gone else (segments.save_kept(kept, kept.gone()),)


def _living(parts: Parts, member: Member) -> Kept:
    """Return what is kept of a member. Raises LostRace where they are gone by now."""
    kept = segments.open_kept(parts.unit_of_work, member.member_id)
    if kept.is_gone:
        raise LostRace("segments")
    return kept
