"""Enrolls members, updates them, links and unlinks their identities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import InvalidField, LimitReached, Violation
from loyalty_chassis.storage.requests import Earlier, Once, Ticket
from loyalty_chassis.storage.transactions import DuplicateKey, Write
from pydantic import TypeAdapter
from ulid import ULID

from loyalty_points.domain.account import Account
from loyalty_points.domain.entry import EntryKind
from loyalty_points.domain.errors import IdentityInUse, IdentityNotLinked
from loyalty_points.domain.member import IDENTITIES_MAX, Attributes, LinkedIdentity, Member
from loyalty_points.store import conversion, writing
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.commands import (
    ENROLL_MEMBER,
    LINK_IDENTITY,
    UNLINK_IDENTITY,
    UPDATE_MEMBER,
    ChangeIdentity,
    EnrollMember,
    UpdateMember,
)
from loyalty_points.use_cases.parts import Parts

_MEMBER = TypeAdapter(Member)

Change = Callable[[journal.Draft, datetime], Sequence[Write]]
"""Changes the draft's member in memory; returns the writes that go with it."""


def enroll_member(parts: Parts, call: Call, request_id: str, command: EnrollMember) -> Member:
    """Return the member enrolled.

    Raises RequestIdReused, InvalidField (home business), IdentityInUse or Conflict.
    """
    now = parts.clock()
    ticket = parts.requests.ticket(call.caller, ENROLL_MEMBER, request_id, command)
    identity_ids = tuple(parts.identities.identity_id(each) for each in command.identities)

    def attempt() -> Member:
        _check_home(parts, command.attributes, now)
        linked = tuple(
            LinkedIdentity(each.identity_type.value, identity_id, now)
            for each, identity_id in zip(command.identities, identity_ids, strict=True)
        )
        member = Member(str(ULID()), 1, now, linked, command.attributes)
        account = Account(member.member_id, 1, 0, "")
        draft = journal.Draft(member, account)
        entry = journal.new_entry(draft, EntryKind.MEMBER_ENROLLED, call, request_id, now)
        account.sequence = entry.sequence
        document = conversion.entry_to_document(entry, parts.journal_key)
        request = ticket.done(
            now, account_id=account.account_id, sequence=1, answer=_answer(member)
        )
        parts.unit_of_work.commit(
            [
                writing.insert_requests(request),
                writing.insert_identities(identity_ids, member.member_id),
                *writing.insert_member(member, account, document),
                writing.insert_entry(document),
            ]
        )
        return member

    return _run(parts, call, ticket, now, attempt)


def update_member(parts: Parts, call: Call, request_id: str, command: UpdateMember) -> Member:
    """Return the member after the update.

    Raises RequestIdReused, InvalidField (home business), MemberNotFound or Conflict.
    """

    def change(draft: journal.Draft, now: datetime) -> Sequence[Write]:
        _check_home(parts, command.attributes, now)
        draft.member.attributes = command.attributes
        return ()

    ticket = parts.requests.ticket(call.caller, UPDATE_MEMBER, request_id, command)
    return _change(parts, call, ticket, EntryKind.MEMBER_UPDATED, command.member_id, change)


def link_identity(parts: Parts, call: Call, request_id: str, command: ChangeIdentity) -> Member:
    """Return the member after the link.

    Raises RequestIdReused, MemberNotFound, IdentityInUse, LimitReached or Conflict.
    """
    identity_id = parts.identities.identity_id(command.identity)

    def change(draft: journal.Draft, now: datetime) -> Sequence[Write]:
        known = draft.member.identities
        if len(known) >= IDENTITIES_MAX:
            raise LimitReached(
                f"a member has at most {IDENTITIES_MAX} identities",
                {"limit": "identities", "maximum": IDENTITIES_MAX},
            )
        linked = LinkedIdentity(command.identity.identity_type.value, identity_id, now)
        draft.member.identities = (*known, linked)
        return (writing.insert_identities((identity_id,), draft.member.member_id),)

    ticket = parts.requests.ticket(call.caller, LINK_IDENTITY, request_id, command)
    return _change(parts, call, ticket, EntryKind.IDENTITY_LINKED, command.member_id, change)


def unlink_identity(parts: Parts, call: Call, request_id: str, command: ChangeIdentity) -> Member:
    """Return the member after the unlink.

    Raises RequestIdReused, MemberNotFound, IdentityNotLinked or Conflict.
    """
    identity_id = parts.identities.identity_id(command.identity)

    def change(draft: journal.Draft, _now: datetime) -> Sequence[Write]:
        known = draft.member.identities
        left = tuple(each for each in known if each.identity_id != identity_id)
        if len(left) == len(known):
            raise IdentityNotLinked("the member does not have this identity")
        draft.member.identities = left
        return (writing.delete_identity(identity_id, draft.member.member_id),)

    ticket = parts.requests.ticket(call.caller, UNLINK_IDENTITY, request_id, command)
    return _change(parts, call, ticket, EntryKind.IDENTITY_UNLINKED, command.member_id, change)


def _change(
    parts: Parts, call: Call, ticket: Ticket, kind: EntryKind, member_id: str, change: Change
) -> Member:
    """Change a member once; the journal says that it changed, not what is personal in it."""
    now = parts.clock()
    request_id = ticket.key.rpartition("|")[2]

    def attempt() -> Member:
        draft = journal.Draft.read(member_id)
        more = change(draft, now)
        after = replace(draft.member, version=draft.member.version + 1)
        entry = journal.new_entry(draft, kind, call, request_id, now)
        journal.append(parts, draft, entry, ticket, answer=_answer(after), more=more)
        return after

    return _run(parts, call, ticket, now, attempt)


def _run(
    parts: Parts, call: Call, ticket: Ticket, now: datetime, attempt: Callable[[], Member]
) -> Member:
    try:
        return Once(parts.requests, ticket, now, attempt, _member_of).run(call)
    except DuplicateKey as duplicate:
        raise IdentityInUse("an identity belongs to a member already") from duplicate


def _check_home(parts: Parts, attributes: Attributes, now: datetime) -> None:
    home = attributes.home_business_id
    if home and home not in parts.book.in_force(now).businesses_by_id:
        description = "must be a business of the program in force"
        raise InvalidField.of([Violation("attributes.home_business_id", description)])


def _answer(member: Member) -> bytes:
    """Return the member as the request's answer, to be given again as it was."""
    return _MEMBER.dump_json(replace(member, visits={}, rule_days=()))


def _member_of(earlier: Earlier) -> Member:
    return _MEMBER.validate_json(earlier.answer or b"")
