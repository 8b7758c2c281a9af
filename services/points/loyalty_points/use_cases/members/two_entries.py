"""What is done in two accounts at once: how it is answered, and answered again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.requests import Earlier, Once, Ticket
from pydantic import TypeAdapter

from loyalty_points.domain.accounts.account import Moved
from loyalty_points.domain.clearing.owing import owed_for_repaid_debt, together
from loyalty_points.domain.errors import MemberClosed
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.domain.journal.entry_parts import MergedMember, SeenVisits
from loyalty_points.domain.journal.postings import balanced_postings, moved_flow, transit_account
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.programs.program import Program
from loyalty_points.store import reading
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.members.member_change import without_counts
from loyalty_points.use_cases.parts import Parts


@dataclass(frozen=True, slots=True)
class TwoEntries:
    """The entry that the request answers with, the other, and the member it is about."""

    first: Entry
    second: Entry
    member: Member


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is kept to give the answer again."""

    member: Member
    other_account_id: str
    other_sequence: int


_ANSWER = TypeAdapter(_Answer)


def answer_of(done: TwoEntries) -> bytes:
    """Return what to keep with the request."""
    other = done.second
    answer = _Answer(without_counts(done.member), other.account_id, other.sequence)
    return _ANSWER.dump_json(answer)


def once(
    parts: Parts, call: Call, ticket: Ticket, attempt: Callable[[], TwoEntries], lane: str
) -> TwoEntries:
    """Return what `attempt` makes, or what the same request made before.

    Raises RequestIdReused, Conflict, MemberClosed and what `attempt` raises.
    """
    return Once(
        parts.requests, ticket, parts.clock, attempt, lambda was: answered(call, was), lane
    ).run(call)


def answered(call: Call, was: Earlier) -> TwoEntries:
    """Return the answer of an earlier request. Raises MemberClosed where it was erased."""
    if not was.answer:
        raise MemberClosed("the member was closed, and the answer erased with it")
    answer = _ANSWER.validate_json(was.answer)
    return TwoEntries(
        journal.entry_of(call, was),
        reading.read_entry(call.caller, answer.other_account_id, answer.other_sequence),
        answer.member,
    )


def fill(
    entry: Entry, moved: Moved, along: MergedMember, ticket: Ticket, program: Program
) -> Entry:
    """Return the entry with what moved through transit, and what went along."""
    flow = moved_flow(transit_account(ticket.key), moved.lot_changes, moved.debt_changes)
    return replace(
        entry,
        lot_changes=moved.lot_changes,
        debt_changes=moved.debt_changes,
        postings=balanced_postings(entry.account_id, [flow]),
        program_version=program.version,
        owed=together(owed_for_repaid_debt(moved.debt_changes)),
        price_version=program.version,
        merged=along,
    )


def what_goes_along(member: Member, other_id: str, identity_count: int = 0) -> MergedMember:
    """Return what the entries say of a member who comes to another account."""
    visits = tuple(
        SeenVisits(
            name, each.purchase_count, each.net_amount_minor, each.first_time, each.last_time
        )
        for name, each in sorted(member.visits.items())
    )
    return MergedMember(other_id, identity_count, visits, member.frozen_reason)
