"""Days and months where people live, and the instants at which they end."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from loyalty_chassis.instants import EPOCH, from_ms, to_ms

__all__ = [
    "EPOCH",
    "LAST_DAY",
    "MILLISECOND",
    "add_days",
    "add_months",
    "day_of_year",
    "from_ms",
    "is_birthday",
    "local_date",
    "rfc3339",
    "start_of_day",
    "to_ms",
    "zone",
]

LAST_DAY = date(9999, 12, 30)
"""No day is reckoned beyond it: it starts within the years of a datetime in every zone."""
MILLISECOND = timedelta(milliseconds=1)
"""The least that two instants differ by."""


def rfc3339(instant: datetime) -> str:
    """Return an instant as text, in UTC and to the millisecond: later ones sort later."""
    whole = from_ms(to_ms(instant))
    return whole.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@lru_cache(maxsize=512)
def zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name."""
    return ZoneInfo(name)


def local_date(instant: datetime, zone_name: str) -> date:
    """Return the day it is there at that instant."""
    return instant.astimezone(zone(zone_name)).date()


@lru_cache(maxsize=4096)
def start_of_day(day: date, zone_name: str) -> datetime:
    """Return the first instant of a local day, in UTC.

    Where midnight is skipped (Cairo, 24 April 2026), that is when the clocks jumped to;
    where a whole day is skipped (Apia, 30 December 2011), the start of the next; where
    midnight comes twice, the first.
    """
    naive = datetime.combine(day, time.min)
    before = naive.replace(tzinfo=zone(zone_name), fold=0).astimezone(UTC)
    there = before.astimezone(zone(zone_name))
    if there.replace(tzinfo=None) == naive:
        return before
    return _end_of_gap(before, naive, zone_name)


def _end_of_gap(inside: datetime, naive: datetime, zone_name: str) -> datetime:
    """Return the instant at which local time jumped over `naive`, to the second."""
    low, high = inside - timedelta(hours=26), inside + timedelta(hours=26)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        reached = middle.astimezone(zone(zone_name)).replace(tzinfo=None) >= naive
        low, high = (low, middle) if reached else (middle, high)
    return high.replace(microsecond=0)


def add_days(day: date, days: int) -> date:
    """Return the day so many days on, at most the last."""
    return day + timedelta(days=days) if days < (LAST_DAY - day).days else LAST_DAY


def add_months(day: date, months: int) -> date:
    """Return the same day that many months on, at most the last day.

    Where the month has no such day, its last: 31 January and one month is 28 February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day_of_year(year, month + 1, day.day) if year <= LAST_DAY.year else LAST_DAY


def day_of_year(year: int, month: int, day: int) -> date:
    """Return that day, or the month's last if it has no such, at most the last of all."""
    return min(LAST_DAY, date(year, month, min(day, monthrange(year, month)[1])))


def is_birthday(today: date, month: int, day: int) -> bool:
    """Tell whether `today` is the birthday; 29 February is the 28th in common years."""
    if (month, day) == (2, 29) and monthrange(today.year, 2)[1] == 28:
        day = 28
    return (today.month, today.day) == (month, day)
