"""What a journey does, from messages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from loyalty.points.v1 import journey_pb2
from loyalty_chassis.callers import GROUP
from loyalty_chassis.validation import Fields

from loyalty_points.domain.journeys.journey import Action, ActionKind
from loyalty_points.rpc.enums import members_of
from loyalty_points.rpc.ids import read_reason, read_ulid
from loyalty_points.rpc.read.read_attributes import ATTRIBUTES_MAX, read_attributes

AWARD_POINTS_MAX = 10**9

ACTIONS = members_of(journey_pb2.ActionKind, ActionKind)
_EVENTS = (ActionKind.PUBLISH_EVENT, ActionKind.CALL_WEBHOOK)


@dataclass(frozen=True, slots=True)
class Names:
    """What a program has, for journeys to name."""

    businesses: Collection[str]
    tiers: Collection[str]
    plugins: Collection[str]


def read_action(
    fields: Fields, journey: journey_pb2.Journey, names: Names, path: str
) -> Action | None:
    """Return what a journey does, or note what is wrong; None where it is not known at all."""
    if not journey.HasField("action"):
        fields.wrong(path, "must be set")
        return None
    message = journey.action
    kind = ACTIONS.get(message.kind)
    if kind is None:
        fields.wrong(f"{path}.kind", "must be a known kind")
        return None
    _check_award(fields, message, kind, names, path)
    _check_event(fields, message, kind, path)
    calls = kind is ActionKind.CALL_WEBHOOK
    only(fields, message.subscription_id, calls, f"{path}.subscription_id")
    if calls:
        read_ulid(fields, message.subscription_id, f"{path}.subscription_id")
    check_plugin(fields, message.plugin, kind is ActionKind.PLUGIN, names, f"{path}.plugin")
    return Action(
        kind=kind,
        points=message.points,
        funder=message.funder,
        reason=message.reason,
        event_name=message.event_name,
        attributes=read_attributes(
            fields,
            message.attributes,
            f"{path}.attributes",
            ATTRIBUTES_MAX if kind in _EVENTS else 0,
        ),
        subscription_id=message.subscription_id,
        plugin=message.plugin,
    )


def _check_award(
    fields: Fields, message: journey_pb2.JourneyAction, kind: ActionKind, names: Names, path: str
) -> None:
    awards = kind is ActionKind.AWARD_POINTS
    least, most = (1, AWARD_POINTS_MAX) if awards else (0, 0)
    fields.whole(message.points, f"{path}.points", least, most)
    only(fields, message.funder, awards, f"{path}.funder")
    only(fields, message.reason, awards, f"{path}.reason")
    if awards:
        if message.funder != GROUP and message.funder not in names.businesses:
            fields.wrong(f"{path}.funder", f'must be a business of the program, or "{GROUP}"')
        read_reason(fields, message.reason, f"{path}.reason")


def _check_event(
    fields: Fields, message: journey_pb2.JourneyAction, kind: ActionKind, path: str
) -> None:
    publishes = kind in _EVENTS
    only(fields, message.event_name, publishes, f"{path}.event_name")
    if publishes:
        read_reason(fields, message.event_name, f"{path}.event_name")


def only(fields: Fields, value: str, may_be: bool, path: str) -> None:  # noqa: FBT001
    """Check that what is not for this kind is not set."""
    if value and not may_be:
        fields.wrong(path, "must not be set for this kind")


def check_plugin(
    fields: Fields,
    value: str,
    may_be: bool,  # noqa: FBT001
    names: Names,
    path: str,
) -> None:
    """Check that a plugin is named where it may be, and that the program has it."""
    only(fields, value, may_be, path)
    if may_be and value not in names.plugins:
        fields.wrong(path, "must be a group plugin of the program")
