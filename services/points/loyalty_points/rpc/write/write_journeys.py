"""Journeys, to messages."""

from __future__ import annotations

from loyalty.points.v1 import journey_pb2 as pb

from loyalty_points.domain.journeys.journey import (
    Action,
    ActionKind,
    Condition,
    Journey,
    JourneyPolicy,
    TriggerKind,
)
from loyalty_points.rpc.enums import numbers_of

_TRIGGERS = numbers_of(pb.TriggerKind, TriggerKind)
_ACTIONS = numbers_of(pb.ActionKind, ActionKind)


def write_journey(journey: Journey) -> pb.Journey:
    """Return the message of a journey."""
    trigger = journey.trigger
    return pb.Journey(
        journey_id=journey.journey_id,
        trigger=pb.JourneyTrigger(
            kind=_TRIGGERS[trigger.kind],
            days=trigger.days,
            business_id=trigger.business_id,
            tier_ids=trigger.tier_ids,
            plugin=trigger.plugin,
        ),
        condition=_write_condition(journey.condition),
        action=_write_action(journey.action),
    )


def _write_condition(condition: Condition) -> pb.JourneyCondition | None:
    """Return the message of a condition; None where there is none."""
    if condition == Condition():
        return None
    return pb.JourneyCondition(
        any_tags=condition.any_tags,
        no_tags=condition.no_tags,
        tier_ids=condition.tier_ids,
        any_segments=condition.any_segments,
        home_business_ids=condition.home_business_ids,
        min_available_points=condition.min_available_points,
    )


def _write_action(action: Action) -> pb.JourneyAction:
    return pb.JourneyAction(
        kind=_ACTIONS[action.kind],
        points=action.points,
        funder=action.funder,
        reason=action.reason,
        event_name=action.event_name,
        attributes=dict(action.attributes),
        subscription_id=action.subscription_id,
        plugin=action.plugin,
    )


def write_journey_policy(policy: JourneyPolicy) -> pb.JourneyPolicy | None:
    """Return the message of a policy; None for the one of programs that say nothing."""
    if policy == JourneyPolicy():
        return None
    return pb.JourneyPolicy(
        run_at=policy.run_at,
        quiet_start=policy.quiet_start,
        quiet_end=policy.quiet_end,
        max_per_week=policy.max_per_week,
    )
