"""Looks up members, accounts, entries and programs. Writes nothing."""

from __future__ import annotations

from datetime import datetime

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import InvalidField, RequestNotFound
from loyalty_chassis.storage.requests import request_key

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.due import catch_up
from loyalty_points.domain.errors import ProgramNotFound
from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.domain.members.identities import Identity
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.programs.program import Program
from loyalty_points.domain.tiers.tier_progress import TierProgress, progress
from loyalty_points.domain.tiers.tiers import bring_up_to
from loyalty_points.store import reading
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.commands import MemberKey
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts


def find_member(parts: Parts, identity: Identity) -> tuple[Member, TierProgress | None]:
    """Return the member that an identity belongs to, as `get_member` does.

    Raises MemberNotFound.
    """
    return get_member(parts, member_id_of(parts.identities, identity))


def get_member(parts: Parts, member_id: str) -> tuple[Member, TierProgress | None]:
    """Return a member whose tier is as of now, and how far the next tier is.

    None for that where no program with tiers is in force. Raises MemberNotFound.
    """
    member, now = reading.read_member(member_id), parts.clock()
    try:
        program = parts.book.in_force(now)
    except ProgramNotFound:
        return member, None
    bring_up_to(now, parts.book.in_force, member)
    return member, progress(program, member, now) if program.tiers else None


def get_account(parts: Parts, key: MemberKey) -> tuple[Account, datetime]:
    """Return an account and the instant to show it at: one read by id, two by identity.

    Raises MemberNotFound.
    """
    account, now = reading.read_account(member_id_of(parts.identities, key)), parts.clock()
    catch_up(account, to_ms(now))
    return account, now


def list_entries(
    parts: Parts, call: Call, key: MemberKey, page_size: int, page_token: str
) -> list[Entry]:
    """Return a page of entries and one more, if there is one, newest first.

    Of a member who was merged they are those of the account that answers for theirs.
    Raises MemberNotFound or InvalidField (page token).
    """
    account_id = member_id_of(parts.identities, key)
    if page_token:
        account_id, before = _open_page(parts, account_id, page_token)
    else:
        account = reading.read_account(account_id)
        account_id, before = account.account_id, account.sequence + 1
    return reading.read_entries(call.caller, account_id, before, page_size + 1)


def _open_page(parts: Parts, account_id: str, page_token: str) -> tuple[str, int]:
    """Return the account that a page is of, and the sequence it ends before."""
    try:
        return account_id, parts.page_tokens.open(_entries_of(account_id), page_token)
    except InvalidField:
        answering = reading.answering_account_id(account_id)
        if answering == account_id:
            raise
    return answering, parts.page_tokens.open(_entries_of(answering), page_token)


def entries_after(parts: Parts, last: Entry) -> str:
    """Return the token of the page of entries after `last`."""
    return parts.page_tokens.make(_entries_of(last.account_id), last.sequence)


def _entries_of(account_id: str) -> str:
    return f"entries|{account_id}"


def get_entry(parts: Parts, call: Call, operation: str, request_id: str) -> Entry:
    """Return the entry that a request of this client made, or raise its refusal again.

    Raises RequestNotFound where no such request had an outcome.
    """
    earlier = parts.requests.find(request_key(call.caller, operation, request_id))
    if earlier is None:
        raise RequestNotFound(
            f"no request {request_id!r} of this client had an outcome; it is safe to send it",
            {"request_id": request_id},
        )
    return journal.entry_of(call, earlier)


def get_program(
    parts: Parts, *, version: int | None = None, instant: datetime | None = None
) -> Program:
    """Return one version, or the one in force at an instant, or now. Raises ProgramNotFound."""
    if version is None:
        return parts.book.in_force(instant or parts.clock())
    parts.book.refresh()
    return parts.book.version(version)


def list_programs(parts: Parts, page_size: int, page_token: str) -> tuple[list[Program], str]:
    """Return a page of programs, newest version first, and the token of the next page.

    Raises InvalidField (page token).
    """
    parts.book.refresh()
    newest_first = sorted(parts.book.programs(), key=lambda program: -program.version)
    if page_token:
        before = parts.page_tokens.open("programs", page_token)
        newest_first = [program for program in newest_first if program.version < before]
    page, more = newest_first[:page_size], len(newest_first) > page_size
    return page, parts.page_tokens.make("programs", page[-1].version) if more else ""
