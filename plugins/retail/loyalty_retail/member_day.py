"""The extra points of a member day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import get_args

from loyalty_sdk import PointsAward, Purchase, apply_rate_bps
from loyalty_sdk.settings import Weekday

from .settings import MemberDay, RetailSettings

WEEKDAYS: tuple[str, ...] = get_args(Weekday)


def member_day_bonus(
    base: Iterable[PointsAward], purchase: Purchase, settings: RetailSettings
) -> tuple[PointsAward, ...]:
    """Award the bonus on each award of `base`, over the same lines, on a member day."""
    day = settings.member_day
    if day is None or not includes(day, purchase.local_time):
        return ()
    bonuses = (_bonus(award, day.bonus_bps, settings) for award in base)
    return tuple(bonus for bonus in bonuses if bonus.points)


def includes(day: MemberDay, local_time: datetime) -> bool:
    """Tell whether the local date is a member day."""
    weekday = WEEKDAYS[local_time.weekday()]
    return weekday in day.weekdays or local_time.day in day.days_of_month


def _bonus(award: PointsAward, bonus_bps: int, settings: RetailSettings) -> PointsAward:
    return PointsAward(
        points=apply_rate_bps(award.points, bonus_bps, settings.rounding),
        rule_id=f"member-day.{award.rule_id}",
        reason="member-day",
        line_ids=award.line_ids,
    )
