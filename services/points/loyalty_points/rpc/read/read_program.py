"""Programs, from messages."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from zoneinfo import available_timezones

from iso4217 import Currency
from loyalty.points.v1 import program_pb2 as pb
from loyalty_chassis.callers import GROUP
from loyalty_chassis.validation import Fields

from loyalty_points.domain.programs.program import (
    Business,
    EarningBase,
    Limits,
    PluginConfig,
    Program,
    Store,
    TransferLimits,
)
from loyalty_points.rpc.enums import members_of
from loyalty_points.rpc.ids import BUSINESS_ID, BUSINESS_ID_WORDS, STORE_ID, STORE_ID_WORDS
from loyalty_points.rpc.read.read_clearing import read_clearing
from loyalty_points.rpc.read.read_journeys import read_journey_policy, read_journeys
from loyalty_points.rpc.read.read_limits import (
    DAY_SECONDS,
    read_claim_age,
    read_max_hold,
    read_member_limits,
    read_seconds,
)
from loyalty_points.rpc.read.read_policies import (
    read_expiry,
    read_household_leave,
    read_notices,
    read_return_grace,
    read_tier_policy,
    read_tiers,
    read_window,
)
from loyalty_points.rpc.read.read_segments import read_segment_policy
from loyalty_points.rpc.times import read_time

SETTINGS_BYTES_MAX = 64 * 1024
_NOT_PUBLISHED = datetime(1970, 1, 1, tzinfo=UTC)
_PLUGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_CURRENCIES = frozenset(currency.code for currency in Currency)

_BASES = {
    pb.EARNING_BASE_UNSPECIFIED: EarningBase.LESS_POINTS,
    **members_of(pb.EarningBase, EarningBase),
}


def read_program(fields: Fields, message: pb.Program, *, is_set: bool) -> Program:
    """Return a program of the right shape, or note what is wrong.

    What the server gives (version, publish time, publisher) is ignored.
    """
    if not is_set:
        fields.wrong("program", "must be set")
    _check_zone(fields, message.time_zone, "program.time_zone")
    if message.earning_base not in _BASES:
        fields.wrong("program.earning_base", "must be a known base")
    if not message.HasField("expiry"):
        fields.wrong("program.expiry", "must be set")
    return Program(
        version=0,
        effective_time=read_time(
            fields,
            message.effective_time,
            "program.effective_time",
            is_set=message.HasField("effective_time"),
        ),
        publish_time=_NOT_PUBLISHED,
        publish_client_id="",
        time_zone=message.time_zone,
        businesses=_read_businesses(fields, message.businesses),
        group_plugins=_read_plugins(fields, message.group_plugins, "program.group_plugins"),
        tiers=read_tiers(fields, message),
        tier_window_days=read_window(fields, message),
        expiry=read_expiry(fields, message.expiry, "program.expiry"),
        limits=_read_limits(fields, message),
        earning_base=_BASES.get(message.earning_base, EarningBase.LESS_POINTS),
        tier_policy=read_tier_policy(fields, message),
        return_grace_days=read_return_grace(fields, message),
        clearing=read_clearing(fields, message),
        household_leave=read_household_leave(fields, message),
        journeys=read_journeys(fields, message),
        journey_policy=read_journey_policy(fields, message),
        notices=read_notices(fields, message),
        segment_policy=read_segment_policy(fields, message),
    )


@cache
def _zones() -> frozenset[str]:
    """Return the names of all zones: a walk over the disk, so once for thousands of stores.

    Without those that are no place: the zone of this very machine, and none at all.
    """
    return frozenset(available_timezones() - {"localtime", "Factory"})


def _check_zone(fields: Fields, name: str, path: str) -> None:
    if name not in _zones():
        fields.wrong(path, "must be an IANA zone, such as America/New_York")


def _read_businesses(fields: Fields, messages: Sequence[pb.Business]) -> tuple[Business, ...]:
    path = "program.businesses"
    if not fields.count(messages, path, 1, 100):
        return ()
    fields.unlike((f"{path}[{i}].business_id", each.business_id) for i, each in enumerate(messages))
    return tuple(
        _read_business(fields, message, f"{path}[{index}]")
        for index, message in enumerate(messages)
    )


def _read_business(fields: Fields, message: pb.Business, path: str) -> Business:
    fields.matches(message.business_id, f"{path}.business_id", BUSINESS_ID, BUSINESS_ID_WORDS)
    if message.business_id == GROUP:
        fields.wrong(f"{path}.business_id", f"must not be {GROUP!r}, which is the group itself")
    fields.text(message.display_name, f"{path}.display_name", 100)
    _check_zone(fields, message.time_zone, f"{path}.time_zone")
    if message.currency_code not in _CURRENCIES:
        fields.wrong(f"{path}.currency_code", "must be an ISO 4217 code, such as USD")
    has_expiry = message.HasField("expiry")
    return Business(
        business_id=message.business_id,
        display_name=message.display_name,
        time_zone=message.time_zone,
        currency_code=message.currency_code,
        stores=_read_stores(fields, message.stores, f"{path}.stores"),
        plugins=_read_plugins(fields, message.plugins, f"{path}.plugins"),
        expiry=read_expiry(fields, message.expiry, f"{path}.expiry") if has_expiry else None,
        max_points_per_day=fields.whole(
            message.max_points_per_day, f"{path}.max_points_per_day", 0, 10**12
        ),
    )


def _read_stores(fields: Fields, messages: Sequence[pb.Store], path: str) -> tuple[Store, ...]:
    if not fields.count(messages, path, 1, 2000):
        return ()
    fields.unlike((f"{path}[{i}].store_id", store.store_id) for i, store in enumerate(messages))
    for index, store in enumerate(messages):
        fields.matches(store.store_id, f"{path}[{index}].store_id", STORE_ID, STORE_ID_WORDS)
        if store.time_zone:
            _check_zone(fields, store.time_zone, f"{path}[{index}].time_zone")
    return tuple(Store(store_id=s.store_id, time_zone=s.time_zone) for s in messages)


def _read_plugins(
    fields: Fields, messages: Sequence[pb.PluginConfig], path: str
) -> tuple[PluginConfig, ...]:
    if not fields.count(messages, path, 0, 20):
        return ()
    for index, config in enumerate(messages):
        must = "1 to 64 of [a-z0-9._-]"
        fields.matches(config.plugin, f"{path}[{index}].plugin", _PLUGIN, must)
        _check_settings(fields, config.settings_json, f"{path}[{index}].settings_json")
    return tuple(
        PluginConfig(plugin=config.plugin, settings_json=config.settings_json or "{}")
        for config in messages
    )


def _check_settings(fields: Fields, settings_json: str, path: str) -> None:
    if len(settings_json.encode()) > SETTINGS_BYTES_MAX:
        fields.wrong(path, f"must be at most {SETTINGS_BYTES_MAX} bytes")
        return
    try:
        settings = json.loads(settings_json or "{}")
    except (ValueError, RecursionError):
        settings = None
    if not isinstance(settings, dict):
        fields.wrong(path, "must be a JSON object")


def _read_limits(fields: Fields, message: pb.Program) -> Limits:
    limits, path = message.limits, "program.limits"
    fields.whole(limits.max_points_per_purchase, f"{path}.max_points_per_purchase", 1, 10**12)
    age = read_seconds(
        fields, limits.max_purchase_age, f"{path}.max_purchase_age", 60, 1100 * DAY_SECONDS
    )
    skew = read_seconds(fields, limits.max_future_skew, f"{path}.max_future_skew", 0, 3600)
    return Limits(
        max_purchase_age_seconds=age,
        max_future_skew_seconds=skew,
        max_points_per_purchase=limits.max_points_per_purchase,
        transfers=_read_transfers(fields, limits, f"{path}.transfers"),
        max_unapproved_adjustment_points=fields.whole(
            limits.max_unapproved_adjustment_points,
            f"{path}.max_unapproved_adjustment_points",
            0,
            10**12,
        ),
        members=read_member_limits(fields, limits.members),
        max_claim_age_seconds=read_claim_age(fields, limits),
        max_hold_seconds=read_max_hold(fields, limits),
    )


def _read_transfers(fields: Fields, limits: pb.Limits, path: str) -> TransferLimits | None:
    if not limits.HasField("transfers"):
        return None
    message = limits.transfers
    fields.whole(message.max_points_per_transfer, f"{path}.max_points_per_transfer", 1, 10**12)
    fields.whole(message.max_points_per_day, f"{path}.max_points_per_day", 1, 10**12)
    return TransferLimits(
        max_points_per_transfer=message.max_points_per_transfer,
        max_points_per_day=message.max_points_per_day,
    )
