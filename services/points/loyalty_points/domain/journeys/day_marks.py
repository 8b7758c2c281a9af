"""By which days journeys find their members, so that nobody else need be looked at.

A mark is a text under an index. Its days are of UTC, since the program's zone may change: a
local day overlaps three of them, and whoever is found by one is looked at closely.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, timedelta

from loyalty_points.domain.instants import is_birthday
from loyalty_points.domain.journeys.journey import Trigger, TriggerKind
from loyalty_points.domain.members.member import Member

_NEIGHBOURS = (-1, 0, 1)
LEAP_DAY = "02-29"


def day_marks(member: Member) -> list[str]:
    """Return a member's marks in a fixed order; none of who is somebody else by now or closed."""
    if member.merged_into or member.close_time:
        return []
    marks = [f"joined|{_day(member.enroll_time.astimezone(UTC).date())}"]
    marks.append(f"joined|{marks[0][-5:]}")
    if member.attributes.birthday:
        marks.append(f"born|{member.attributes.birthday[-5:]}")
    last = [(name, known.last_time) for name, known in sorted(member.visits.items())]
    if last:
        marks.append(_bought("", max(time for _, time in last).astimezone(UTC).date()))
    marks.extend(_bought(name, time.astimezone(UTC).date()) for name, time in last)
    return marks


def marks_for(trigger: Trigger, today: date) -> tuple[str, ...]:
    """Return the marks of which one is with every member whom a trigger is for on a local day.

    None for triggers that do not go by the days of members.
    """
    if trigger.kind is TriggerKind.BIRTHDAY:
        return tuple(f"born|{day}" for day in _birthdays(today))
    if trigger.kind is TriggerKind.ANNIVERSARY:
        near = dict.fromkeys(each for day in _near(today) for each in _birthdays(day))
        return tuple(f"joined|{day}" for day in near)
    since = [day for count in trigger.days for day in _near(today - timedelta(days=count))]
    if trigger.kind is TriggerKind.SINCE_JOINING:
        return tuple(f"joined|{_day(day)}" for day in since)
    if trigger.kind is TriggerKind.SINCE_LAST_PURCHASE:
        return tuple(_bought(trigger.business_id, day) for day in since)
    return ()


def _birthdays(today: date) -> Iterator[str]:
    """Yield the days of the year that fall on a day: 29 February too where there is none."""
    yield today.isoformat()[-5:]
    if today.isoformat()[-5:] != LEAP_DAY and is_birthday(today, 2, 29):
        yield LEAP_DAY


def _near(day: date) -> list[date]:
    return [day + timedelta(days=offset) for offset in _NEIGHBOURS]


def _bought(business_id: str, day: date) -> str:
    return f"bought|{business_id}|{_day(day)}"


def _day(day: date) -> str:
    return day.isoformat()
