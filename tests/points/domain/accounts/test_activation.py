"""When points become spendable (features.md §2.2), at the edges of time (reliability.md, 39)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_points.domain.accounts.activation import Awaits, activate_ms, activate_time
from loyalty_points.domain.accounts.expiry import expire_time
from loyalty_points.domain.accounts.lots import AWAITING_MS
from loyalty_points.domain.instants import LAST_DAY, local_date, start_of_day, to_ms
from loyalty_points.domain.programs.policies import ExpiryPolicy
from loyalty_sdk import DELAY_DAYS_MAX, Activation, ExpiryOverride, ExpiryUnit

ZONES = ["UTC", "Asia/Shanghai", "America/New_York", "Africa/Cairo", "Pacific/Apia"]
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


EARNED = instant("2026-06-03T10:00")


@pytest.mark.parametrize("activation", [None, Activation.at_once()])
def test_at_once_is_no_instant(activation: Activation | None) -> None:
    assert activate_time(activation, EARNED, "UTC") is None
    assert activate_ms(activation, EARNED, "UTC") == 0


def test_what_awaits_the_till_has_no_instant_yet() -> None:
    activation = Activation.on_confirmation()
    assert activate_time(activation, EARNED, "UTC") is Awaits.CONFIRMATION
    assert activate_ms(activation, EARNED, "UTC") == AWAITING_MS


def test_an_interval_is_of_real_seconds() -> None:
    """case 39: a day of 86,400 seconds over the gap ends at another hour of the clock."""
    before_the_gap = instant("2026-03-07T20:00")
    found = activate_time(Activation.after(86_400), before_the_gap, "America/New_York")
    assert found == instant("2026-03-08T20:00")
    assert isinstance(found, datetime)
    assert found.astimezone(ZoneInfo("America/New_York")).hour == 16


def test_an_instant_is_kept_in_milliseconds() -> None:
    at = datetime(2026, 7, 1, 0, 0, 0, 999_999, tzinfo=ZoneInfo("Asia/Shanghai"))
    found = activate_time(Activation.at(at), EARNED, "UTC")
    assert found == instant("2026-06-30T16:00:00.999")
    assert isinstance(found, datetime)
    assert activate_ms(Activation.at(at), EARNED, "UTC") == to_ms(found)


@pytest.mark.parametrize(
    "activation",
    [
        Activation.at(EARNED),
        Activation.at(EARNED - timedelta(days=1)),
        Activation.at(EARNED + timedelta(microseconds=999)),
        Activation.on(date(2026, 6, 3)),
        Activation.on(date(1970, 1, 1)),
    ],
)
def test_what_has_passed_is_at_once(activation: Activation) -> None:
    assert activate_time(activation, EARNED, "Asia/Shanghai") is None
    assert activate_ms(activation, EARNED, "Asia/Shanghai") == 0


@pytest.mark.parametrize(
    ("activation", "earned", "zone_name", "found"),
    [
        pytest.param(
            Activation.start_of_day(1),
            "2026-06-03T15:59",
            "Asia/Shanghai",
            "2026-06-03T16:00",
            id="tomorrow, a minute on",
        ),
        pytest.param(
            Activation.start_of_day(1),
            "2026-06-03T16:00",
            "Asia/Shanghai",
            "2026-06-04T16:00",
            id="at midnight it is the next day already",
        ),
        pytest.param(
            Activation.end_of_day(0),
            "2026-11-01T05:30",
            "America/New_York",
            "2026-11-02T05:00",
            id="01:30 EDT, of a day of 25 hours",
        ),
        pytest.param(
            Activation.end_of_day(0),
            "2026-11-01T06:30",
            "America/New_York",
            "2026-11-02T05:00",
            id="01:30 EST, the same day",
        ),
        pytest.param(
            Activation.end_of_day(0),
            "2026-03-08T12:00",
            "America/New_York",
            "2026-03-09T04:00",
            id="of a day of 23 hours",
        ),
        pytest.param(
            Activation.start_of_day(1),
            "2026-04-23T12:00",
            "Africa/Cairo",
            "2026-04-23T22:00",
            id="no midnight: 01:00 is the day's first instant",
        ),
        pytest.param(
            Activation.on(date(2026, 4, 24)),
            "2026-04-01T12:00",
            "Africa/Cairo",
            "2026-04-23T22:00",
            id="on the day without midnight",
        ),
        pytest.param(
            Activation.start_of_day(1),
            "2011-12-29T20:00",
            "Pacific/Apia",
            "2011-12-30T10:00",
            id="the lost day: the start of the next",
        ),
        pytest.param(
            Activation.start_of_day(2),
            "2011-12-29T20:00",
            "Pacific/Apia",
            "2011-12-30T10:00",
            id="the day after the lost one, the same instant",
        ),
        pytest.param(
            Activation.on(date(2011, 12, 30)),
            "2011-12-01T20:00",
            "Pacific/Apia",
            "2011-12-30T10:00",
            id="on the lost day",
        ),
        pytest.param(
            Activation.end_of_day(1),
            "2028-02-28T12:00",
            "UTC",
            "2028-03-01T00:00",
            id="the end of 29 February",
        ),
    ],
)
def test_local_days_start_at_their_first_instant(
    activation: Activation, earned: str, zone_name: str, found: str
) -> None:
    assert activate_time(activation, instant(earned), zone_name) == instant(found)


def test_the_expiry_counts_from_the_activation() -> None:
    """features.md §2.2: points of 17 December for January live a month from January on."""
    zone_name = "America/New_York"
    active = activate_time(Activation.on(date(2027, 1, 1)), instant("2026-12-17T12:00"), zone_name)
    assert active == instant("2027-01-01T05:00")
    assert isinstance(active, datetime)
    policy = ExpiryPolicy.of(ExpiryOverride.rolling(1, ExpiryUnit.MONTHS))
    assert expire_time(policy, active, zone_name) == instant("2027-02-02T05:00")


def test_the_end_of_a_day_and_the_start_of_the_next_are_one_instant() -> None:
    """features.md §2.9: expiry on 31 December and activation on 1 January meet."""
    ends = activate_time(Activation.end_of_day(0), instant("2025-12-31T12:00"), "UTC")
    policy = ExpiryPolicy.of(ExpiryOverride.calendar("12-31"))
    assert ends == expire_time(policy, instant("2025-06-01T12:00"), "UTC")
    assert ends == activate_time(Activation.on(date(2026, 1, 1)), EARNED - timedelta(300), "UTC")


@pytest.mark.parametrize("zone_name", [*ZONES, "Pacific/Kiritimati", "Etc/GMT+12"])
def test_no_day_lies_beyond_the_last(zone_name: str) -> None:
    """case 39, year 9999: such points stay pending to the last day there is."""
    earned = instant("9999-06-15T12:00")
    for activation in (Activation.end_of_day(DELAY_DAYS_MAX), Activation.start_of_day(300)):
        found = activate_time(activation, earned, zone_name)
        assert found == start_of_day(LAST_DAY, zone_name)
        assert isinstance(found, datetime)
        never = ExpiryPolicy.of(ExpiryOverride.rolling(1, ExpiryUnit.DAYS))
        assert expire_time(never, found, zone_name) is None


@given(INSTANTS, st.integers(0, DELAY_DAYS_MAX), st.sampled_from(ZONES))
def test_a_day_starts_after_the_purchase_at_a_local_midnight(
    earned: datetime, days: int, zone_name: str
) -> None:
    found = activate_time(Activation.end_of_day(days), earned, zone_name)
    assert isinstance(found, datetime)
    assert found > earned
    assert local_date(found - timedelta(milliseconds=1), zone_name) < local_date(found, zone_name)
    if days:
        before = activate_time(Activation.start_of_day(days), earned, zone_name)
        assert isinstance(before, datetime)
        assert before <= found


@given(INSTANTS, st.timedeltas(timedelta(0), timedelta(days=3)), st.integers(1, 40))
def test_later_purchases_never_become_spendable_sooner(
    earned: datetime, later: timedelta, days: int
) -> None:
    for zone_name in ZONES:
        first, second = (
            activate_time(Activation.start_of_day(days), each, zone_name)
            for each in (earned, earned + later)
        )
        assert isinstance(first, datetime)
        assert isinstance(second, datetime)
        assert first <= second
