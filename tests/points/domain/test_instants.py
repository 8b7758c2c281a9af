"""Days where people live (reliability.md, case 39 and the time facts behind it)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_points.domain.instants import (
    LAST_DAY,
    add_days,
    add_months,
    day_of_year,
    from_ms,
    is_birthday,
    local_date,
    start_of_day,
    to_ms,
)

ZONES = st.sampled_from(
    [
        "UTC",
        "Asia/Shanghai",
        "America/New_York",
        "Africa/Cairo",
        "Pacific/Apia",
        "Asia/Kathmandu",
        "America/Sao_Paulo",
        "Australia/Lord_Howe",
        "Pacific/Kwajalein",
        "America/St_Johns",
        "America/Havana",
    ]
)
DAYS = st.dates(date(1990, 1, 1), date(2037, 12, 31))


@pytest.mark.parametrize(
    ("day", "zone_name", "first"),
    [
        pytest.param("2026-01-15", "America/New_York", "2026-01-15T05:00", id="winter"),
        pytest.param("2026-03-08", "America/New_York", "2026-03-08T05:00", id="23 hours long"),
        pytest.param("2026-03-09", "America/New_York", "2026-03-09T04:00", id="after the gap"),
        pytest.param("2026-11-01", "America/New_York", "2026-11-01T04:00", id="25 hours long"),
        pytest.param("2026-11-02", "America/New_York", "2026-11-02T05:00", id="after the overlap"),
        pytest.param("2026-04-24", "Africa/Cairo", "2026-04-23T22:00", id="midnight is skipped"),
        pytest.param("2026-10-30", "Africa/Cairo", "2026-10-29T22:00", id="23:00 comes twice"),
        pytest.param("2026-11-01", "America/Havana", "2026-11-01T04:00", id="midnight comes twice"),
        pytest.param("1919-03-31", "America/Toronto", "1919-03-31T04:30", id="jump before it"),
        pytest.param("2011-12-29", "Pacific/Apia", "2011-12-29T10:00", id="before the lost day"),
        pytest.param("2011-12-30", "Pacific/Apia", "2011-12-30T10:00", id="the lost day"),
        pytest.param("2011-12-31", "Pacific/Apia", "2011-12-30T10:00", id="after the lost day"),
    ],
)
def test_a_day_starts_at_the_first_instant_that_is_in_it(
    day: str, zone_name: str, first: str
) -> None:
    expected = datetime.fromisoformat(first).replace(tzinfo=UTC)
    assert start_of_day(date.fromisoformat(day), zone_name) == expected


@given(DAYS, ZONES)
def test_the_instant_before_a_day_starts_is_in_an_earlier_day(day: date, zone_name: str) -> None:
    first = start_of_day(day, zone_name)
    assert local_date(first, zone_name) >= day
    assert local_date(first - timedelta(microseconds=1), zone_name) < day
    assert first.microsecond == 0


@given(DAYS, ZONES)
def test_days_follow_each_other_without_gap_or_overlap(day: date, zone_name: str) -> None:
    span = start_of_day(day + timedelta(days=1), zone_name) - start_of_day(day, zone_name)
    assert timedelta(0) <= span <= timedelta(hours=49)


def test_the_days_of_a_year_add_up_to_the_year() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(366)]
    starts = [start_of_day(day, "America/New_York") for day in days]
    spans = [after - before for before, after in pairwise(starts)]
    assert sum(spans, timedelta(0)) == timedelta(days=365)
    hours = [span / timedelta(hours=1) for span in spans]
    assert (hours.count(23), hours.count(24), hours.count(25)) == (1, 363, 1)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-01-31", 3, "2026-04-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-11-30", 600, "2076-11-30"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_months_later_is_the_same_day_or_the_months_last(day: str, months: int, after: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(after)


@pytest.mark.parametrize(
    ("day", "months"),
    [("9999-11-30", 1), ("9999-12-31", 0), ("9999-12-01", 1), ("9000-01-01", 12_000)],
)
def test_no_month_leads_beyond_the_last_day(day: str, months: int) -> None:
    """case 39, year 9999: what lies beyond is the last day, never an error."""
    assert add_months(date.fromisoformat(day), months) == LAST_DAY


@pytest.mark.parametrize(
    ("day", "days"), [("9999-12-29", 2), ("9999-12-31", 1), ("2026-01-01", 10**7)]
)
def test_no_day_leads_beyond_the_last_day(day: str, days: int) -> None:
    assert add_days(date.fromisoformat(day), days) == LAST_DAY


def test_a_day_of_the_year_is_the_months_last_where_there_is_no_such() -> None:
    assert day_of_year(2026, 2, 29) == date(2026, 2, 28)
    assert day_of_year(2028, 2, 29) == date(2028, 2, 29)
    assert day_of_year(2026, 12, 31) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("today", "born", "expected"),
    [
        ("2026-02-28", (2, 29), True),
        ("2028-02-28", (2, 29), False),
        ("2028-02-29", (2, 29), True),
        ("2026-03-01", (2, 29), False),
        ("2026-02-28", (2, 28), True),
        ("2026-06-15", (6, 15), True),
        ("2026-06-15", (6, 14), False),
    ],
)
def test_a_birthday_on_the_29th_of_february_is_the_28th_in_common_years(
    today: str, born: tuple[int, int], expected: bool
) -> None:
    assert is_birthday(date.fromisoformat(today), *born) is expected


@pytest.mark.parametrize("born", [(2, 29), (2, 28), (12, 31)])
def test_there_is_one_birthday_a_year(born: tuple[int, int]) -> None:
    for year in (2026, 2028):
        days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
        days.append(date(year, 12, 31))
        assert sum(is_birthday(day, *born) for day in set(days)) == 1


@given(st.integers(0, 253_402_300_799_999))
def test_milliseconds_are_kept_exactly(milliseconds: int) -> None:
    assert to_ms(from_ms(milliseconds)) == milliseconds


def test_what_is_less_than_a_millisecond_is_cut() -> None:
    assert to_ms(datetime(1970, 1, 1, 0, 0, 0, 1999, tzinfo=UTC)) == 1
