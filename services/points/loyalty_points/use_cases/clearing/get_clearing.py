"""Adds up who owes whom for a period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from loyalty_chassis.calls import Call

from loyalty_points.domain.clearing.clearing import OwedPoints, PairTotal, add_owed, pair_totals
from loyalty_points.domain.clearing.periods import Period
from loyalty_points.store import scanning
from loyalty_points.use_cases.clearing.clearing_periods import bounds_of, clearing_of, currency_of
from loyalty_points.use_cases.parts import Parts

PROGRESS_ENTRIES = 5_000
_FIELDS = ("owed", "price_version")


@dataclass(frozen=True, slots=True)
class ClearingStatement:
    """Who owes whom for a period."""

    period: str
    start_time: datetime
    end_time: datetime
    time_zone: str
    currency_code: str
    pairs: tuple[PairTotal, ...]
    entry_count: int


@dataclass(frozen=True, slots=True)
class ClearingProgress:
    """How far the sums are; with `statement` at the end."""

    entry_count: int
    read_entry_count: int = 0
    statement: ClearingStatement | None = None


def get_clearing(parts: Parts, call: Call, period: Period) -> Iterator[ClearingProgress]:
    """Yield progress, then the statement, in memory that grows with pairs only.

    Raises NotGranted or ProgramNotFound.
    """
    call.caller.require_group()
    bounds = bounds_of(parts, period)
    entry_count = scanning.count_between(bounds.start, bounds.end)
    yield ClearingProgress(entry_count)
    owed, read = OwedPoints(), 0
    for entry in scanning.between(bounds.start, bounds.end, _FIELDS):
        add_owed(owed, entry["owed"], entry["price_version"])
        read += 1
        if read % PROGRESS_ENTRIES == 0:
            yield ClearingProgress(entry_count, read)
    statement = ClearingStatement(
        period.text,
        bounds.start,
        bounds.end,
        bounds.time_zone,
        currency_of(parts),
        pair_totals(owed, lambda version: clearing_of(parts, version)),
        read,
    )
    yield ClearingProgress(entry_count, read, statement)
