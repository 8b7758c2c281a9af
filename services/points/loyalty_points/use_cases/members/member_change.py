"""How a member is changed: once, with an entry that says so and holds nothing personal.

The answer to a repeat is kept with the request. It holds what is known of the member, and
is found by the request id in the member's entries where it must be erased.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import InvalidField, Violation
from loyalty_chassis.storage.requests import Earlier, Once, Ticket
from loyalty_chassis.storage.writes import DuplicateKey, Write
from pydantic import TypeAdapter

from loyalty_points.domain.errors import IdentityInUse, MemberClosed
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.members.member import Attributes, Member
from loyalty_points.store import writing
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.parts import Parts

_MEMBER = TypeAdapter(Member)

Change = Callable[[journal.Draft], Sequence[Write]]
"""Changes the draft's member in memory; returns the writes that go with it."""
Tell = Callable[[Entry], Entry]
"""Returns the entry with what it is to say of the change."""


def _nothing(entry: Entry) -> Entry:
    return entry


def change_member(
    parts: Parts,
    call: Call,
    request_id: str,
    ticket: Ticket,
    kind: EntryKind,
    member_id: str,
    change: Change,
    *,
    tell: Tell = _nothing,
) -> Member:
    """Return the member after the change. Raises what `change` raises, and as `run_once`."""

    def attempt() -> Member:
        draft = journal.Draft.read(member_id, parts.clock)
        more = change(draft)
        after = replace(draft.member, version=draft.member.version + 1)
        entry = tell(journal.new_entry(draft, kind, call, request_id))
        journal.append(parts, draft, entry, ticket, answer=answer_of(after), more=more)
        return after

    return run_once(parts, call, ticket, attempt)


def run_once(parts: Parts, call: Call, ticket: Ticket, attempt: Callable[[], Member]) -> Member:
    """Return the member that `attempt` returns, or that it returned the first time.

    Raises RequestIdReused, IdentityInUse or Conflict.
    """
    try:
        return Once(parts.requests, ticket, parts.clock, attempt, member_of).run(call)
    except DuplicateKey as duplicate:
        if writing.is_identity_taken(duplicate):
            raise IdentityInUse("an identity belongs to a member already") from duplicate
        raise


def check_home(parts: Parts, attributes: Attributes, now: datetime) -> None:
    """Raise InvalidField unless the home business, if any, is in the program."""
    home = attributes.home_business_id
    if home and home not in parts.book.in_force(now).businesses_by_id:
        description = "must be a business of the program in force"
        raise InvalidField.of([Violation("attributes.home_business_id", description)])


def answer_of(member: Member) -> bytes:
    """Return the member as a request's answer, to be given again as it was."""
    return _MEMBER.dump_json(without_counts(member))


def without_counts(member: Member) -> Member:
    """Return the member without what rules and limits remember, which no answer tells."""
    return replace(member, visits={}, counters=())


def member_of(earlier: Earlier) -> Member:
    """Return the member that an earlier request was answered with. Raises MemberClosed."""
    if not earlier.answer:
        raise MemberClosed("the member was closed, and the answer erased with it")
    return _MEMBER.validate_json(earlier.answer)
