"""When members are left alone, where they live, also on days that the clocks make odd."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from loyalty_points.domain.journeys.journey import JourneyPolicy
from loyalty_points.domain.journeys.reach import at_time_of_day, end_of_quiet, week_of

NEW_YORK, CAIRO, SHANGHAI = "America/New_York", "Africa/Cairo", "Asia/Shanghai"
APIA = "Pacific/Apia"
NIGHT = JourneyPolicy(quiet_start="21:00", quiet_end="08:00")
NOON = JourneyPolicy(quiet_start="12:00", quiet_end="14:00")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("policy", "zone_name", "now", "later"),
    [
        (JourneyPolicy(), NEW_YORK, "2026-06-15 03:00", "2026-06-15 03:00"),
        (NIGHT, NEW_YORK, "2026-06-15 00:59", "2026-06-15 00:59"),
        (NIGHT, NEW_YORK, "2026-06-15 01:00", "2026-06-15 12:00"),
        (NIGHT, NEW_YORK, "2026-06-15 11:59", "2026-06-15 12:00"),
        (NIGHT, NEW_YORK, "2026-06-15 12:00", "2026-06-15 12:00"),
        # The night in which the clocks go forward, and the one in which they go back.
        (NIGHT, NEW_YORK, "2026-03-08 03:00", "2026-03-08 12:00"),
        (NIGHT, NEW_YORK, "2026-11-01 03:00", "2026-11-01 13:00"),
        # Midnight does not exist on this day in Cairo.
        (NIGHT, CAIRO, "2026-04-23 21:59", "2026-04-24 05:00"),
        (NOON, SHANGHAI, "2026-06-15 04:00", "2026-06-15 06:00"),
        (NOON, SHANGHAI, "2026-06-15 06:00", "2026-06-15 06:00"),
        (NIGHT, APIA, "2026-06-15 07:59", "2026-06-15 07:59"),
        (NIGHT, APIA, "2026-06-15 08:00", "2026-06-15 19:00"),
        # After 29 December 2011 came the 31st: the night ends when it is eight there.
        (NIGHT, APIA, "2011-12-30 09:00", "2011-12-30 18:00"),
    ],
)
def test_quiet_ends_at_the_local_time_that_the_program_says(
    policy: JourneyPolicy, zone_name: str, now: str, later: str
) -> None:
    assert end_of_quiet(policy, utc(now), zone_name) == utc(later)


def test_a_time_of_day_that_the_clocks_skip_or_repeat_is_one_instant() -> None:
    assert at_time_of_day(date(2026, 3, 8), "02:30", NEW_YORK) == utc("2026-03-08 07:30")
    assert at_time_of_day(date(2026, 11, 1), "01:30", NEW_YORK) == utc("2026-11-01 05:30")
    assert at_time_of_day(date(2026, 4, 24), "00:30", CAIRO) == utc("2026-04-23 22:30")
    assert at_time_of_day(date(2026, 10, 29), "23:30", CAIRO) == utc("2026-10-29 20:30")
    assert at_time_of_day(date(2026, 6, 15), "10:00", SHANGHAI) == utc("2026-06-15 02:00")


def test_a_day_that_does_not_exist_has_its_time_with_the_day_after() -> None:
    days = [date(2011, 12, day) for day in (29, 30, 31)]
    assert [at_time_of_day(day, "10:00", APIA) for day in days] == [
        utc("2011-12-29 20:00"),
        utc("2011-12-30 20:00"),
        utc("2011-12-30 20:00"),
    ]


@pytest.mark.parametrize(
    ("now", "week"),
    [
        ("2026-12-28 04:59", "2026-W52"),
        ("2026-12-28 05:00", "2026-W53"),
        ("2027-01-04 04:59", "2026-W53"),
        ("2027-01-04 05:00", "2027-W01"),
    ],
)
def test_weeks_begin_on_monday_where_the_program_is(now: str, week: str) -> None:
    assert week_of(utc(now), NEW_YORK) == week
