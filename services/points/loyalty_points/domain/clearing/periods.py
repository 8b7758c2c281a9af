"""Periods of accounting: local months, or spans of local days."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_DAYS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})/([0-9]{4}-[0-9]{2}-[0-9]{2})")
FIRST_YEAR, LAST_YEAR = 1970, 8999


@dataclass(frozen=True, slots=True)
class Period:
    """A span of whole local days."""

    first_day: date
    last_day: date
    """Still in it."""

    @classmethod
    def parse(cls, text: str) -> Period | None:
        """Return the period that "2026-06" or "2026-06-01/2026-06-14" names; None if none."""
        try:
            if month := _MONTH.fullmatch(text):
                year, number = int(month[1]), int(month[2])
                last = date(year, number, monthrange(year, number)[1])
                found = cls(last.replace(day=1), last)
            elif days := _DAYS.fullmatch(text):
                found = cls(date.fromisoformat(days[1]), date.fromisoformat(days[2]))
            else:
                return None
        except ValueError:
            return None
        years = (found.first_day.year, found.last_day.year)
        in_reach = years[0] >= FIRST_YEAR and years[1] <= LAST_YEAR
        return found if in_reach and found.first_day <= found.last_day else None

    @property
    def text(self) -> str:
        """Its one name: that of the month where it is one."""
        first, last = self.first_day, self.last_day
        whole = first.day == 1 and last.day == monthrange(first.year, first.month)[1]
        if whole and (first.year, first.month) == (last.year, last.month):
            return f"{first:%Y-%m}"
        return f"{first.isoformat()}/{last.isoformat()}"

    @property
    def next_day(self) -> date:
        """The first day that is not in it."""
        return self.last_day + timedelta(days=1)
