"""When points of a told award become spendable and expire, reckoned in the plainest way.

Shares no code with `loyalty_points.domain`. Instants are milliseconds since 1970.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONES = {
    "retail": "America/New_York",
    "hotel": "Asia/Shanghai",
    "dining": "Africa/Cairo",
    "fuel": "Europe/London",
    "group": "Pacific/Apia",
}
"""Where each funder's days are counted."""
AWAITS = 2**63 - 1
"""The activation of points that wait for the till's word."""


def ms(instant: datetime) -> int:
    return round(instant.timestamp() * 1000)


def day_of(instant: int, funder: str) -> date:
    return datetime.fromtimestamp(instant / 1000, ZoneInfo(ZONES[funder])).date()


def start_of(day: date, funder: str) -> int:
    """Return the first instant of a day; midnight is never skipped by more than an hour here."""
    return ms(datetime.combine(day, time(), ZoneInfo(ZONES[funder])).astimezone(UTC))


def active_from(word: str, earned: int, funder: str) -> int:
    """Return from when on told points can be spent; 0 for at once."""
    if word == "now":
        return 0
    if word == "till":
        return AWAITS
    number = int(word[1:])
    if word[0] == "d":
        return start_of(day_of(earned, funder) + timedelta(days=number), funder)
    return earned + number * 1000


def end_of(word: str, start: int, funder: str) -> int:
    """Return from when on told points cannot be spent any more; 0 for never."""
    if word == "never":
        return 0
    day, number = day_of(start, funder), int(word[1:])
    if word[0] == "c":
        while day.day not in (number, number + 10):
            day += timedelta(days=1)
        return start_of(day + timedelta(days=1), funder)
    if word[0] == "m":
        for _ in range(number + 1):
            day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        return start_of(day, funder)
    return start_of(day + timedelta(days=number + 1), funder)


def idle_days(word: str) -> int:
    """Return after how many days without activity told points expire; 0 for other expiries."""
    return int(word[1:]) if word[0] == "i" else 0
