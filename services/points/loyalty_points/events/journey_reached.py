"""The event of a journey whose action is to tell others."""

from __future__ import annotations

from datetime import datetime

from loyalty.points.v1 import member_events_pb2 as members
from loyalty_chassis.events.envelope import Event

from loyalty_points.domain.journeys.journey import Action
from loyalty_points.domain.journeys.reach import Reach
from loyalty_points.events.envelopes import enveloped, timestamp


def journey_reached(reach: Reach, action: Action, account_id: str, time: datetime) -> Event:
    """Return what is told of a reach; the id follows from it."""
    payload = members.JourneyReached(
        account_id=account_id,
        member_id=reach.member_id,
        event_time=timestamp(time),
        journey_id=reach.journey_id,
        occurrence=reach.occurrence,
        code=action.event_name,
        attributes=dict(action.attributes),
        subscription_id=action.subscription_id,
    )
    return enveloped(payload, f"journey|{reach.reach_id}", account_id, time)
