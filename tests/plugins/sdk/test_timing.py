"""When points become spendable and when they expire, as rules say it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from loyalty_sdk import (
    COUNT_MAX,
    DELAY_DAYS_MAX,
    DELAY_SECONDS_MAX,
    Activation,
    ActivationKind,
    ExpiryKind,
    ExpiryOverride,
    ExpiryRounding,
    ExpiryUnit,
    PointsAward,
    calendar_day,
)

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)
AWARD: dict[str, Any] = {"points": 10, "rule_id": "spend", "reason": "retail-spend"}
K = ActivationKind


class DerivedTime(datetime):
    """Could run a plugin's code wherever it is compared."""


class DerivedZone(tzinfo):
    def utcoffset(self, _: datetime | None) -> timedelta:
        return timedelta(0)

    def dst(self, _: datetime | None) -> None: ...

    def tzname(self, _: datetime | None) -> None: ...


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        pytest.param(K.AFTER_INTERVAL, {"seconds": 0}, id="no interval"),
        pytest.param(K.AFTER_INTERVAL, {"seconds": DELAY_SECONDS_MAX + 1}, id="too long"),
        pytest.param(K.AFTER_INTERVAL, {"seconds": 1, "days": 1}, id="seconds and days"),
        pytest.param(K.START_OF_DAY, {"days": 0}, id="the start of today has passed"),
        pytest.param(K.START_OF_DAY, {"days": DELAY_DAYS_MAX + 1}, id="too many days"),
        pytest.param(K.END_OF_DAY, {"days": -1}, id="yesterday"),
        pytest.param(K.END_OF_DAY, {"days": DELAY_DAYS_MAX + 1}, id="ends too late"),
        pytest.param(K.AT_INSTANT, {"instant": NOON.replace(year=9000)}, id="year 9000"),
        pytest.param(K.AT_INSTANT, {"instant": NOON, "day": NOON.date()}, id="instant and day"),
        pytest.param(K.ON_DATE, {"day": date(1969, 12, 31)}, id="before 1970"),
        pytest.param(K.ON_DATE, {"day": date(9000, 1, 1)}, id="day of the year 9000"),
        pytest.param(K.AT_ONCE, {"seconds": 1}, id="at once, with seconds"),
        pytest.param(K.ON_CONFIRMATION, {"instant": NOON}, id="confirmed, with an instant"),
    ],
)
def test_an_activation_out_of_range_or_of_two_kinds_is_refused(
    kind: ActivationKind, parts: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=r"seconds|days|instant|day"):
        Activation(kind=kind, **parts)


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        pytest.param("at_once", {}, id="a text for a kind"),
        pytest.param(K.AFTER_INTERVAL, {"seconds": 1.0}, id="a float"),
        pytest.param(K.END_OF_DAY, {"days": True}, id="a bool"),
        pytest.param(K.AT_INSTANT, {}, id="no instant"),
        pytest.param(K.AT_INSTANT, {"instant": datetime(2026, 1, 1)}, id="a naive time"),
        pytest.param(
            K.AT_INSTANT, {"instant": DerivedTime(2026, 1, 1, tzinfo=UTC)}, id="a time of its own"
        ),
        pytest.param(
            K.AT_INSTANT, {"instant": NOON.replace(tzinfo=DerivedZone())}, id="a zone of its own"
        ),
        pytest.param(K.AT_INSTANT, {"instant": "2026-01-01T00:00Z"}, id="an instant as text"),
        pytest.param(K.ON_DATE, {"day": NOON}, id="an instant for a day"),
        pytest.param(K.ON_DATE, {}, id="no day"),
    ],
)
def test_an_activation_of_another_type_is_refused(kind: Any, parts: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        Activation(kind=kind, **parts)


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=2)), ZoneInfo("Asia/Shanghai")])
def test_an_instant_may_be_in_any_zone_of_the_standard_library(zone: tzinfo) -> None:
    assert Activation.at(NOON.astimezone(zone)).instant == NOON


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"kind": ExpiryKind.NEVER, "count": 1}, id="never, in a month"),
        pytest.param({"kind": ExpiryKind.CALENDAR}, id="no day"),
        pytest.param({"kind": ExpiryKind.CALENDAR, "calendar_days": ("02-30",)}, id="no such day"),
        pytest.param({"kind": ExpiryKind.CALENDAR, "calendar_days": ("6-30",)}, id="one digit"),
        pytest.param({"kind": ExpiryKind.CALENDAR, "calendar_days": ("06-30",) * 2}, id="twice"),
        pytest.param(
            {"kind": ExpiryKind.CALENDAR, "calendar_days": tuple(f"01-{n:02}" for n in range(32))},
            id="too many",
        ),
        pytest.param({"kind": ExpiryKind.ROLLING, "count": -1}, id="a month ago"),
        pytest.param({"kind": ExpiryKind.ROLLING, "count": 1201}, id="more than a hundred years"),
        pytest.param(
            {"kind": ExpiryKind.ROLLING, "calendar_days": ("06-30",)}, id="rolling, with a day"
        ),
        pytest.param({"kind": ExpiryKind.INACTIVITY, "count": 0}, id="no inactivity"),
    ],
)
def test_an_expiry_out_of_range_or_of_two_kinds_is_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"count|calendar_days|day"):
        ExpiryOverride(**parts)


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": "never"},
        {"kind": ExpiryKind.ROLLING, "unit": "days"},
        {"kind": ExpiryKind.ROLLING, "rounding": "end_of_day"},
        {"kind": ExpiryKind.ROLLING, "count": 1.0},
        {"kind": ExpiryKind.CALENDAR, "calendar_days": ["06-30"]},
        {"kind": ExpiryKind.CALENDAR, "calendar_days": (630,)},
    ],
)
def test_an_expiry_of_another_type_is_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        ExpiryOverride(**parts)


