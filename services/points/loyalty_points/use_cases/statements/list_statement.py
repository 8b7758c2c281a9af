"""What happened to an account in a period, and how that adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.documents import Document

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.store import reading, scanning
from loyalty_points.use_cases.commands import MemberKey
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts


@dataclass(frozen=True, slots=True)
class KindTotal:
    """What the entries of one kind moved."""

    kind: EntryKind
    entry_count: int
    earned_points: int
    burned_points: int
    moved_points: int
    """Lots, less debt."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A page of a statement. Balances are points in lots less debt."""

    account_id: str
    opening_points: int
    closing_points: int
    totals: tuple[KindTotal, ...]
    entries: Sequence[Entry]
    """Oldest first, and one more than asked for, if there is one."""


@dataclass(frozen=True, slots=True)
class Span:
    """The period of a statement: from `start` until `end`, which is not in it."""

    start: datetime
    end: datetime

    def name(self, account_id: str) -> str:
        """Return what its page tokens are bound to."""
        return f"statement|{account_id}|{self.start.isoformat()}|{self.end.isoformat()}"


def list_statement(
    parts: Parts, call: Call, key: MemberKey, span: Span, page_size: int, page_token: str
) -> Statement:
    """Return a page: account, totals, opening entry and entries are a command each.

    Raises MemberNotFound or InvalidField (page token).
    """
    account = reading.read_account(member_id_of(parts.identities, key))
    account_id = account.account_id
    after = parts.page_tokens.open(span.name(account_id), page_token) if page_token else 0
    found = scanning.totals_by_kind(account_id, span.start, span.end)
    totals = tuple(_total(each) for each in found)
    first, last = _range(account, span, found)
    opening = _total_after(call, account_id, first - 1)
    start = max(first, after + 1)
    shown = min(last, start + page_size)
    return Statement(
        account_id,
        opening,
        opening + sum(total.moved_points for total in totals),
        totals,
        tuple(scanning.entries_of(call.caller, account_id, start, shown)),
    )


def lines_after(parts: Parts, last: Entry, span: Span) -> str:
    """Return the token of the page that starts after `last`."""
    return parts.page_tokens.make(span.name(last.account_id), last.sequence)


def _range(account: Account, span: Span, found: list[Document]) -> tuple[int, int]:
    """Return the first and last sequence of the period; the last is the smaller if empty."""
    if found:
        return min(each["first"] for each in found), max(each["last"] for each in found)
    before = account.sequence
    if account.record_time >= span.start:
        before = scanning.last_sequence_before(account.account_id, span.start)
    return before + 1, before


def _total_after(call: Call, account_id: str, sequence: int) -> int:
    return reading.read_entry(call.caller, account_id, sequence).total_points if sequence else 0


def _total(found: Document) -> KindTotal:
    return KindTotal(
        EntryKind(found["_id"]),
        *(
            int(found[name])
            for name in ("entry_count", "earned_points", "burned_points", "moved_points")
        ),
    )
