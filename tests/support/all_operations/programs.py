"""Programs for the stateful model: each history is lived under one of them.

They follow each other decades apart in one database; a history begins at its program's start.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from google.protobuf.duration_pb2 import Duration
from loyalty.points.v1 import program_pb2 as pb

from support import build
from support.clocks import NOON
from support.naive.limits import UNLIMITED, LimitRules
from support.naive.tiers import TierRules
from support.naive.time import ZONES

GRACE_DAYS = 2
DEFAULT_EXPIRY = "d5"
TIERS = ("bronze", "silver", "gold")
PERIODS = {
    "rolling": pb.TIER_PERIOD_ROLLING,
    "calendar": pb.TIER_PERIOD_CALENDAR_YEAR,
    "anniversary": pb.TIER_PERIOD_ANNIVERSARY,
}
FALLS = {
    "none": pb.TIER_DOWNGRADE_NONE,
    "one": pb.TIER_DOWNGRADE_ONE_LEVEL,
    "all": pb.TIER_DOWNGRADE_REASSESS,
}


@dataclass(frozen=True)
class Era:
    """What a program says where the programs differ."""

    name: str
    start: datetime
    tiers: TierRules
    limits: LimitRules
    leaves_with_own: bool
    """Whether who leaves a household takes along what is left of what they earned."""


ROLLING = TierRules(
    (20, 60), by_spend=False, period="rolling", fall="one", grace_days=2, window_days=10
)
CALENDAR = TierRules((40, 90, 150), by_spend=True, period="calendar", fall="all", grace_days=3)
BASE = TierRules(
    (0, 30, 60), by_spend=False, period="rolling", fall="all", grace_days=0, window_days=5
)
ANNIVERSARY = TierRules((30, 70), by_spend=False, period="anniversary", fall="one", grace_days=0)

ERAS = (
    Era("rolling", NOON, ROLLING, LimitRules(), leaves_with_own=False),
    Era(
        "calendar",
        datetime(2046, 12, 20, 16, tzinfo=UTC),
        CALENDAR,
        LimitRules(
            purchase=30, earned_day=35, earned_month=120, redeemed_day=15, redeemed_month=40
        ),
        leaves_with_own=True,
    ),
    Era(
        "pace",
        datetime(2066, 3, 20, 22, tzinfo=UTC),
        BASE,
        LimitRules(redemptions=3, span_hours=24),
        leaves_with_own=True,
    ),
    Era(
        "anniversary",
        datetime(2086, 10, 20, 4, tzinfo=UTC),
        ANNIVERSARY,
        LimitRules(redeemed_month=40, earned_day=50),
        leaves_with_own=False,
    ),
)


def told_program(era: Era = ERAS[0]) -> pb.Program:
    """Return a program whose businesses are far apart, with plugins that do as told."""
    told: build.Plugins = {business: [("told", {})] for business in ZONES}
    leave = pb.HOUSEHOLD_LEAVE_OWN_LOTS if era.leaves_with_own else pb.HOUSEHOLD_LEAVE_NOTHING
    program = build.program(
        told,
        effective_time=build.timestamp(era.start - timedelta(days=1000)),
        time_zone=ZONES["group"],
        return_grace_days=GRACE_DAYS,
        household_leave=leave,
        tiers=_tiers(era.tiers),
        tier_window_days=era.tiers.window_days,
        tier_policy=_tier_policy(era.tiers),
    )
    program.expiry.CopyFrom(
        pb.ExpiryPolicy(
            kind=pb.EXPIRY_KIND_ROLLING,
            count=5,
            unit=pb.EXPIRY_UNIT_DAYS,
            rounding=pb.EXPIRY_ROUNDING_END_OF_DAY,
        )
    )
    program.limits.max_purchase_age.FromSeconds(1000 * 86_400)
    program.limits.max_points_per_purchase = era.limits.purchase
    program.limits.members.CopyFrom(_member_limits(era.limits))
    for business in program.businesses:
        business.time_zone = ZONES[business.business_id]
    return program


def _tiers(rules: TierRules) -> list[pb.Tier]:
    tiers = zip(TIERS, rules.thresholds, strict=False)
    return [
        pb.Tier(
            tier_id=name,
            display_name=name.title(),
            qualifying_points=0 if rules.by_spend else threshold,
            qualifying_amount_minor=threshold if rules.by_spend else 0,
        )
        for name, threshold in tiers
    ]


def _tier_policy(rules: TierRules) -> pb.TierPolicy:
    return pb.TierPolicy(
        qualify_by=pb.QUALIFY_BY_SPEND if rules.by_spend else pb.QUALIFY_BY_POINTS,
        period=PERIODS[rules.period],
        downgrade=FALLS[rules.fall],
        grace_days=rules.grace_days,
    )


def _member_limits(rules: LimitRules) -> pb.MemberLimits:
    limits = pb.MemberLimits(
        max_earned_points_per_day=_limit(rules.earned_day),
        max_earned_points_per_month=_limit(rules.earned_month),
        max_redeemed_points_per_day=_limit(rules.redeemed_day),
        max_redeemed_points_per_month=_limit(rules.redeemed_month),
    )
    if rules.redemptions != UNLIMITED:
        limits.max_redemptions = rules.redemptions
        limits.redemption_span.CopyFrom(Duration(seconds=rules.span_hours * 3600))
    return limits


def _limit(maximum: int) -> int:
    """Return a limit as a program says it: 0 for none."""
    return 0 if maximum == UNLIMITED else maximum
