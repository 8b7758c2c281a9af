"""When points expire. Case 39 of reliability.md; worked numbers of features.md."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_points.domain.accounts.expiry import expire_time
from loyalty_points.domain.instants import local_date
from loyalty_points.domain.programs.policies import ExpiryPolicy
from loyalty_sdk import ExpiryRounding

DAY, MONTH = ExpiryRounding.END_OF_DAY, ExpiryRounding.END_OF_MONTH


def first_day_without(
    earned: str, months: int, rounding: ExpiryRounding, zone_name: str = "UTC"
) -> str:
    """Return the local day, and the time if not midnight, from when on points are gone."""
    instant = datetime.fromisoformat(earned).replace(tzinfo=UTC)
    end = expire_time(ExpiryPolicy(months=months, rounding=rounding), instant, zone_name)
    assert end is not None
    return local_date(end, zone_name).isoformat()


@pytest.mark.parametrize(
    ("earned", "rounding", "gone"),
    [
        pytest.param("2026-01-25", DAY, "2026-02-26", id="usable to the end of 25 February"),
        pytest.param("2026-01-31", DAY, "2026-03-01", id="usable to the end of 28 February"),
        pytest.param("2026-01-25", MONTH, "2026-03-01", id="rounded up to the month's end"),
    ],
)
def test_one_month_from_a_day_in_january(earned: str, rounding: ExpiryRounding, gone: str) -> None:
    """features.md AC-19, Voucherify."""
    assert first_day_without(f"{earned}T12:00", 1, rounding) == gone


def test_points_of_december_expire_with_a_month_at_new_year() -> None:
    """features.md AC-06, Open Loyalty, one month on: 00:00 on the first of a month."""
    end = expire_time(
        ExpiryPolicy(months=1, rounding=MONTH), datetime(2025, 12, 22, tzinfo=UTC), "UTC"
    )
    assert end == datetime(2026, 2, 1, tzinfo=UTC)


def test_no_months_mean_never() -> None:
    policy = ExpiryPolicy(months=0, rounding=DAY)
    assert expire_time(policy, datetime(2026, 1, 1, tzinfo=UTC), "UTC") is None


def test_the_day_counts_where_the_points_were_earned() -> None:
    late_evening_in_new_york = "2026-02-01T03:30"
    assert first_day_without(late_evening_in_new_york, 1, DAY, "America/New_York") == "2026-03-01"
    assert first_day_without(late_evening_in_new_york, 1, DAY, "UTC") == "2026-03-02"


@pytest.mark.parametrize(
    ("earned", "zone_name", "end"),
    [
        pytest.param("2026-02-07T12:00", "America/New_York", "2026-03-08T05:00", id="the gap"),
        pytest.param("2026-02-08T12:00", "America/New_York", "2026-03-09T04:00", id="after it"),
        pytest.param("2026-10-01T12:00", "America/New_York", "2026-11-02T05:00", id="the overlap"),
        pytest.param("2026-03-23T12:00", "Africa/Cairo", "2026-04-23T22:00", id="no midnight"),
        pytest.param("2011-11-29T12:00", "Pacific/Apia", "2011-12-30T10:00", id="no such day"),
        pytest.param("2028-01-29T12:00", "UTC", "2028-03-01T00:00", id="29 February"),
    ],
)
def test_the_end_of_a_day_is_the_first_instant_of_the_next_there(
    earned: str, zone_name: str, end: str
) -> None:
    instant = datetime.fromisoformat(earned).replace(tzinfo=UTC)
    expected = datetime.fromisoformat(end).replace(tzinfo=UTC)
    assert expire_time(ExpiryPolicy(months=1, rounding=DAY), instant, zone_name) == expected


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)),
    st.integers(1, 24),
    st.sampled_from(["UTC", "America/New_York", "Africa/Cairo", "Pacific/Apia"]),
)
def test_rounding_to_the_month_never_takes_a_day_away(
    earned: datetime, months: int, zone_name: str
) -> None:
    by_day = expire_time(ExpiryPolicy(months=months, rounding=DAY), earned, zone_name)
    by_month = expire_time(ExpiryPolicy(months=months, rounding=MONTH), earned, zone_name)
    assert by_day is not None
    assert by_month is not None
    assert earned < by_day <= by_month
    assert local_date(by_month, zone_name).day == 1 or by_month == by_day
    assert by_month - by_day < timedelta(days=31)


def test_a_year_passes_in_a_common_and_a_leap_year_alike() -> None:
    assert first_day_without("2027-02-28T12:00", 12, DAY) == "2028-02-29"
    assert first_day_without("2028-02-29T12:00", 12, DAY) == date(2029, 3, 1).isoformat()
