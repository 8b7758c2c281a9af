"""Bringing last years' purchases to the present."""

from __future__ import annotations

from datetime import datetime, timedelta

WEEK = timedelta(weeks=1)


def whole_weeks(last: datetime, now: datetime) -> timedelta:
    """Return the whole weeks that bring `last` as close to `now` as can be, never past it.

    Weeks keep the weekday and the time of day (as UTC counts it).
    """
    return WEEK * ((now - last) // WEEK)
