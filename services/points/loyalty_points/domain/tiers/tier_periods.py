"""Over which days what qualifies for a tier is added up, and when a tier is reviewed.

All days are those of the program's zone. A review comes at the start of a day; it counts
the days of its period, and those of grace after it, so that grace never takes anything
away. Periods follow each other without gap: days of grace count for two of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from loyalty_points.domain.instants import (
    LAST_DAY,
    add_days,
    day_of_year,
    local_date,
    start_of_day,
)
from loyalty_points.domain.members.day_counts import DayCounts, sum_between
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.programs.policies import QualifyBy, TierPeriod
from loyalty_points.domain.programs.program import Program

_YEAR_DAYS = 366


@dataclass(frozen=True, slots=True)
class Review:
    """A review to come."""

    first_day: date
    """The first day that counts for it."""
    time: datetime


def first_review(program: Program, member: Member, day: date) -> Review | None:
    """Return the review of a tier that was reached on `day`.

    Rolling, the tier is kept to the end of the day `tier_window_days` on, and judged by
    the days after that on which it was reached: what reached it does not count again. Of
    years, it is judged by the year it was reached in. None beyond the last day.
    """
    if program.tier_policy.period is TierPeriod.ROLLING:
        first_day = add_days(day, 1)
        return _review(program, first_day, add_days(first_day, program.tier_window_days))
    start = _year_start(program, member, day)
    return _review(program, start, _next_year(program, member, start))


def next_review(
    program: Program, member: Member, first_day: date, review_day: date
) -> Review | None:
    """Return the review after one of `review_day` that counted from `first_day` on.

    It is later than that one, also where the program has changed between the two.
    """
    grace = program.tier_policy.grace_days
    if program.tier_policy.period is TierPeriod.ROLLING:
        start = review_day - timedelta(days=grace)
        return _review(program, start, add_days(start, program.tier_window_days))
    start = _next_year(program, member, first_day)
    end = _next_year(program, member, start)
    while add_days(end, grace) <= review_day < LAST_DAY:
        start, end = end, _next_year(program, member, end)
    return _review(program, start, end)


def counting_day(program: Program, member: Member, today: date) -> date:
    """Return the first day that counts today for reaching a tier."""
    if program.tier_policy.period is TierPeriod.ROLLING:
        return today - timedelta(days=program.tier_window_days - 1)
    return _year_start(program, member, today)


def oldest_day(program: Program, member: Member, today: date) -> date:
    """Return the first day that may still count, for reaching a tier or at a review.

    At a review of anybody: they may be found to be this member. Of years, one is kept in
    full, in case that the next program has a rolling window.
    """
    is_rolling = program.tier_policy.period is TierPeriod.ROLLING
    period = program.tier_window_days if is_rolling else _YEAR_DAYS
    days = [counting_day(program, member, today)]
    days.append(today - timedelta(days=period + program.tier_policy.grace_days))
    if member.tier_first_day:
        days.append(date.fromisoformat(member.tier_first_day))
    return min(days)


def added_up(program: Program, member: Member, first_day: date, end: date = LAST_DAY) -> int:
    """Return what qualifies of the days from `first_day` on and before `end`."""
    return sum_between(_days_of(program, member), first_day, end)


def _days_of(program: Program, member: Member) -> DayCounts:
    if program.tier_policy.qualify_by is QualifyBy.SPEND:
        return member.spend_days
    return member.qualifying_days


def _review(program: Program, first_day: date, end: date) -> Review | None:
    day = add_days(end, program.tier_policy.grace_days)
    return Review(first_day, start_of_day(day, program.time_zone)) if day < LAST_DAY else None


def _year_start(program: Program, member: Member, day: date) -> date:
    """Return the first day of the year that `day` is in."""
    month, first = _start_of_years(program, member)
    this_year = day_of_year(day.year, month, first)
    return this_year if this_year <= day else day_of_year(day.year - 1, month, first)


def _next_year(program: Program, member: Member, day: date) -> date:
    """Return the first day of the year after the one that `day` is in.

    Reckoned from the anchor's month and day, so that 29 February comes back in leap years.
    """
    start = _year_start(program, member, day)
    if start.year >= LAST_DAY.year:
        return LAST_DAY
    return day_of_year(start.year + 1, *_start_of_years(program, member))


def _start_of_years(program: Program, member: Member) -> tuple[int, int]:
    if program.tier_policy.period is TierPeriod.CALENDAR_YEAR:
        return 1, 1
    enrolled = local_date(member.enroll_time, program.time_zone)
    return enrolled.month, enrolled.day
