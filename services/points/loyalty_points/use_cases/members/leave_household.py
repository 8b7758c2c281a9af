"""Lets a member have an account of their own again, with what the program says."""

from __future__ import annotations

from dataclasses import replace

from loyalty_chassis.calls import Call

from loyalty_points.domain.accounts.account import Moved
from loyalty_points.domain.errors import HouseholdNotFound
from loyalty_points.domain.journal.entry import EntryKind
from loyalty_points.domain.members.household import Moving, leave, require_no_holds, take_own_lots
from loyalty_points.domain.programs.program import HouseholdLeave
from loyalty_points.store import reading, writing
from loyalty_points.use_cases import journal, up_to_date
from loyalty_points.use_cases.members import two_entries
from loyalty_points.use_cases.members.member_commands import LEAVE_HOUSEHOLD, LeaveHousehold
from loyalty_points.use_cases.members.two_entries import TwoEntries, fill, what_goes_along
from loyalty_points.use_cases.parts import Parts


def leave_household(
    parts: Parts, call: Call, request_id: str, command: LeaveHousehold
) -> TwoEntries:
    """Return the entry of the member's own account, and that of the household's.

    Raises NotGranted, RequestIdReused, ProgramNotFound, MemberNotFound, MemberClosed,
    HouseholdNotFound, HoldsOpen, LimitReached or Conflict.
    """
    call.caller.require_group()
    ticket = parts.requests.ticket(call.caller, LEAVE_HOUSEHOLD, request_id, command)

    def attempt() -> TwoEntries:
        program = parts.book.in_force(parts.clock())
        own, shared = _read_both(parts, command)
        kind, member = EntryKind.HOUSEHOLD_LEFT, own.member
        require_no_holds(shared.account, member.member_id, shared.now_ms)
        leave(member, shared.member)
        own.account.forward_to = ""
        moving = Moving(Moved(), Moved())
        if program.household_leave is HouseholdLeave.OWN_LOTS:
            earners = (member.member_id, *member.merged_member_ids)
            moving = take_own_lots(shared.account, own.account, earners, shared.now_ms)
        along = what_goes_along(member, shared.member.member_id)
        came = journal.new_entry(own, kind, call, request_id)
        came = fill(came, moving.arrived, along, ticket, program)
        left = journal.new_entry(shared, kind, call, request_id)
        left = replace(left, member_id=member.member_id, tier_id=member.tier_id)
        left = fill(left, moving.away, along, ticket, program)
        came = replace(came, counterpart=left.account_id)
        left = replace(left, counterpart=came.account_id)
        after = replace(member, version=member.version + 1)
        own_id, shared_id = member.member_id, shared.account.account_id
        forwarded = (
            write
            for merged_id in member.merged_member_ids
            for write in writing.forward(merged_id, (own_id, shared_id), (own_id, own_id))
        )
        first, second = journal.append_all(
            parts,
            [(own, came), (shared, left)],
            ticket,
            answer=two_entries.answer_of(TwoEntries(came, left, after)),
            more=tuple(forwarded),
        )
        return TwoEntries(first, second, after)

    return two_entries.once(parts, call, ticket, attempt, command.member_id)


def _read_both(parts: Parts, command: LeaveHousehold) -> tuple[journal.Draft, journal.Draft]:
    """Read the member's own account and the household's, each with its member."""
    draft = up_to_date.read(parts, command.member_id)
    member = draft.member
    if not member.account_id:
        raise HouseholdNotFound(
            "the member shares nobody's account", {"member_id": member.member_id}
        )
    account = reading.read_account_itself(member.member_id)
    now = max(draft.now, account.record_time)
    own = journal.Draft(member, account, now)
    return own, journal.Draft(reading.read_member(member.account_id), draft.account, now)
