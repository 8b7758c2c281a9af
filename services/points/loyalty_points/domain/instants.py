"""Days and months where people live, and the instants at which they end."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(instant: datetime) -> int:
    """Return whole milliseconds since 1970."""
    return (instant - EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """Return the instant that many milliseconds after 1970, in UTC."""
    return EPOCH + timedelta(milliseconds=milliseconds)


@lru_cache(maxsize=512)
def zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name."""
    return ZoneInfo(name)


def local_date(instant: datetime, zone_name: str) -> date:
    """Return the day it is there at that instant."""
    return instant.astimezone(zone(zone_name)).date()


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


def add_months(day: date, months: int) -> date:
    """Return the same day that many months on, or the month's last day if it has no such."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_birthday(today: date, month: int, day: int) -> bool:
    """Tell whether `today` is the birthday; 29 February is the 28th in common years."""
    if (month, day) == (2, 29) and monthrange(today.year, 2)[1] == 28:
        day = 28
    return (today.month, today.day) == (month, day)
