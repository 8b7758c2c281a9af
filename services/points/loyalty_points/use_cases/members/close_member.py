"""Closes a member for good: what is left is written off, what is personal goes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.requests import Earlier, Once
from loyalty_chassis.storage.writes import Write

from loyalty_points.domain.clearing.owing import owed_for_repaid_debt, together
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.journal.postings import balanced_postings
from loyalty_points.domain.members.closing import close_account
from loyalty_points.domain.members.household import require_unshared
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.members.merging import forget
from loyalty_points.store import erasures, writing
from loyalty_points.use_cases import journal, up_to_date
from loyalty_points.use_cases.members.member_change import answer_of, member_of
from loyalty_points.use_cases.members.member_commands import CLOSE_MEMBER, CloseMember
from loyalty_points.use_cases.parts import Parts


@dataclass(frozen=True, slots=True)
class Closed:
    """What a close did."""

    entry: Entry
    member: Member
    """With nothing personal left."""


def close_member(parts: Parts, call: Call, request_id: str, command: CloseMember) -> Closed:
    """Return what was done. What rules saw of the member is erased afterwards, by a worker.

    Raises NotGranted, RequestIdReused, ProgramNotFound, MemberNotFound, MemberClosed,
    InHousehold or Conflict.
    """
    call.caller.require_group()
    ticket = parts.requests.ticket(call.caller, CLOSE_MEMBER, request_id, command)

    def attempt() -> Closed:
        program = parts.book.in_force(parts.clock())
        draft = up_to_date.read(parts, command.member_id)
        gone = draft.member_before
        require_unshared(gone)
        done = close_account(draft.account, draft.now_ms)
        forget(draft.member)
        draft.member.close_time = draft.now
        entry = replace(
            journal.new_entry(draft, EntryKind.MEMBER_CLOSED, call, request_id),
            lot_changes=done.lot_changes,
            debt_changes=done.debt_changes,
            postings=balanced_postings(draft.account.account_id, done.flows()),
            program_version=program.version,
            reason=command.reason,
            owed=together(owed_for_repaid_debt(done.repaid.debt_changes)),
            price_version=program.version,
            holds=done.holds,
        )
        member_ids = (gone.member_id, *gone.merged_member_ids)
        erasure = erasures.Erasure(
            gone.member_id, member_ids, (*member_ids, *gone.shared_account_ids)
        )
        unlinked = (
            writing.delete_identity(each.identity_id, gone.member_id) for each in gone.identities
        )
        after = replace(draft.member, version=draft.member.version + 1)
        more: tuple[Write, ...] = (*unlinked, erasures.insert_erasure(erasure))
        written = journal.append(parts, draft, entry, ticket, answer=answer_of(after), more=more)
        return Closed(written, after)

    def answer(was: Earlier) -> Closed:
        return Closed(journal.entry_of(call, was), member_of(was))

    lane = command.member_id
    return Once(parts.requests, ticket, parts.clock, attempt, answer, lane=lane).run(call)
