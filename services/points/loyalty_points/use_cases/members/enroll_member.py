"""Enrolls a member and opens the account."""

from __future__ import annotations

from loyalty_chassis.calls import Call
from ulid import ULID

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.journal.entry import EntryKind
from loyalty_points.domain.members.member import LinkedIdentity, Member
from loyalty_points.store import conversion, writing
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.members.member_change import answer_of, check_home, run_once
from loyalty_points.use_cases.members.member_commands import ENROLL_MEMBER, EnrollMember
from loyalty_points.use_cases.parts import Parts


def enroll_member(parts: Parts, call: Call, request_id: str, command: EnrollMember) -> Member:
    """Return the member enrolled.

    Raises RequestIdReused, InvalidField (home business), IdentityInUse or Conflict.
    """
    ticket = parts.requests.ticket(call.caller, ENROLL_MEMBER, request_id, command)
    identity_ids = tuple(parts.identities.identity_id(each) for each in command.identities)

    def attempt() -> Member:
        now = parts.clock()
        check_home(parts, command.attributes, now)
        linked = tuple(
            LinkedIdentity(each.identity_type.value, identity_id, now)
            for each, identity_id in zip(command.identities, identity_ids, strict=True)
        )
        member = Member(str(ULID()), 1, now, linked, command.attributes)
        account = Account(member.member_id, 1, 0, "", now)
        draft = journal.Draft(member, account, now)
        entry = journal.new_entry(draft, EntryKind.MEMBER_ENROLLED, call, request_id)
        account.sequence = entry.sequence
        document = conversion.entry_to_document(entry, parts.journal_key)
        request = ticket.done(
            now, account_id=account.account_id, sequence=1, answer=answer_of(member)
        )
        parts.unit_of_work.commit(
            [
                writing.insert_requests(request),
                writing.insert_identities(identity_ids, member.member_id),
                *writing.insert_member(member, account, document),
                writing.insert_entries(document),
            ]
        )
        return member

    return run_once(parts, call, ticket, attempt)
