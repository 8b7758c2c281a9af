"""Counts by day, "YYYY-MM-DD". They are never changed: each change makes others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

DayCounts = dict[str, int]


def more(counts: DayCounts, number: int, day: date, oldest: date) -> DayCounts:
    """Return the counts with a number added to a day, without days before `oldest`."""
    name, first = day.isoformat(), oldest.isoformat()
    counted = {**counts, name: counts.get(name, 0) + number} if number else counts
    return {known: count for known, count in counted.items() if known >= first}


def less(counts: DayCounts, number: int, day: date) -> DayCounts:
    """Return the counts with a number taken from a day, as far as it is still counted."""
    name = day.isoformat()
    left = max(0, counts.get(name, 0) - number)
    others = {known: count for known, count in counts.items() if known != name}
    return {**others, name: left} if left else others


def together(one: DayCounts, other: DayCounts) -> DayCounts:
    """Return both counts in one."""
    both = Counter(one)
    both.update(other)
    return dict(both)


def sum_between(counts: Mapping[str, int], first: date, end: date) -> int:
    """Return the sum of the days from `first` on and before `end`."""
    begin, stop = first.isoformat(), end.isoformat()
    return sum(count for day, count in counts.items() if begin <= day < stop)
