"""Lets a member share the account of another, bringing along all that they have."""

from __future__ import annotations

from dataclasses import replace

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import InvalidField, Violation
from loyalty_chassis.storage.writes import Write

from loyalty_points.domain.journal.entry import EntryKind
from loyalty_points.domain.members.household import join
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.members.merging import merge_accounts
from loyalty_points.store import writing
from loyalty_points.use_cases import journal, up_to_date
from loyalty_points.use_cases.members import two_entries
from loyalty_points.use_cases.members.member_commands import JOIN_HOUSEHOLD, JoinHousehold
from loyalty_points.use_cases.members.two_entries import TwoEntries, fill, what_goes_along
from loyalty_points.use_cases.parts import Parts


def join_household(parts: Parts, call: Call, request_id: str, command: JoinHousehold) -> TwoEntries:
    """Return the entry of the member's own account, and that of the household's.

    Raises NotGranted, InvalidField (the same member), RequestIdReused, ProgramNotFound,
    MemberNotFound, MemberClosed, MemberFrozen, InHousehold, HouseholdNotFound,
    LimitReached or Conflict.
    """
    call.caller.require_group()
    ticket = parts.requests.ticket(call.caller, JOIN_HOUSEHOLD, request_id, command)

    def attempt() -> TwoEntries:
        program = parts.book.in_force(parts.clock())
        own, shared = _read_both(parts, command)
        kind, member = EntryKind.HOUSEHOLD_JOINED, own.member
        join(member, shared.member, command.monthly_spend_limit)
        done = merge_accounts(own.account, shared.account, member.member_id, own.now_ms)
        own.account.forward_to = shared.account.account_id
        along = what_goes_along(member, shared.member.member_id)
        away = journal.new_entry(own, kind, call, request_id)
        away = fill(away, done.away, along, ticket, program)
        came = journal.new_entry(shared, kind, call, request_id)
        came = replace(came, member_id=member.member_id, tier_id=member.tier_id)
        came = fill(came, done.arrived, along, ticket, program)
        away = replace(away, counterpart=came.account_id, holds=done.holds_away)
        came = replace(came, counterpart=away.account_id, holds=done.holds_arrived)
        came = replace(came, monthly_spend_limit=command.monthly_spend_limit)
        after = replace(member, version=member.version + 1)
        first, second = journal.append_all(
            parts,
            [(own, away), (shared, came)],
            ticket,
            answer=two_entries.answer_of(TwoEntries(away, came, after)),
            more=_forwarded(member, shared.account.account_id),
        )
        return TwoEntries(first, second, after)

    return two_entries.once(parts, call, ticket, attempt, command.owner_id)


def _read_both(parts: Parts, command: JoinHousehold) -> tuple[journal.Draft, journal.Draft]:
    """Read member and owner as of one instant."""
    own = up_to_date.read_in_any_case(parts, command.member_id)
    shared = up_to_date.read_in_any_case(parts, command.owner_id)
    if own.member.member_id == shared.member.member_id:
        raise InvalidField.of([Violation("owner_member_id", "must be another member")])
    own.member.require_active()
    shared.member.require_active()
    own.now = shared.now = max(own.now, shared.now)
    return own, shared


def _forwarded(member: Member, account_id: str) -> tuple[Write, ...]:
    """Let who was merged into the member be answered for without a way round."""
    own = member.member_id
    return tuple(
        write
        for merged_id in member.merged_member_ids
        for write in writing.forward(merged_id, (own, own), (own, account_id))
    )
