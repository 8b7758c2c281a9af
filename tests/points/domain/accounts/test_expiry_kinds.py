"""Every kind of expiry, in days where people live. Case 39 of reliability.md; features.md."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_points.domain.accounts.expiry import expire_time
from loyalty_points.domain.instants import LAST_DAY, local_date, start_of_day
from loyalty_points.domain.programs.policies import ExpiryPolicy
from loyalty_sdk import ExpiryKind, ExpiryOverride, ExpiryRounding, ExpiryUnit

DAYS, MONTHS, YEARS = ExpiryUnit
DAY, MONTH, YEAR = ExpiryRounding
ZONES = ["UTC", "Asia/Shanghai", "America/New_York", "Africa/Cairo", "Pacific/Apia"]
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))


def rolling(count: int, unit: ExpiryUnit, rounding: ExpiryRounding = DAY) -> ExpiryPolicy:
    return ExpiryPolicy.of(ExpiryOverride.rolling(count, unit, rounding))


def calendar(*days: str) -> ExpiryPolicy:
    return ExpiryPolicy.of(ExpiryOverride.calendar(*days))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def first_day_without(policy: ExpiryPolicy, start: str, zone_name: str = "UTC") -> str:
    """Return the local day at whose start the points are gone."""
    end = expire_time(policy, instant(start), zone_name)
    assert end is not None
    day = local_date(end, zone_name)
    assert end == start_of_day(day, zone_name)
    return day.isoformat()


@pytest.mark.parametrize(
    ("policy", "start", "gone"),
    [
        pytest.param(rolling(1, MONTHS), "2026-01-25T12:00", "2026-02-26", id="25 January"),
        pytest.param(rolling(0, MONTHS), "2026-01-01T12:00", "2026-01-02", id="0 months"),
        pytest.param(rolling(1, MONTHS), "2026-01-31T12:00", "2026-03-01", id="31 January"),
        pytest.param(rolling(1, MONTHS, MONTH), "2026-01-09T12:00", "2026-03-01", id="rounded up"),
    ],
)
def test_months_that_roll(policy: ExpiryPolicy, start: str, gone: str) -> None:
    """features.md AC-19, Voucherify: to the end of 25 February, 1 January, 28 February (twice)."""
    assert first_day_without(policy, start) == gone


@pytest.mark.parametrize(
    ("policy", "start", "gone"),
    [
        pytest.param(rolling(0, MONTHS, MONTH), "2018-01-22T12:00", "2018-02-01", id="month"),
        pytest.param(rolling(0, YEARS, YEAR), "2018-01-01T00:00", "2019-01-01", id="year"),
        pytest.param(
            rolling(0, YEARS, YEAR), "2018-12-31T23:59", "2019-01-01", id="its last minute"
        ),
        pytest.param(calendar("12-31"), "2018-06-15T12:00", "2019-01-01", id="31 December"),
        pytest.param(calendar("12-31"), "2018-12-31T23:59", "2019-01-01", id="on 31 December"),
    ],
)
def test_the_end_of_the_month_and_of_the_year_of_earning(
    policy: ExpiryPolicy, start: str, gone: str
) -> None:
    """features.md AC-06, Open Loyalty: 22 January until 1 February, 2018 until 1 January 2019."""
    assert first_day_without(policy, start) == gone


@pytest.mark.parametrize(
    ("policy", "start", "gone"),
    [
        pytest.param(rolling(90, DAYS), "2026-01-01T12:00", "2026-04-02", id="90 days"),
        pytest.param(rolling(1, DAYS, MONTH), "2026-01-31T12:00", "2026-03-01", id="1 day, month"),
        pytest.param(rolling(1, DAYS, YEAR), "2026-12-31T12:00", "2028-01-01", id="1 day, year"),
        pytest.param(rolling(1, YEARS), "2028-02-29T12:00", "2029-03-01", id="29 February"),
        pytest.param(rolling(4, YEARS), "2028-02-29T12:00", "2032-03-01", id="leap to leap"),
        pytest.param(rolling(2, YEARS, YEAR), "2026-03-03T12:00", "2029-01-01", id="2 years, year"),
        pytest.param(rolling(13, MONTHS), "2026-01-31T12:00", "2027-03-01", id="not clamped twice"),
    ],
)
def test_days_and_years_that_roll(policy: ExpiryPolicy, start: str, gone: str) -> None:
    assert first_day_without(policy, start) == gone


@pytest.mark.parametrize(
    ("days", "start", "gone"),
    [
        pytest.param(("06-30", "12-31"), "2026-06-30T12:00", "2026-07-01", id="today included"),
        pytest.param(("12-31", "06-30"), "2026-07-01T12:00", "2027-01-01", id="then the next"),
        pytest.param(("06-30",), "2026-07-01T12:00", "2027-07-01", id="then next year's"),
        pytest.param(("02-29",), "2026-01-01T12:00", "2026-03-01", id="28th in a common year"),
        pytest.param(("02-29",), "2028-01-01T12:00", "2028-03-01", id="29th in a leap year"),
        pytest.param(("02-28", "02-29"), "2028-02-29T12:00", "2028-03-01", id="past the 28th"),
    ],
)
def test_days_of_the_year(days: tuple[str, ...], start: str, gone: str) -> None:
    assert first_day_without(calendar(*days), start) == gone


@pytest.mark.parametrize(
    ("policy", "start", "zone_name", "end"),
    [
        pytest.param(
            rolling(1, DAYS), "2026-03-07T12:00", "America/New_York", "2026-03-09T04:00", id="gap"
        ),
        pytest.param(
            rolling(1, DAYS),
            "2026-10-31T12:00",
            "America/New_York",
            "2026-11-02T05:00",
            id="overlap",
        ),
        pytest.param(
            calendar("04-23"),
            "2026-01-01T12:00",
            "Africa/Cairo",
            "2026-04-23T22:00",
            id="no midnight",
        ),
        pytest.param(
            rolling(1, DAYS), "2011-12-29T12:00", "Pacific/Apia", "2011-12-30T10:00", id="lost day"
        ),
        pytest.param(
            calendar("12-29"),
            "2011-12-01T12:00",
            "Pacific/Apia",
            "2011-12-30T10:00",
            id="before it",
        ),
        pytest.param(
            rolling(0, YEARS, YEAR),
            "2026-12-31T16:30",
            "Asia/Shanghai",
            "2027-12-31T16:00",
            id="new year",
        ),
    ],
)
def test_it_is_the_first_instant_of_a_local_day(
    policy: ExpiryPolicy, start: str, zone_name: str, end: str
) -> None:
    assert expire_time(policy, instant(start), zone_name) == instant(end)


def test_what_never_expires() -> None:
    never = ExpiryPolicy.of(ExpiryOverride.never())
    assert expire_time(never, instant("2026-01-01T00:00"), "UTC") is None
    assert never.in_force is ExpiryKind.NEVER


def test_inactivity_counts_from_the_last_activity() -> None:
    """The same sum as rolling, from another start; the policy says that it slides."""
    policy = ExpiryPolicy.of(ExpiryOverride.inactivity(12, MONTHS, MONTH))
    assert policy.slides
    assert first_day_without(policy, "2026-01-31T12:00") == "2027-02-01"
    assert first_day_without(policy, "2026-05-02T12:00") == "2027-06-01"


def test_months_without_a_kind_roll_as_they_always_did() -> None:
    policy = ExpiryPolicy(months=24, rounding=MONTH)
    assert first_day_without(policy, "2026-01-31T12:00") == "2028-02-01"
    assert (policy.in_force, policy.slides) == (ExpiryKind.ROLLING, False)
    assert ExpiryPolicy(months=0).in_force is ExpiryKind.NEVER


@pytest.mark.parametrize(
    "policy",
    [
        rolling(100, YEARS),
        rolling(1200, MONTHS, MONTH),
        rolling(36_525, DAYS, YEAR),
        ExpiryPolicy(months=1200, rounding=MONTH),
        calendar("01-01"),
    ],
)
@pytest.mark.parametrize("zone_name", [*ZONES, "Pacific/Kiritimati", "Etc/GMT+12"])
def test_what_would_expire_beyond_the_year_9999_never_does(
    policy: ExpiryPolicy, zone_name: str
) -> None:
    """Case 39, year 9999. The API takes no instant from the year 9000 on; the sums bear them."""
    assert expire_time(policy, instant("9999-06-15T12:00"), zone_name) is None
    assert expire_time(rolling(1, DAYS), instant("9999-12-30T00:00"), zone_name) is None


def test_the_last_day_that_is_reckoned_with_starts_everywhere() -> None:
    for zone_name in (*ZONES, "Pacific/Kiritimati", "Etc/GMT+12"):
        assert local_date(start_of_day(LAST_DAY, zone_name), zone_name) == LAST_DAY


COUNTS = st.integers(0, 400)
POLICIES = st.one_of(
    st.builds(rolling, COUNTS, st.sampled_from([DAYS, MONTHS]), st.sampled_from(ExpiryRounding)),
    st.builds(rolling, st.integers(0, 100), st.just(YEARS), st.sampled_from(ExpiryRounding)),
    st.builds(
        lambda days: calendar(*{f"{day:%m-%d}": None for day in days}),
        st.lists(st.dates(date(2000, 1, 1), date(2000, 12, 31)), min_size=1, max_size=12),
    ),
)


@given(POLICIES, INSTANTS, st.sampled_from(ZONES))
def test_it_lies_after_the_start_at_a_local_midnight_or_the_first_instant_after(
    policy: ExpiryPolicy, start: datetime, zone_name: str
) -> None:
    end = expire_time(policy, start, zone_name)
    assert end is not None
    assert end > start
    assert local_date(end - timedelta(milliseconds=1), zone_name) < local_date(end, zone_name)


@given(POLICIES, INSTANTS, st.timedeltas(timedelta(0), timedelta(days=800)), st.sampled_from(ZONES))
def test_later_points_never_expire_sooner(
    policy: ExpiryPolicy, start: datetime, later: timedelta, zone_name: str
) -> None:
    first, second = (expire_time(policy, each, zone_name) for each in (start, start + later))
    assert first is not None
    assert second is not None
    assert first <= second


@pytest.mark.parametrize("zone_name", ZONES)
@pytest.mark.parametrize("year", [2011, 2026, 2028])
def test_a_run_hour_by_hour_over_a_year_meets_one_end_of_it(zone_name: str, year: int) -> None:
    """Case 39: the sum over a year of the tick-by-tick run is exactly 1."""
    first = start_of_day(date(year, 1, 1), zone_name)
    hours = [first + timedelta(hours=number) for number in range(367 * 24)]
    ends = [expire_time(calendar("06-30"), hour, zone_name) for hour in hours]
    changes = [
        hour for hour, (old, new) in zip(hours[1:], pairwise(ends), strict=True) if old != new
    ]
    assert changes == [ends[0]] == [start_of_day(date(year, 7, 1), zone_name)]


@given(st.dates(date(2000, 1, 1), date(2099, 1, 1)), st.sampled_from(ZONES))
def test_the_days_of_a_year_expire_on_as_many_midnights(day: date, zone_name: str) -> None:
    """No day is left out by what is counted in days, and none comes twice but Apia's lost one."""
    days = [day + timedelta(days=number) for number in range(366)]
    noons = [start_of_day(each, zone_name) + timedelta(hours=12) for each in days]
    ends: list[Any] = [expire_time(rolling(1, DAYS), noon, zone_name) for noon in noons]
    lost = zone_name == "Pacific/Apia" and days[0] <= date(2011, 12, 29) <= days[-1]
    assert len(set(ends)) >= len(days) - 2 * lost
    assert ends == sorted(ends)
