"""Programs and members for tests of tiers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from loyalty_points.domain.instants import local_date
from loyalty_points.domain.members.member import Attributes, Member
from loyalty_points.domain.programs.policies import ExpiryPolicy, QualifyBy, Tier, TierPolicy
from loyalty_points.domain.programs.program import EarningBase, Limits, Program
from loyalty_points.domain.tiers.tier_periods import oldest_day
from loyalty_points.domain.tiers.tiers import bring_up_to, qualify

ENROLLED = datetime(2024, 2, 29, 12, tzinfo=UTC)


def tiers(**thresholds: int) -> tuple[Tier, ...]:
    """Tiers whose thresholds are the same in points and in minor units."""
    return tuple(
        Tier(
            tier_id=name,
            display_name=name.title(),
            qualifying_points=threshold,
            qualifying_amount_minor=threshold,
            benefits=(f"{name}-lounge",),
        )
        for name, threshold in thresholds.items()
    )


def program(
    levels: tuple[Tier, ...], window_days: int = 365, zone_name: str = "UTC", **policy: Any
) -> Program:
    return Program(
        version=1,
        effective_time=datetime(2020, 1, 1, tzinfo=UTC),
        publish_time=datetime(2020, 1, 1, tzinfo=UTC),
        publish_client_id="operator",
        time_zone=zone_name,
        businesses=(),
        group_plugins=(),
        tiers=levels,
        tier_window_days=window_days,
        expiry=ExpiryPolicy(months=12),
        limits=Limits(
            max_purchase_age_seconds=60, max_future_skew_seconds=0, max_points_per_purchase=1000
        ),
        earning_base=EarningBase.LESS_POINTS,
        tier_policy=TierPolicy(**policy),
    )


def member(enrolled: datetime = ENROLLED, **parts: Any) -> Member:
    return Member("M" * 26, 1, enrolled, (), Attributes(), **parts)


def at(text: str) -> datetime:
    """Return an instant in UTC: "2026-01-01", or with a time."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def earn(
    world: Program, someone: Member, number: int, now: datetime, day: str | None = None
) -> str:
    """Let a member qualify as a purchase does; return the tier in force."""
    bring_up_to(now, lambda _: world, someone)
    today = local_date(now, world.time_zone)
    bought = datetime.fromisoformat(day).date() if day else today
    oldest = oldest_day(world, someone, today)
    if world.tier_policy.qualify_by is QualifyBy.SPEND:
        someone.add_spend(number, bought, oldest)
    else:
        someone.add_qualifying(number, bought, oldest)
    qualify(world, someone, now)
    return someone.tier_id


def tier_on(world: Program, someone: Member, now: datetime) -> str:
    """Return the tier in force at an instant, after what time has brought about."""
    bring_up_to(now, lambda _: world, someone)
    return someone.tier_id


def history(world: Program, someone: Member, earned: Mapping[str, int]) -> list[str]:
    """Return the tier after each of some earnings, by instant."""
    return [earn(world, someone, number, at(when)) for when, number in earned.items()]
