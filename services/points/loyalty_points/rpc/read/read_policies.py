"""What a program says of expiry and tiers, from messages."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

from loyalty.points.v1 import program_pb2 as pb
from loyalty_chassis.validation import Fields
from loyalty_sdk import (
    CALENDAR_DAYS_MAX,
    COUNT_MAX,
    COUNT_MIN,
    ExpiryKind,
    ExpiryRounding,
    ExpiryUnit,
    calendar_day,
)

from loyalty_points.domain.programs.policies import (
    Downgrade,
    ExpiryPolicy,
    QualifyBy,
    Tier,
    TierPeriod,
    TierPolicy,
)
from loyalty_points.domain.programs.program import HouseholdLeave, Notices
from loyalty_points.rpc.enums import members_of
from loyalty_points.rpc.ids import BUSINESS_ID, BUSINESS_ID_WORDS

THRESHOLD_MAX = 10**12
BENEFITS_MAX = 50
GRACE_DAYS_MAX = 366
NOTICE_DAYS_MAX = 366
WINDOW_DAYS_MAX = 1096
_BENEFIT = re.compile(r"[a-z0-9._-]{1,64}")

ROUNDINGS = members_of(pb.ExpiryRounding, ExpiryRounding)
KINDS = members_of(pb.ExpiryKind, ExpiryKind)
UNITS = members_of(pb.ExpiryUnit, ExpiryUnit)
QUALIFY_BY = members_of(pb.QualifyBy, QualifyBy)
PERIODS = members_of(pb.TierPeriod, TierPeriod)
DOWNGRADES = members_of(pb.TierDowngrade, Downgrade)
_TIER_WORDS: Mapping[str, Container[int]] = {
    "qualify_by": QUALIFY_BY,
    "period": PERIODS,
    "downgrade": DOWNGRADES,
}


def read_expiry(fields: Fields, message: pb.ExpiryPolicy, path: str) -> ExpiryPolicy:
    """Return when points expire."""
    if message.kind == pb.EXPIRY_KIND_UNSPECIFIED:
        _read_months(fields, message, path)
    elif message.kind in KINDS:
        _read_kind(fields, message, KINDS[message.kind], path)
    else:
        fields.wrong(f"{path}.kind", "must be a known kind")
    return ExpiryPolicy(
        months=message.months,
        rounding=ROUNDINGS.get(message.rounding, ExpiryRounding.END_OF_DAY),
        kind=KINDS.get(message.kind),
        count=message.count,
        unit=UNITS.get(message.unit, ExpiryUnit.MONTHS),
        calendar_days=tuple(message.calendar_days),
    )


def _read_months(fields: Fields, message: pb.ExpiryPolicy, path: str) -> None:
    if message.count or message.unit or message.calendar_days:
        fields.wrong(f"{path}.kind", "must be set where anything but months is")
    fields.whole(message.months, f"{path}.months", 0, 600)
    if (message.months or message.rounding) and message.rounding not in ROUNDINGS:
        fields.wrong(f"{path}.rounding", "must be a known rounding where points expire")


def _read_kind(fields: Fields, message: pb.ExpiryPolicy, kind: ExpiryKind, path: str) -> None:
    if message.months:
        fields.wrong(f"{path}.months", "must not be set where the kind is; use count and unit")
    counts = kind in COUNT_MIN
    for name, known in (("rounding", ROUNDINGS), ("unit", UNITS)):
        value = getattr(message, name)
        if counts and value not in known:
            fields.wrong(f"{path}.{name}", f"must be a known {name} for {kind.name}")
        elif not counts and value:
            fields.wrong(f"{path}.{name}", f"must not be set for {kind.name}")
    most = COUNT_MAX.get(UNITS.get(message.unit, ExpiryUnit.DAYS), 0) if counts else 0
    fields.whole(message.count, f"{path}.count", COUNT_MIN.get(kind, 0), most)
    _read_days(fields, message.calendar_days, f"{path}.calendar_days", kind)


def _read_days(fields: Fields, days: Sequence[str], path: str, kind: ExpiryKind) -> None:
    least, most = (1, CALENDAR_DAYS_MAX) if kind is ExpiryKind.CALENDAR else (0, 0)
    if not fields.count(days, path, least, most):
        return
    fields.unlike((f"{path}[{index}]", day) for index, day in enumerate(days))
    for index, day in enumerate(days):
        try:
            calendar_day(day)
        except ValueError:
            fields.wrong(f"{path}[{index}]", "must be a day of the year as MM-DD")


def read_tiers(fields: Fields, message: pb.Program) -> tuple[Tier, ...]:
    """Return the tiers, which rise by what qualifies."""
    messages, path = message.tiers, "program.tiers"
    if not fields.count(messages, path, 0, 20):
        return ()
    fields.unlike((f"{path}[{i}].tier_id", tier.tier_id) for i, tier in enumerate(messages))
    by_spend = message.tier_policy.qualify_by == pb.QUALIFY_BY_SPEND
    thresholds = ("qualifying_points", "qualifying_amount_minor")
    before = dict.fromkeys(thresholds, -1)
    for index, tier in enumerate(messages):
        where = f"{path}[{index}]"
        fields.matches(tier.tier_id, f"{where}.tier_id", BUSINESS_ID, BUSINESS_ID_WORDS)
        fields.text(tier.display_name, f"{where}.display_name", 100)
        for name in thresholds:
            value, rises = getattr(tier, name), by_spend == (name == thresholds[1])
            least = before[name] + 1 if rises else 0
            fields.whole(value, f"{where}.{name}", least, THRESHOLD_MAX)
            before[name] = max(before[name], value)
        _check_benefits(fields, tier.benefits, f"{where}.benefits")
    return tuple(
        Tier(
            tier_id=tier.tier_id,
            display_name=tier.display_name,
            qualifying_points=tier.qualifying_points,
            benefits=tuple(tier.benefits),
            qualifying_amount_minor=tier.qualifying_amount_minor,
        )
        for tier in messages
    )


def _check_benefits(fields: Fields, benefits: Sequence[str], path: str) -> None:
    if fields.count(benefits, path, 0, BENEFITS_MAX):
        for index, benefit in enumerate(benefits):
            fields.matches(benefit, f"{path}[{index}]", _BENEFIT, "1 to 64 of [a-z0-9._-]")
        fields.unlike((f"{path}[{index}]", benefit) for index, benefit in enumerate(benefits))


def read_tier_policy(fields: Fields, message: pb.Program) -> TierPolicy:
    """Return how tiers are earned and kept; nothing set means by points, and for ever."""
    policy, path = message.tier_policy, "program.tier_policy"
    for name, known in _TIER_WORDS.items():
        value = getattr(policy, name)
        if value and value not in known:
            fields.wrong(f"{path}.{name}", "must be a known one")
    fields.whole(policy.grace_days, f"{path}.grace_days", 0, GRACE_DAYS_MAX)
    qualify_by = QUALIFY_BY.get(policy.qualify_by, QualifyBy.POINTS)
    if qualify_by is QualifyBy.SPEND and len({b.currency_code for b in message.businesses}) > 1:
        fields.wrong(f"{path}.qualify_by", "must not be SPEND where businesses differ in currency")
    return TierPolicy(
        qualify_by=qualify_by,
        period=PERIODS.get(policy.period, TierPeriod.ROLLING),
        downgrade=DOWNGRADES.get(policy.downgrade, Downgrade.NONE),
        grace_days=policy.grace_days,
    )


def read_window(fields: Fields, message: pb.Program) -> int:
    """Return the days of the rolling window, which must be set where tiers go by it."""
    rolls = message.tier_policy.period in (pb.TIER_PERIOD_UNSPECIFIED, pb.TIER_PERIOD_ROLLING)
    least = 1 if message.tiers and rolls else 0
    return fields.whole(
        message.tier_window_days, "program.tier_window_days", least, WINDOW_DAYS_MAX
    )


def read_return_grace(fields: Fields, message: pb.Program) -> int:
    """Return how long points live that a return brings back after their expiry."""
    path = "program.return_grace_days"
    return fields.whole(message.return_grace_days, path, 0, GRACE_DAYS_MAX)


def read_notices(fields: Fields, message: pb.Program) -> Notices:
    """Return how long ahead is told of what is to come."""
    if not message.HasField("notices"):
        return Notices()
    notices, path = message.notices, "program.notices"
    return Notices(
        expiring_soon_days=fields.whole(
            notices.expiring_soon_days, f"{path}.expiring_soon_days", 0, NOTICE_DAYS_MAX
        ),
        tier_at_risk_days=fields.whole(
            notices.tier_at_risk_days, f"{path}.tier_at_risk_days", 0, NOTICE_DAYS_MAX
        ),
    )


_LEAVES = {
    pb.HOUSEHOLD_LEAVE_UNSPECIFIED: HouseholdLeave.NOTHING,
    **members_of(pb.HouseholdLeave, HouseholdLeave),
}


def read_household_leave(fields: Fields, message: pb.Program) -> HouseholdLeave:
    """Return what somebody who leaves a household takes along."""
    if message.household_leave not in _LEAVES:
        fields.wrong("program.household_leave", "must be a known answer")
    return _LEAVES.get(message.household_leave, HouseholdLeave.NOTHING)