@pytest.mark.parametrize("unit", ExpiryUnit)
def test_a_hundred_years_can_be_said_in_every_unit(unit: ExpiryUnit) -> None:
    assert ExpiryOverride.rolling(COUNT_MAX[unit], unit).count == COUNT_MAX[unit]
    with pytest.raises(ValueError, match="count"):
        ExpiryOverride.inactivity(COUNT_MAX[unit] + 1, unit)


def test_the_29th_of_february_is_a_day_of_the_year() -> None:
    assert calendar_day("02-29") == (2, 29)


def test_what_a_rule_says_of_time_goes_into_its_award_and_cannot_be_changed() -> None:
    expiry = ExpiryOverride.rolling(0, ExpiryUnit.YEARS, ExpiryRounding.END_OF_YEAR)
    award = PointsAward(**AWARD, activation=Activation.end_of_day(14), expiry=expiry)
    assert hash(award) == hash(
        PointsAward(**AWARD, activation=Activation.end_of_day(14), expiry=expiry)
    )
    with pytest.raises(FrozenInstanceError):
        award.activation.days = 15  # type: ignore[union-attr, misc]


@pytest.mark.parametrize(("name", "wrong"), [("activation", 3600), ("expiry", "never")])
def test_an_award_takes_no_other_type(name: str, wrong: Any) -> None:
    with pytest.raises(TypeError, match=name):
        PointsAward(**AWARD, **{name: wrong})


def test_an_award_finds_what_was_spoilt_after_it_was_made() -> None:
    activation, expiry = Activation.after(1), ExpiryOverride.never()
    award = PointsAward(**AWARD, activation=activation, expiry=expiry)
    object.__setattr__(activation, "seconds", 1.5)
    with pytest.raises(TypeError, match="seconds"):
        award.__post_init__()
    object.__setattr__(activation, "seconds", 1)
    object.__setattr__(expiry, "count", 7)
    with pytest.raises(ValueError, match="count"):
        award.__post_init__()
