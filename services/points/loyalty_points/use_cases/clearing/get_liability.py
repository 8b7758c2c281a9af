"""Adds up what the group owes its members, now or at a past moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.documents import Document

from loyalty_points.domain.accounts.holds import LotPart
from loyalty_points.domain.clearing.liability import Liability
from loyalty_points.domain.instants import to_ms
from loyalty_points.store import closes, reading, scanning
from loyalty_points.use_cases.clearing.breakage import add_breakage
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.past_instants import require_past

PROGRESS_ITEMS = 5_000
_MILLISECOND = timedelta(milliseconds=1)
_FIELDS = ("kind", "lot_changes", "debt_changes", "postings", "hold", "holds")
_PLACED, _ARRIVED = "hold_placed", "member_merged_in"
_JOINED = "household_joined"
"""Its two entries, written together, take holds from one account to another."""


@dataclass(frozen=True, slots=True)
class LiabilityProgress:
    """How far the sums are; with `liability` at the end."""

    item_count: int
    read_item_count: int = 0
    liability: Liability | None = None


def get_liability(parts: Parts, call: Call, as_of: datetime | None) -> Iterator[LiabilityProgress]:
    """Yield progress, then what members hold, in memory that grows with funders and months.

    Raises NotGranted, ProgramNotFound, or InvalidField for a moment to come.
    """
    call.caller.require_group()
    now = parts.clock()
    if as_of is not None:
        require_past(now, as_of, "as_of_time")
    instant = as_of or now
    liability = Liability(to_ms(instant), parts.book.in_force(now).time_zone)
    if as_of is None:
        yield from _from_accounts(liability, instant)
    else:
        yield from _from_journal(liability, instant)


def _from_accounts(liability: Liability, now: datetime) -> Iterator[LiabilityProgress]:
    newest = closes.read_last_close()
    since = None
    if newest:
        liability.breakage.update(newest[0].breakage)
        since = newest[0].end_time
    until = now + _MILLISECOND
    count, read = reading.count_accounts() + scanning.count_between(since, until), 0
    yield LiabilityProgress(count)
    for account in scanning.accounts():
        liability.add_account(account)
        read += 1
        if read % PROGRESS_ITEMS == 0:
            yield LiabilityProgress(count, read)
    for entry in scanning.between(since, until, ("postings",)):
        add_breakage(liability.breakage, entry)
        read += 1
        if read % PROGRESS_ITEMS == 0:
            yield LiabilityProgress(count, read)
    yield LiabilityProgress(count, read, liability)


def _from_journal(liability: Liability, as_of: datetime) -> Iterator[LiabilityProgress]:
    until = as_of + _MILLISECOND
    count, read = scanning.count_between(None, until), 0
    yield LiabilityProgress(count)
    for entry in scanning.between(None, until, _FIELDS):
        _add(liability, entry)
        read += 1
        if read % PROGRESS_ITEMS == 0:
            yield LiabilityProgress(count, read)
    yield LiabilityProgress(count, read, liability)


def _add(liability: Liability, entry: Document) -> None:
    for change in entry["lot_changes"]:
        liability.add_lot(change["lot_id"], int(change["points"]))
    for change in entry["debt_changes"]:
        liability.debt[change["funder"]] += int(change["points"])
    add_breakage(liability.breakage, entry)
    if hold := entry["hold"]:
        sign = 1 if entry["kind"] == _PLACED else -1
        liability.add_hold(to_ms(hold["deadline_time"]), _parts(hold), sign)
    for hold in entry["holds"] if entry["kind"] != _JOINED else ():
        sign = 1 if entry["kind"] == _ARRIVED else -1
        liability.add_hold(int(hold["deadline_ms"]), _parts(hold), sign)


def _parts(hold: Document) -> list[LotPart]:
    return [LotPart(part["lot_id"], int(part["points"])) for part in hold["parts"]]
