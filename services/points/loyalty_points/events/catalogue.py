"""The events that an entry makes: none, one, or two where the tier changed with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from google.protobuf.message import Message
from loyalty.points.v1 import member_events_pb2 as members
from loyalty_chassis.events.envelope import Event

from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.events.entry_payloads import PAYLOADS
from loyalty_points.events.envelopes import enveloped, timestamp

SILENT: Mapping[EntryKind, str] = {
    EntryKind.TIER_REVIEWED: "TierChanged tells of it where the tier changed",
    EntryKind.TIER_INVITED: "TierChanged tells of it where the tier changed",
    EntryKind.MEMBER_MERGED_AWAY: "MemberMerged tells of it, in the other member's account",
    EntryKind.HOUSEHOLD_CREATED: "HouseholdJoined tells of it once somebody joins",
    EntryKind.SPEND_LIMIT_SET: "it moves no points, and is between the household's members",
}
"""Kinds that make no event of their own, and why."""

_ENDS = frozenset({EntryKind.MEMBER_MERGED_AWAY, EntryKind.MEMBER_CLOSED})
"""What takes the tier along with the member."""
_OF_TWO_ACCOUNTS = frozenset({EntryKind.HOUSEHOLD_JOINED, EntryKind.HOUSEHOLD_LEFT})
"""Written in the member's own account too; told of once, in the household's."""
TIER_SUFFIX = ".tier"


def events_of(entry: Entry) -> tuple[Event, ...]:
    """Return what is told of an entry. The ids are the same whenever it is asked."""
    events = []
    if entry.kind in PAYLOADS and not _is_told_elsewhere(entry):
        message_type, more = PAYLOADS[entry.kind]
        payload = _filled(message_type, entry, more(entry))
        events.append(_enveloped(payload, entry, entry.entry_id))
    if entry.tier_before != entry.tier_id and entry.kind not in _ENDS:
        more_of_tier = {"tier_id": entry.tier_id, "previous_tier_id": entry.tier_before}
        payload = _filled(members.TierChanged, entry, more_of_tier)
        events.append(_enveloped(payload, entry, entry.entry_id + TIER_SUFFIX))
    return tuple(events)


def _is_told_elsewhere(entry: Entry) -> bool:
    return entry.kind in _OF_TWO_ACCOUNTS and entry.member_id == entry.account_id


def _enveloped(payload: Message, entry: Entry, event_id: str) -> Event:
    return enveloped(payload, event_id, entry.account_id, entry.record_time, entry.sequence)


def _filled(message_type: type[Message], entry: Entry, more: Mapping[str, Any]) -> Message:
    """Return a payload with what it has of the fields that all events have."""
    common = {
        "entry_id": entry.entry_id,
        "account_id": entry.account_id,
        "member_id": entry.member_id,
        "event_time": timestamp(entry.event_time),
        "business_id": entry.business_id,
        "store_id": entry.store_id,
        "available_points": entry.balance_after.available_points,
    }
    has = message_type.DESCRIPTOR.fields_by_name
    fields = {name: value for name, value in common.items() if name in has}
    return message_type(**fields, **more)
