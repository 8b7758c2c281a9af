"""Writing one entry: the request, the entry, the account and the member together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime

from loyalty_chassis.callers import GROUP, Caller
from loyalty_chassis.calls import Call
from loyalty_chassis.clock import Clock
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.requests import Earlier, Once, Ticket
from loyalty_chassis.storage.writes import Write

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.lots import Lot
from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.journal.entry import Entry, EntryKind, moved_points
from loyalty_points.domain.members.member import Member
from loyalty_points.store import conversion, reading, writing
from loyalty_points.use_cases.parts import Parts

_TIMER = Caller("timer", GROUP, frozenset(), frozenset())


@dataclass(slots=True)
class Draft:
    """A member and an account as read, being changed by one command."""

    member: Member
    account: Account
    now: datetime
    """The entry's record time: the server's clock, never before the account's last entry."""
    member_before: Member = field(init=False)
    lots_before: dict[str, Lot] = field(init=False)

    def __post_init__(self) -> None:
        """Remember what was read."""
        self.member_before = copy(self.member)
        self.lots_before = dict(self.account.lots)

    @classmethod
    def read(cls, member_id: str, clock: Clock) -> Draft:
        """Read both, in two commands; three where the member was merged into another.

        Raises MemberNotFound or MemberClosed.
        """
        return cls.of_member(reading.read_member(member_id), clock)

    @classmethod
    def of_member(cls, member: Member, clock: Clock) -> Draft:
        """Read a member's account. Raises MemberClosed."""
        member.require_open()
        account = reading.read_account(member.account_id or member.member_id)
        return cls(member, account, max(clock(), account.record_time))

    @classmethod
    def read_account(cls, account_id: str, clock: Clock) -> Draft:
        """Read an account and the member whose own it is. Raises MemberNotFound."""
        account, member = reading.read_account(account_id), reading.read_member(account_id)
        return cls(member, account, max(clock(), account.record_time))

    @classmethod
    def of_original(cls, original: Entry, clock: Clock, account_id: str = "") -> Draft:
        """Read the account that got an entry's points, and the member who bought or spent.

        `account_id` names the account they are in by now, if that is another. Raises
        MemberNotFound, or MemberClosed where that member is, or the one whose account it
        is: one more read where that is another.
        """
        member = reading.read_member(original.member_id)
        member.require_open()
        account = reading.read_account(account_id or original.account_id)
        draft = cls(member, account, max(clock(), account.record_time))
        if not draft.is_at_home:
            reading.read_member(account.account_id).require_open()
        return draft

    @property
    def is_at_home(self) -> bool:
        """Whether it is the account that the member earns to and spends from at present."""
        member = self.member
        return self.account.account_id == (member.account_id or member.member_id)

    @property
    def now_ms(self) -> int:
        """The record time, in milliseconds since 1970."""
        return to_ms(self.now)


def new_entry(draft: Draft, kind: EntryKind, call: Call, request_id: str) -> Entry:
    """Return the account's next entry, with nothing in it yet but who asked and when."""
    account = draft.account
    return Entry(
        account_id=account.account_id,
        member_id=draft.member.member_id,
        sequence=account.sequence + 1,
        kind=kind,
        request_id=request_id,
        client_id=call.caller.client_id,
        business_id="",
        store_id="",
        event_time=draft.now,
        record_time=draft.now,
        earned_points=0,
        burned_points=0,
        qualifying_points=0,
        purchase=None,
        seen=None,
        awards=(),
        burn=None,
        lot_changes=(),
        debt_changes=(),
        postings=(),
        balance_after=account.balance(draft.now_ms),
        program_version=0,
        plugins=(),
        reason="",
        reference="",
        tier_id=draft.member.tier_id,
        previous_hash=account.chain_head,
    )


def append(
    parts: Parts,
    draft: Draft,
    entry: Entry,
    ticket: Ticket | None,
    *,
    answer: bytes | None = None,
    receipt: Sequence[Document] = (),
    more: Sequence[Write] = (),
) -> Entry:
    """Commit an entry with its request and the changed account and member.

    Five commands within the transaction, the commit included, and one for each of
    `more`; one less without a ticket, where time and no request is the cause. Raises
    DuplicateKey or LostRace; then nothing was written.
    """
    (appended,) = append_all(
        parts, [(draft, entry)], ticket, answer=answer, receipt=receipt, more=more
    )
    return appended


def append_all(
    parts: Parts,
    drafts: Sequence[tuple[Draft, Entry]],
    ticket: Ticket | None,
    *,
    answer: bytes | None = None,
    receipt: Sequence[Document] = (),
    more: Sequence[Write] = (),
) -> list[Entry]:
    """Commit an entry for each account together; the request answers with the first.

    They share a record time, by which an audit knows that it must have met them all.
    Two commands for each account, one for all entries, one for the request, one for the
    commit. Raises as `append` does.
    """
    guarded: dict[str, list[Write]] = {}
    documents: list[Document] = []
    appended = []
    for draft, entry in drafts:
        balanced = added_up(draft, entry)
        document = conversion.entry_to_document(balanced, parts.journal_key)
        chain_head: str = document["chain_hash"]
        guarded[entry.account_id] = [
            writing.update_account(draft.lots_before, draft.account, [entry], chain_head),
            writing.update_member(draft.member_before, draft.member),
        ]
        documents.append(document)
        appended.append(replace(balanced, chain_hash=chain_head))
    # By account, so that two commands on the same accounts meet at the first of them; the
    # guards before the entries, as a lost race must not look like a duplicate entry.
    writes = [write for _, guards in sorted(guarded.items()) for write in guards]
    writes.append(writing.insert_entries(*documents))
    requests = []
    if ticket is not None:
        first = appended[0]
        done = ticket.done(
            first.record_time, account_id=first.account_id, sequence=first.sequence, answer=answer
        )
        requests.append(writing.insert_requests(done, *receipt))
    parts.unit_of_work.commit([*requests, *writes, *more])
    return appended


def added_up(draft: Draft, entry: Entry) -> Entry:
    """Return an entry with what it moved, what the account holds after it, the tier before."""
    is_theirs = entry.member_id == draft.member.member_id
    return replace(
        entry,
        tier_before=draft.member_before.tier_id if is_theirs else entry.tier_id,
        balance_after=draft.account.balance(draft.now_ms),
        moved_points=moved_points(entry),
        total_points=draft.account.total_points,
    )


def by_time() -> Call:
    """Return the call under which a worker writes what time brings about."""
    return Call.within(_TIMER, None)


def once(
    parts: Parts, call: Call, ticket: Ticket, attempt: Callable[[], Entry], lane: str = ""
) -> Entry:
    """Return the entry that `attempt` makes, or that the same request made before.

    Raises RequestIdReused, Conflict, a remembered refusal and what `attempt` raises.
    """
    return Once(
        parts.requests, ticket, parts.clock, attempt, lambda was: entry_of(call, was), lane
    ).run(call)


def entry_of(call: Call, earlier: Earlier) -> Entry:
    """Return the entry that an earlier request made, for an answer of the same words."""
    if earlier.account_id is None or earlier.sequence is None:
        raise LookupError("the request made no entry")
    return reading.read_entry(call.caller, earlier.account_id, earlier.sequence)
