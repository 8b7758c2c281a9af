"""Merges two members found to be one: an entry for each account, written together, for good."""

from __future__ import annotations

from dataclasses import dataclass, replace

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import InvalidField, Violation
from loyalty_chassis.storage.requests import Ticket
from loyalty_chassis.storage.retrying import retrying
from loyalty_chassis.storage.writes import LostRace, Write

from loyalty_points.domain.errors import MemberMerged
from loyalty_points.domain.journal.entry import EntryKind
from loyalty_points.domain.members.household import require_unshared
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.members.merging import merge_accounts, merge_members
from loyalty_points.domain.tiers.tiers import bring_up_to
from loyalty_points.store import reading, writing
from loyalty_points.use_cases import journal, up_to_date
from loyalty_points.use_cases.members import two_entries
from loyalty_points.use_cases.members.member_commands import MERGE_MEMBERS, MergeMembers
from loyalty_points.use_cases.members.two_entries import TwoEntries, fill, what_goes_along
from loyalty_points.use_cases.parts import Parts


def merge(
    parts: Parts, call: Call, request_id: str, command: MergeMembers, *, is_trial: bool
) -> TwoEntries:
    """Return what was done; of a trial what would be done, which then writes nothing.

    Raises NotGranted, InvalidField (the same member), RequestIdReused, ProgramNotFound,
    MemberNotFound, MemberMerged, MemberClosed, InHousehold, LimitReached or Conflict.
    """
    call.caller.require_group()
    if command.source_id == command.target_id:
        raise InvalidField.of([Violation("target_member_id", "must be another member")])
    ticket = parts.requests.ticket(call.caller, MERGE_MEMBERS, request_id, command)

    def plan() -> tuple[_Plan, TwoEntries]:
        return _plan(parts, call, request_id, command, ticket)

    def attempt() -> TwoEntries:
        planned, merged = plan()
        first, second = journal.append_all(
            parts,
            [(planned.source, merged.first), (planned.target, merged.second)],
            ticket,
            answer=two_entries.answer_of(merged),
            more=planned.writes,
        )
        return replace(merged, first=first, second=second)

    if is_trial:
        earlier = parts.requests.find(ticket.key, ticket.digest)
        if earlier:
            return two_entries.answered(call, earlier)
        return retrying(plan, call.remaining_seconds)[1]
    return two_entries.once(parts, call, ticket, attempt, command.source_id)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The drafts of a merge, and what is written beside them."""

    source: journal.Draft
    target: journal.Draft
    writes: tuple[Write, ...]


def _plan(
    parts: Parts, call: Call, request_id: str, command: MergeMembers, ticket: Ticket
) -> tuple[_Plan, TwoEntries]:
    program = parts.book.in_force(parts.clock())
    source, target = _read_both(parts, command)
    gone = source.member_before
    done = merge_accounts(source.account, target.account, target.member.member_id, target.now_ms)
    for each in (source, target):
        bring_up_to(each.now, parts.book.in_force, each.member)
    merge_members(source.member, target.member, program, target.now)
    source.account.forward_to = target.account.account_id
    away = journal.new_entry(source, EntryKind.MEMBER_MERGED_AWAY, call, request_id)
    arrived = journal.new_entry(target, EntryKind.MEMBER_MERGED_IN, call, request_id)
    count = len(gone.identities)
    to_target = what_goes_along(gone, target.member.member_id, count)
    away = fill(away, done.away, to_target, ticket, program)
    from_source = replace(to_target, member_id=gone.member_id)
    arrived = fill(arrived, done.arrived, from_source, ticket, program)
    away = replace(away, counterpart=arrived.account_id, holds=done.holds_away)
    arrived = replace(arrived, counterpart=away.account_id, holds=done.holds_arrived)
    merged = TwoEntries(
        journal.added_up(source, away),
        journal.added_up(target, arrived),
        replace(target.member, version=target.member.version + 1),
    )
    return _Plan(source, target, _writes(gone, source, target)), merged


def _read_both(parts: Parts, command: MergeMembers) -> tuple[journal.Draft, journal.Draft]:
    """Read source and target as of one instant, and check that they can be merged."""
    member = reading.read_member_itself(command.source_id)
    other = reading.read_member(command.target_id)
    if member.merged_into or member.member_id == other.member_id:
        gone = member.member_id if member.merged_into else command.target_id
        raise MemberMerged("the member was merged already", {"member_id": gone})
    require_unshared(member)
    source = _up_to_date(parts, member)
    target = _up_to_date(parts, other)
    if source.account.account_id == target.account.account_id:
        raise LostRace("the source was merged between the reads of member and account")
    source.now = target.now = max(source.now, target.now)
    return source, target


def _up_to_date(parts: Parts, member: Member) -> journal.Draft:
    first = journal.Draft.of_member(member, parts.clock)
    return up_to_date.brought(
        parts, first, lambda: journal.Draft.read(member.member_id, parts.clock)
    )


def _writes(gone: Member, source: journal.Draft, target: journal.Draft) -> tuple[Write, ...]:
    before = gone.member_id, source.account.account_id
    after = target.member.member_id, target.account.account_id
    moved = (
        writing.move_identity(each.identity_id, gone.member_id, target.member.member_id)
        for each in gone.identities
    )
    # Who was merged into the source is answered for by the target, without a way round.
    forwarded = (
        write
        for member_id in gone.merged_member_ids
        for write in writing.forward(member_id, before, after)
    )
    return (*moved, *forwarded)
