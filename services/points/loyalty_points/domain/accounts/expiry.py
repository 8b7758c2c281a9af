"""When points expire."""

from __future__ import annotations

from datetime import date, datetime

from loyalty_sdk import ExpiryKind, ExpiryRounding, ExpiryUnit, calendar_day

from loyalty_points.domain.instants import (
    LAST_DAY,
    add_days,
    add_months,
    day_of_year,
    local_date,
    start_of_day,
)
from loyalty_points.domain.programs.policies import ExpiryPolicy


def expire_time(policy: ExpiryPolicy, start: datetime, zone_name: str) -> datetime | None:
    """Return the first instant at which points cannot be spent any more; None for never.

    `start` is when they become spendable, or for a policy that slides, when the member was
    last active if that is later. Points are usable to the end of the local day, month or
    year arrived at: one month after 31 January is the end of February. Of certain days of
    the year the next counts, today included. What would expire beyond the year 9999 never
    does.
    """
    last_day = _last_day(policy, local_date(start, zone_name))
    if last_day is None:
        return None
    first_unusable = _day_after(last_day, policy.rounding)
    return start_of_day(first_unusable, zone_name) if first_unusable < LAST_DAY else None


def _last_day(policy: ExpiryPolicy, first_day: date) -> date | None:
    """Return the last day on which points are usable, before rounding; None for never."""
    if policy.kind is None:
        return add_months(first_day, policy.months) if policy.months else None
    if policy.kind is ExpiryKind.NEVER:
        return None
    if policy.kind is ExpiryKind.CALENDAR:
        return _next_of(policy.calendar_days, first_day)
    return _counted(first_day, policy.count, policy.unit)


def _counted(first_day: date, count: int, unit: ExpiryUnit) -> date:
    """Return the day so many units on. Counted at once from the first: nothing is clamped twice."""
    if unit is ExpiryUnit.DAYS:
        return add_days(first_day, count)
    return add_months(first_day, count if unit is ExpiryUnit.MONTHS else 12 * count)


def _next_of(calendar_days: tuple[str, ...], first_day: date) -> date:
    days = [calendar_day(text) for text in calendar_days]
    years = (first_day.year, min(first_day.year + 1, LAST_DAY.year))
    found = [day_of_year(year, *day) for year in years for day in days]
    return min((day for day in found if day >= first_day), default=LAST_DAY)


def _day_after(last_day: date, rounding: ExpiryRounding) -> date:
    """Return the day after the day, month or year that `last_day` is in."""
    if rounding is ExpiryRounding.END_OF_MONTH:
        return add_months(last_day.replace(day=1), 1)
    if rounding is ExpiryRounding.END_OF_YEAR:
        return add_months(last_day.replace(month=1, day=1), 12)
    return add_days(last_day, 1)
