"""When points expire: the words that a program and a rule have for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .integers import require_int

CALENDAR_DAYS_MAX = 31
_LEAP_YEAR = 2000
_CALENDAR_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")


class ExpiryKind(StrEnum):
    """What makes points expire."""

    NEVER = "never"
    """Nothing."""
    ROLLING = "rolling"
    """A count of days, months or years since they became spendable."""
    CALENDAR = "calendar"
    """The end of the next of certain days of the year."""
    INACTIVITY = "inactivity"
    """A count of days, months or years since the member was last active: it slides on."""


class ExpiryUnit(StrEnum):
    """What is counted."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


class ExpiryRounding(StrEnum):
    """To the end of what an expiry is counted."""

    END_OF_DAY = "end_of_day"
    END_OF_MONTH = "end_of_month"
    END_OF_YEAR = "end_of_year"


COUNT_MAX = {ExpiryUnit.DAYS: 36_525, ExpiryUnit.MONTHS: 1200, ExpiryUnit.YEARS: 100}
"""The most of each unit: a hundred years."""
COUNT_MIN = {ExpiryKind.ROLLING: 0, ExpiryKind.INACTIVITY: 1}
"""The least for each kind that counts; rolling, 0 is the end of the day, month or year itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiryOverride:
    """When an award's points expire, whatever the program says. Best made by the methods below.

    Counted from when they become spendable, in the days of the awarding business's zone,
    or of the program's for a group-wide plugin. Raises TypeError or ValueError where a
    value is not of its type and range, or belongs to another kind.
    """

    kind: ExpiryKind
    count: int = 0
    """For ROLLING 0, for INACTIVITY 1, to what `COUNT_MAX` says of the unit."""
    unit: ExpiryUnit = ExpiryUnit.MONTHS
    rounding: ExpiryRounding = ExpiryRounding.END_OF_DAY
    calendar_days: tuple[str, ...] = ()
    """For CALENDAR: 1 to `CALENDAR_DAYS_MAX` last days, "MM-DD", no two alike."""

    def __post_init__(self) -> None:
        for name, wanted in _ENUMS.items():
            if type(getattr(self, name)) is not wanted:
                raise TypeError(f"{name} must be an {wanted.__name__}")
        least = COUNT_MIN.get(self.kind)
        most = 0 if least is None else COUNT_MAX[self.unit]
        require_int(self.count, "count", least or 0, most)
        _require_calendar_days(self.kind, self.calendar_days)

    @classmethod
    def never(cls) -> ExpiryOverride:
        """Return that the points never expire."""
        return cls(kind=ExpiryKind.NEVER)

    @classmethod
    def rolling(
        cls, count: int, unit: ExpiryUnit, rounding: ExpiryRounding = ExpiryRounding.END_OF_DAY
    ) -> ExpiryOverride:
        """Return the expiry so many days, months or years on, to the end of what it rounds to."""
        return cls(kind=ExpiryKind.ROLLING, count=count, unit=unit, rounding=rounding)

    @classmethod
    def calendar(cls, *days: str) -> ExpiryOverride:
        """Return the expiry at the end of the next of these days of the year, "MM-DD"."""
        return cls(kind=ExpiryKind.CALENDAR, calendar_days=days)

    @classmethod
    def inactivity(
        cls, count: int, unit: ExpiryUnit, rounding: ExpiryRounding = ExpiryRounding.END_OF_DAY
    ) -> ExpiryOverride:
        """Return the expiry so long after the member was last active."""
        return cls(kind=ExpiryKind.INACTIVITY, count=count, unit=unit, rounding=rounding)


_ENUMS: dict[str, type[StrEnum]] = {
    "kind": ExpiryKind,
    "unit": ExpiryUnit,
    "rounding": ExpiryRounding,
}


def require_expiry(value: object) -> None:
    """Check an award's expiry, also one that was changed after it was made."""
    if value is None:
        return
    if type(value) is not ExpiryOverride:
        raise TypeError(f"expiry must be an ExpiryOverride or None, got {value!r}")
    value.__post_init__()


def calendar_day(text: str) -> tuple[int, int]:
    """Return the month and the day that "MM-DD" names; 29 February is one.

    Raises ValueError.
    """
    match = _CALENDAR_DAY.fullmatch(text)
    if match is None:
        raise ValueError(f"must be a day of the year as MM-DD, got {text!r}")
    found = date(_LEAP_YEAR, int(match[1]), int(match[2]))
    return found.month, found.day


def _require_calendar_days(kind: ExpiryKind, days: object) -> None:
    if type(days) is not tuple or not all(type(day) is str for day in days):
        raise TypeError(f"calendar_days must be a tuple of str, got {days!r}")
    least, most = (1, CALENDAR_DAYS_MAX) if kind is ExpiryKind.CALENDAR else (0, 0)
    if not least <= len(days) <= most:
        raise ValueError(f"calendar_days must hold {least} to {most} for {kind.name}")
    if len({calendar_day(day) for day in days}) < len(days):
        raise ValueError(f"calendar_days must not hold a day twice, got {days!r}")
