"""Whether a bill falls into quiet hours, and what that adds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from loyalty_sdk import PointsAward, Purchase, apply_rate_bps

from .settings import WEEKDAYS, DiningSettings, Window


def quiet_hours_bonus(
    base: Iterable[PointsAward], purchase: Purchase, settings: DiningSettings
) -> tuple[PointsAward, ...]:
    """Award the bonus on each award of `base`, over the same lines, if the hour is quiet."""
    quiet = settings.quiet_hours
    if quiet is None or not any(covers(w, purchase.local_time) for w in quiet.windows):
        return ()
    bonuses = (_bonus(award, quiet.bonus_bps, settings) for award in base)
    return tuple(bonus for bonus in bonuses if bonus.points)


def covers(window: Window, local_time: datetime) -> bool:
    """Tell whether the local time lies in the window, start inside and end outside."""
    clock = local_time.time().isoformat("minutes")
    starts_today = WEEKDAYS[local_time.weekday()] in window.weekdays
    if window.start_time < window.end_time:
        return starts_today and window.start_time <= clock < window.end_time
    started_yesterday = WEEKDAYS[local_time.weekday() - 1] in window.weekdays
    evening = starts_today and clock >= window.start_time
    return evening or (started_yesterday and clock < window.end_time)


def _bonus(award: PointsAward, bonus_bps: int, settings: DiningSettings) -> PointsAward:
    return PointsAward(
        points=apply_rate_bps(award.points, bonus_bps, settings.rounding),
        rule_id="quiet-hours",
        reason="quiet-hours",
        line_ids=award.line_ids,
    )
