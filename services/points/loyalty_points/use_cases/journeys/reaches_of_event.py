"""Whom journeys are to reach because of something that happened to a member."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from loyalty_chassis.events.envelope import Event
from loyalty_chassis.storage.transactions import Write

from loyalty_points.domain.errors import ProgramNotFound
from loyalty_points.domain.journeys.journey import Trigger
from loyalty_points.domain.journeys.occurrences import tier_occurrence, visit_occurrence
from loyalty_points.domain.journeys.reach import Reach
from loyalty_points.store import reaches
from loyalty_points.use_cases.parts import Parts

PURCHASE_RECORDED = "loyalty.points.v1.PurchaseRecorded"
TIER_CHANGED = "loyalty.points.v1.TierChanged"
TYPES = (PURCHASE_RECORDED, TIER_CHANGED)


def reaches_of_event(parts: Parts, event: Event) -> Sequence[Write]:
    """Return the writes that keep a reach for each journey that an event sets off."""
    return [
        reaches.insert_reach(reach)
        for reach in _reaches(parts, event)
        if reaches.read_reach(reach.reach_id) is None
    ]


def _reaches(parts: Parts, event: Event) -> Iterator[Reach]:
    now = parts.clock()
    try:
        program = parts.book.in_force(now)
    except ProgramNotFound:
        return
    member_id = str(event.data["member_id"])
    for journey in program.journeys:
        occurrence = _occurrence(journey.trigger, event)
        if occurrence:
            yield Reach(journey.journey_id, member_id, occurrence, now)


def _occurrence(trigger: Trigger, event: Event) -> str:
    data: Any = event.data
    if event.type == TIER_CHANGED:
        return tier_occurrence(trigger, data["tier_id"], event.event_id)
    if event.type == PURCHASE_RECORDED and data["first_visit"]:
        return visit_occurrence(trigger, data["business_id"])
    return ""
