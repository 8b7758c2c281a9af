"""Closes a period: its totals and where every journal stood are kept for good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, timedelta

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.requests import Earlier, Once
from loyalty_chassis.storage.writes import DuplicateKey, LostRace
from ulid import ULID

from loyalty_points.domain.clearing.clearing import ClosedPeriod, OwedPoints, add_owed, pair_totals
from loyalty_points.domain.clearing.periods import Period
from loyalty_points.domain.errors import PeriodNotOver, PeriodOutOfOrder
from loyalty_points.store import closes, scanning, writing
from loyalty_points.use_cases.clearing.breakage import add_breakage
from loyalty_points.use_cases.clearing.clearing_commands import CLOSE_CLEARING
from loyalty_points.use_cases.clearing.clearing_periods import (
    Bounds,
    bounds_of,
    clearing_of,
    currency_of,
)
from loyalty_points.use_cases.parts import Parts

SETTLED_AFTER = timedelta(minutes=5)
"""Longer than any entry is on its way whose record time is within the period."""
PROGRESS_ENTRIES = 5_000
_FIELDS = (
    "account_id", "sequence", "chain_hash", "record_time", "owed", "price_version", "postings",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CloseProgress:
    """How far a close is; with `closed` at the end."""

    entry_count: int
    read_entry_count: int = 0
    closed: ClosedPeriod | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be closed, and after what."""

    bounds: Bounds
    last: ClosedPeriod | None


@dataclass(slots=True)
class _Sums:
    """What the entries since the close before add up to."""

    owed: OwedPoints = field(default_factory=OwedPoints)
    heads: dict[str, closes.Head] = field(default_factory=dict)
    """Of accounts that changed: memory grows with them."""
    breakage: Counter[str] = field(default_factory=Counter)
    entry_count: int = 0
    """Of the period."""

    def add(self, entry: Document, bounds: Bounds) -> None:
        head = (int(entry["sequence"]), str(entry["chain_hash"]))
        self.heads[entry["account_id"]] = max(head, self.heads.get(entry["account_id"], head))
        add_breakage(self.breakage, entry)
        if entry["record_time"] >= bounds.start:
            self.entry_count += 1
            add_owed(self.owed, entry["owed"], entry["price_version"])


def close_clearing(
    parts: Parts, call: Call, request_id: str, period: Period
) -> Iterator[CloseProgress]:
    """Yield progress, then the closed period.

    Raises NotGranted, RequestIdReused, ProgramNotFound, PeriodOutOfOrder, PeriodNotOver or
    Conflict.
    """
    call.caller.require_group()
    ticket = parts.requests.ticket(call.caller, CLOSE_CLEARING, request_id, period.text)
    begin: Once[_Plan | ClosedPeriod] = Once(
        parts.requests, ticket, parts.clock, lambda: _plan(parts, period), _closed_earlier
    )
    plan = begin.run(call)
    if isinstance(plan, ClosedPeriod):
        yield CloseProgress(plan.entry_count, plan.entry_count, plan)
        return
    since, until = plan.last.end_time if plan.last else None, plan.bounds.end
    entry_count, sums, read = scanning.count_between(since, until), _Sums(), 0
    yield CloseProgress(entry_count)
    for entry in scanning.between(since, until, _FIELDS):
        sums.add(entry, plan.bounds)
        read += 1
        if read % PROGRESS_ENTRIES == 0:
            yield CloseProgress(entry_count, read)
    heads_id = str(ULID())
    closes.keep_heads(parts.unit_of_work, heads_id, sums.heads, parts.journal_key)

    def attempt() -> ClosedPeriod:
        closed = _closed(parts, call, _plan(parts, period), sums, heads_id)
        _insert(parts, ticket.done(closed.close_time, sequence=closed.number), closed, period)
        return closed

    finish = Once(parts.requests, ticket, parts.clock, attempt, _closed_earlier)
    yield CloseProgress(entry_count, read, finish.run(call))


def _plan(parts: Parts, period: Period) -> _Plan:
    """Return what is to be closed. Raises PeriodOutOfOrder or PeriodNotOver."""
    bounds, newest = bounds_of(parts, period), closes.read_last_close()
    last, next_day = newest or (None, "")
    if next_day and period.first_day.isoformat() != next_day:
        raise PeriodOutOfOrder(
            f"the next period to be closed starts on {next_day}", {"first_day": next_day}
        )
    close_time = bounds.end + SETTLED_AFTER
    if parts.clock() < close_time:
        raise PeriodNotOver(
            f"the period can be closed from {close_time.astimezone(UTC):%Y-%m-%d %H:%M} UTC on",
            {"close_time": close_time.isoformat()},
        )
    return _Plan(bounds, last)


def _closed(parts: Parts, call: Call, plan: _Plan, sums: _Sums, heads_id: str) -> ClosedPeriod:
    last, bounds = plan.last, plan.bounds
    breakage = Counter(last.breakage if last else {})
    breakage.update(sums.breakage)
    closed = ClosedPeriod(
        number=last.number + 1 if last else 1,
        period=bounds.period.text,
        start_time=bounds.start,
        end_time=bounds.end,
        time_zone=bounds.time_zone,
        currency_code=currency_of(parts),
        pairs=pair_totals(sums.owed, lambda version: clearing_of(parts, version)),
        entry_count=sums.entry_count,
        account_count=len(sums.heads),
        heads_id=heads_id,
        breakage=dict(breakage),
        close_time=parts.clock(),
        client_id=call.caller.client_id,
        previous_hash=last.close_hash if last else "",
    )
    return closes.sign_close(closed, parts.journal_key)


def _insert(parts: Parts, request: Document, closed: ClosedPeriod, period: Period) -> None:
    """Write both. Raises LostRace where another period took the number."""
    close = closes.insert_close(closed, period.next_day.isoformat())
    try:
        parts.unit_of_work.commit([writing.insert_requests(request), close])
    except DuplicateKey as duplicate:
        if closes.is_number_taken(duplicate):
            raise LostRace("another period was closed") from duplicate
        raise


def _closed_earlier(earlier: Earlier) -> ClosedPeriod:
    closed = closes.read_close_of(earlier.sequence or 0)
    if closed is None:
        raise LookupError(f"close {earlier.sequence} is gone")
    return closed
