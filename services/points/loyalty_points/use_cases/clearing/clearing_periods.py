"""From when until when a period of clearing is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from loyalty_points.domain.clearing.periods import Period
from loyalty_points.domain.instants import start_of_day
from loyalty_points.domain.programs.transfer_prices import Clearing
from loyalty_points.store import closes
from loyalty_points.use_cases.parts import Parts


@dataclass(frozen=True, slots=True)
class Bounds:
    """A period as instants."""

    period: Period
    start: datetime
    end: datetime
    time_zone: str


def bounds_of(parts: Parts, period: Period) -> Bounds:
    """Return the bounds of a period: as it was closed, or by the program in force now.

    Where it follows a closed period it starts where that one ended, though the program has
    another zone by now. Raises ProgramNotFound.
    """
    closed = closes.read_close(period.text)
    if closed is not None:
        return Bounds(period, closed.start_time, closed.end_time, closed.time_zone)
    zone_name = parts.book.in_force(parts.clock()).time_zone
    before = closes.read_close_before(period.first_day.isoformat())
    start = before.end_time if before else start_of_day(period.first_day, zone_name)
    return Bounds(period, start, start_of_day(period.next_day, zone_name), zone_name)


def clearing_of(parts: Parts, version: int) -> Clearing | None:
    """Return how the parties settle by a program version. Raises ProgramNotFound."""
    return parts.book.version(version).clearing if version else None


def currency_of(parts: Parts) -> str:
    """Return the clearing currency, which is one; empty where no program says it."""
    told = (program.clearing for program in parts.book.programs())
    return next((clearing.currency_code for clearing in told if clearing), "")
