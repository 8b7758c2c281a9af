"""Brings along what a member held in an earlier system, with its lots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import InvalidField, Violation

from loyalty_points.domain.accounts.adjusting import OpeningLot, bring_along
from loyalty_points.domain.clearing.owing import owed_for_repaid_debt, together
from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.journal.postings import balanced_postings, moved_flow
from loyalty_points.domain.programs.program import Program
from loyalty_points.use_cases import journal, up_to_date
from loyalty_points.use_cases.adjustments.adjusting import check_funder
from loyalty_points.use_cases.adjustments.adjustment_commands import (
    IMPORT_OPENING_BALANCE,
    BroughtLot,
    ImportOpeningBalance,
)
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts


def import_opening_balance(
    parts: Parts, call: Call, request_id: str, command: ImportOpeningBalance
) -> Entry:
    """Return the entry made.

    Raises NotGranted, RequestIdReused, ProgramNotFound, BusinessNotFound, InvalidField
    (times), MemberNotFound, MemberClosed, LimitReached or Conflict.
    """
    call.caller.require_group()
    ticket = parts.requests.ticket(call.caller, IMPORT_OPENING_BALANCE, request_id, command)

    def attempt() -> Entry:
        now = parts.clock()
        program = parts.book.in_force(now)
        lots = _check(program, command.lots, now)
        member_id = member_id_of(parts.identities, command.member)
        draft = up_to_date.read(parts, member_id)
        entry = journal.new_entry(draft, EntryKind.OPENING_BALANCE, call, request_id)
        return journal.append(parts, draft, _fill(entry, draft, program, lots), ticket)

    return journal.once(parts, call, ticket, attempt, f"{command.member}")


def _fill(
    entry: Entry, draft: journal.Draft, program: Program, lots: Sequence[OpeningLot]
) -> Entry:
    given = bring_along(draft.account, lots, draft.member.member_id, draft.now_ms)
    flows = [
        moved_flow(f"issued:{lot.funder}", one.lot_changes, one.debt_changes)
        for lot, one in zip(lots, given, strict=True)
    ]
    debt_changes = tuple(change for one in given for change in one.debt_changes)
    return replace(
        entry,
        lot_changes=tuple(change for one in given for change in one.lot_changes),
        debt_changes=debt_changes,
        postings=balanced_postings(entry.account_id, flows),
        program_version=program.version,
        owed=together(owed_for_repaid_debt(debt_changes)),
        price_version=program.version,
    )


def _check(program: Program, lots: Sequence[BroughtLot], now: datetime) -> list[OpeningLot]:
    """Return the lots. Raises BusinessNotFound or InvalidField, naming every wrong time."""
    violations = []
    for index, lot in enumerate(lots):
        check_funder(program, lot.funder)
        path, at = f"lots[{index}]", f"the server's time is {now.isoformat()}"
        if lot.expire_time and lot.expire_time <= now:
            violations.append(Violation(f"{path}.expire_time", f"must be ahead; {at}"))
        if lot.earn_time and lot.earn_time > now:
            violations.append(Violation(f"{path}.earn_time", f"must be past; {at}"))
    if violations:
        raise InvalidField.of(violations)
    return [
        OpeningLot(
            lot.funder,
            lot.points,
            to_ms(lot.expire_time) if lot.expire_time else 0,
            to_ms(lot.earn_time or now),
        )
        for lot in lots
    ]
