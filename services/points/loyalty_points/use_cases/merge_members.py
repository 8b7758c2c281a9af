"""Merges two members found to be one: an entry for each account, written together, for good."""

from __future__ import annotations

from dataclasses import dataclass, replace

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import InvalidField, Violation
from loyalty_chassis.storage.requests import Earlier, Once
from loyalty_chassis.storage.transactions import LostRace, Write, retrying
from pydantic import TypeAdapter

from loyalty_points.domain.account import Moved
from loyalty_points.domain.entry import Entry, EntryKind, MergedMember, SeenVisits
from loyalty_points.domain.errors import MemberClosed, MemberMerged
from loyalty_points.domain.member import Member
from loyalty_points.domain.merging import merge_accounts, merge_members
from loyalty_points.domain.owing import owed_for_repaid_debt, together
from loyalty_points.domain.postings import balanced_postings, moved_flow, transit_account
from loyalty_points.domain.program import Program
from loyalty_points.domain.tiers import bring_up_to
from loyalty_points.store import reading, writing
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.commands import MERGE_MEMBERS, MergeMembers
from loyalty_points.use_cases.member_change import without_counts
from loyalty_points.use_cases.parts import Parts


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did, or would do."""

    source: Entry
    target: Entry
    member: Member
    """The target after it."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is kept to give the answer again."""

    member: Member
    target_account_id: str
    target_sequence: int


_ANSWER = TypeAdapter(_Answer)


def merge(
    parts: Parts, call: Call, request_id: str, command: MergeMembers, *, is_trial: bool
) -> Merged:
    """Return what was done; of a trial what would be done, which then writes nothing.

    Raises NotGranted, InvalidField (the same member), RequestIdReused, ProgramNotFound,
    MemberNotFound, MemberMerged, MemberClosed, LimitReached or Conflict.
    """
    call.caller.require_group()
    if command.source_id == command.target_id:
        raise InvalidField.of([Violation("target_member_id", "must be another member")])
    ticket = parts.requests.ticket(call.caller, MERGE_MEMBERS, request_id, command)

    def plan() -> tuple[_Plan, Merged]:
        return _plan(parts, call, request_id, command, ticket.key)

    def attempt() -> Merged:
        planned, merged = plan()
        answer = _Answer(
            without_counts(merged.member), merged.target.account_id, merged.target.sequence
        )
        source, target = journal.append_all(
            parts,
            [(planned.source, merged.source), (planned.target, merged.target)],
            ticket,
            answer=_ANSWER.dump_json(answer),
            more=planned.writes,
        )
        return replace(merged, source=source, target=target)

    def answer_of(was: Earlier) -> Merged:
        return _answer_of(call, was)

    if is_trial:
        earlier = parts.requests.find(ticket.key, ticket.digest)
        return answer_of(earlier) if earlier else retrying(plan, call.remaining_seconds)[1]
    lane = command.source_id
    return Once(parts.requests, ticket, parts.clock, attempt, answer_of, lane=lane).run(call)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The drafts of a merge, and what is written beside them."""

    source: journal.Draft
    target: journal.Draft
    writes: tuple[Write, ...]


def _plan(
    parts: Parts, call: Call, request_id: str, command: MergeMembers, key: str
) -> tuple[_Plan, Merged]:
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
    away = _fill(away, gone, target.member.member_id, done.away, key, program)
    arrived = _fill(arrived, gone, gone.member_id, done.arrived, key, program)
    away = replace(away, counterpart=arrived.account_id, holds=done.holds_away)
    arrived = replace(arrived, counterpart=away.account_id, holds=done.holds_arrived)
    merged = Merged(
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
    source = journal.Draft.of_member(member, parts.clock)
    target = journal.Draft.of_member(other, parts.clock)
    if source.account.account_id == target.account.account_id:
        raise LostRace("the source was merged between the reads of member and account")
    source.now = target.now = max(source.now, target.now)
    return source, target


def _fill(
    entry: Entry, gone: Member, other_id: str, moved: Moved, key: str, program: Program
) -> Entry:
    flow = moved_flow(transit_account(key), moved.lot_changes, moved.debt_changes)
    visits = tuple(
        SeenVisits(
            name, each.purchase_count, each.net_amount_minor, each.first_time, each.last_time
        )
        for name, each in sorted(gone.visits.items())
    )
    return replace(
        entry,
        lot_changes=moved.lot_changes,
        debt_changes=moved.debt_changes,
        postings=balanced_postings(entry.account_id, [flow]),
        program_version=program.version,
        owed=together(owed_for_repaid_debt(moved.debt_changes)),
        price_version=program.version,
        merged=MergedMember(other_id, len(gone.identities), visits, gone.frozen_reason),
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


def _answer_of(call: Call, was: Earlier) -> Merged:
    if not was.answer:
        raise MemberClosed("the member was closed, and the answer erased with it")
    answer = _ANSWER.validate_json(was.answer)
    return Merged(
        journal.entry_of(call, was),
        reading.read_entry(call.caller, answer.target_account_id, answer.target_sequence),
        answer.member,
    )
