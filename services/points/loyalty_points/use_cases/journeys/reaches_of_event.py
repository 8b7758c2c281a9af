"""Whom journeys are to reach because of something that happened to a member."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from loyalty_chassis.events.envelope import Event
from loyalty_chassis.storage.writes import Write

from loyalty_points.domain.errors import ProgramNotFound
from loyalty_points.domain.instants import from_ms, local_date, to_ms
from loyalty_points.domain.journeys.journey import Journey, Trigger, TriggerKind
from loyalty_points.domain.journeys.occurrences import tier_occurrence, visit_occurrence
from loyalty_points.domain.journeys.reach import Reach
from loyalty_points.domain.programs.program import Program
from loyalty_points.events.types import EXPIRING_SOON, PURCHASE_RECORDED, TIER_CHANGED
from loyalty_points.store import reaches
from loyalty_points.use_cases.parts import Parts

TYPES = (PURCHASE_RECORDED, TIER_CHANGED, EXPIRING_SOON)


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
        if event.type == EXPIRING_SOON:
            if journey.trigger.kind is TriggerKind.POINTS_EXPIRING:
                yield _expiring(program, journey, event, now)
        elif occurrence := _occurrence(journey.trigger, event):
            yield Reach(journey.journey_id, member_id, occurrence, now)


def _expiring(program: Program, journey: Journey, event: Event, now: datetime) -> Reach:
    """Return the reach for points that expire: due so many days before they do."""
    data: Any = event.data
    expires = datetime.fromisoformat(data["expire_time"])
    (days,) = journey.trigger.days
    # Points are usable to the end of a day, at which the next one starts.
    last_day = local_date(from_ms(to_ms(expires) - 1), program.time_zone)
    due = max(now, expires - timedelta(days=days))
    return Reach(journey.journey_id, data["member_id"], last_day.isoformat(), due)


def _occurrence(trigger: Trigger, event: Event) -> str:
    data: Any = event.data
    if event.type == TIER_CHANGED:
        return tier_occurrence(trigger, data["tier_id"], event.event_id)
    if event.type == PURCHASE_RECORDED and data["first_visit"]:
        return visit_occurrence(trigger, data["business_id"])
    return ""
