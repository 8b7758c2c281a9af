"""Journeys, from messages."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from loyalty.points.v1 import journey_pb2, program_pb2
from loyalty_chassis.validation import Fields
from loyalty_sdk import POINTS_MAX

from loyalty_points.domain.journeys.journey import (
    Condition,
    Journey,
    JourneyPolicy,
    Trigger,
    TriggerKind,
)
from loyalty_points.rpc.enums import members_of
from loyalty_points.rpc.ids import BUSINESS_ID, BUSINESS_ID_WORDS
from loyalty_points.rpc.read.read_journey_action import Names, check_plugin, only, read_action
from loyalty_points.rpc.read.read_member import TAG

JOURNEYS_MAX = 50
NAMES_MAX = 20
DAYS_COUNT_MAX = 20
SINCE_DAYS_MAX = 3650
EXPIRING_DAYS_MAX = 366
REACHES_MAX = 100
_TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")

TRIGGERS = members_of(journey_pb2.TriggerKind, TriggerKind)
_SINCE = (TriggerKind.SINCE_JOINING, TriggerKind.SINCE_LAST_PURCHASE)
_AT_BUSINESS = (TriggerKind.FIRST_VISIT, TriggerKind.SINCE_LAST_PURCHASE)


def read_journeys(fields: Fields, message: program_pb2.Program) -> tuple[Journey, ...]:
    """Return a program's journeys, or note what is wrong."""
    messages, path = message.journeys, "program.journeys"
    if not fields.count(messages, path, 0, JOURNEYS_MAX):
        return ()
    fields.unlike((f"{path}[{i}].journey_id", each.journey_id) for i, each in enumerate(messages))
    names = Names(
        {business.business_id for business in message.businesses},
        {tier.tier_id for tier in message.tiers},
        {config.plugin for config in message.group_plugins},
    )
    read = [
        _read_journey(fields, each, names, f"{path}[{index}]")
        for index, each in enumerate(messages)
    ]
    return tuple(journey for journey in read if journey is not None)


def _read_journey(
    fields: Fields, message: journey_pb2.Journey, names: Names, path: str
) -> Journey | None:
    must = BUSINESS_ID_WORDS
    fields.matches(message.journey_id, f"{path}.journey_id", BUSINESS_ID, must)
    trigger = _read_trigger(fields, message, names, f"{path}.trigger")
    action = read_action(fields, message, names, f"{path}.action")
    condition = _read_condition(fields, message.condition, names, f"{path}.condition")
    if trigger is None or action is None:
        return None
    return Journey(
        journey_id=message.journey_id, trigger=trigger, condition=condition, action=action
    )


def _read_trigger(
    fields: Fields, journey: journey_pb2.Journey, names: Names, path: str
) -> Trigger | None:
    if not journey.HasField("trigger"):
        fields.wrong(path, "must be set")
        return None
    message = journey.trigger
    kind = TRIGGERS.get(message.kind)
    if kind is None:
        fields.wrong(f"{path}.kind", "must be a known kind")
        return None
    _check_days(fields, message.days, kind, f"{path}.days")
    only(fields, message.business_id, kind in _AT_BUSINESS, f"{path}.business_id")
    if message.business_id and message.business_id not in names.businesses:
        fields.wrong(f"{path}.business_id", "must be a business of the program")
    tiers = NAMES_MAX if kind is TriggerKind.TIER_CHANGED else 0
    tier_ids = _known(fields, message.tier_ids, f"{path}.tier_ids", tiers, names.tiers)
    check_plugin(fields, message.plugin, kind is TriggerKind.PLUGIN, names, f"{path}.plugin")
    return Trigger(
        kind=kind,
        days=tuple(message.days),
        business_id=message.business_id,
        tier_ids=tier_ids,
        plugin=message.plugin,
    )


def _check_days(fields: Fields, days: Sequence[int], kind: TriggerKind, path: str) -> None:
    least, most, longest = 0, 0, 0
    if kind in _SINCE:
        least, most, longest = 1, DAYS_COUNT_MAX, SINCE_DAYS_MAX
    elif kind is TriggerKind.POINTS_EXPIRING:
        least, most, longest = 1, 1, EXPIRING_DAYS_MAX
    if not fields.count(days, path, least, most):
        return
    for index, count in enumerate(days):
        fields.whole(count, f"{path}[{index}]", 1, longest)
    for index, (before, after) in enumerate(pairwise(days), 1):
        if before >= after:
            fields.wrong(f"{path}[{index}]", "must be more than the one before")


def _read_condition(
    fields: Fields, message: journey_pb2.JourneyCondition, names: Names, path: str
) -> Condition:
    def codes(name: str) -> tuple[str, ...]:
        values: Sequence[str] = getattr(message, name)
        if fields.count(values, f"{path}.{name}", 0, NAMES_MAX):
            for index, value in enumerate(values):
                fields.matches(value, f"{path}.{name}[{index}]", TAG, "1 to 64 of [a-z0-9._-]")
            fields.unlike((f"{path}.{name}[{i}]", value) for i, value in enumerate(values))
        return tuple(values)

    def known(name: str, among: Collection[str]) -> tuple[str, ...]:
        return _known(fields, getattr(message, name), f"{path}.{name}", NAMES_MAX, among)

    return Condition(
        any_tags=codes("any_tags"),
        no_tags=codes("no_tags"),
        tier_ids=known("tier_ids", names.tiers),
        any_segments=codes("any_segments"),
        home_business_ids=known("home_business_ids", names.businesses),
        min_available_points=fields.whole(
            message.min_available_points, f"{path}.min_available_points", 0, POINTS_MAX
        ),
    )


def _known(
    fields: Fields, values: Sequence[str], path: str, count_max: int, among: Collection[str]
) -> tuple[str, ...]:
    """Return names that the program must know."""
    if fields.count(values, path, 0, count_max):
        for index, value in enumerate(values):
            if value not in among:
                fields.wrong(f"{path}[{index}]", "must be one of the program's")
        fields.unlike((f"{path}[{index}]", value) for index, value in enumerate(values))
    return tuple(values)


def read_journey_policy(fields: Fields, message: program_pb2.Program) -> JourneyPolicy:
    """Return when journeys act, and how often; nothing set means at any time and no bound."""
    policy, path = message.journey_policy, "program.journey_policy"
    for name in ("run_at", "quiet_start", "quiet_end"):
        value = getattr(policy, name)
        if value:
            fields.matches(value, f"{path}.{name}", _TIME_OF_DAY, 'a time of day as "HH:MM"')
    if bool(policy.quiet_start) != bool(policy.quiet_end):
        fields.wrong(f"{path}.quiet_end", "must be set where the start is, and only there")
    elif policy.quiet_start and policy.quiet_start == policy.quiet_end:
        fields.wrong(f"{path}.quiet_end", "must be another time than the start")
    return JourneyPolicy(
        run_at=policy.run_at or "10:00",
        quiet_start=policy.quiet_start,
        quiet_end=policy.quiet_end,
        max_per_week=fields.whole(policy.max_per_week, f"{path}.max_per_week", 0, REACHES_MAX),
    )
