"""Derives every account again from the journal, and compares it with what is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.documents import Document

from loyalty_points.domain.errors import MemberNotFound
from loyalty_points.store import auditing, conversion, reading
from loyalty_points.use_cases.auditing.audit_claims import audit_claims
from loyalty_points.use_cases.auditing.audit_closes import ClosesAudit
from loyalty_points.use_cases.auditing.audit_ends import audit_ends
from loyalty_points.use_cases.auditing.audit_told import audit_told
from loyalty_points.use_cases.auditing.rederive import Difference, Rederived, compare, first_wrong
from loyalty_points.use_cases.auditing.rederive_counters import RederivedCounters
from loyalty_points.use_cases.auditing.rederive_returns import RederivedReturns
from loyalty_points.use_cases.auditing.transits import SETTLED_AFTER, Transits
from loyalty_points.use_cases.parts import Parts

PROGRESS_ACCOUNTS = 20
READS_MAX = 5
"""Tries to read an account and its member as of one instant while they are written."""

MALFORMED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a document raises that was not written by this service."""


@dataclass(slots=True)
class Progress:
    """How far an audit is, and what it found."""

    account_count: int
    checked_account_count: int = 0
    checked_entry_count: int = 0
    done: bool = False
    difference: Difference | None = None
    totals: Counter[str] = field(default_factory=Counter)
    settled_before: datetime | None = None
    """Transfers written before that are in the journal with all their entries."""
    transit: int = 0
    """Of those, what `Transits` adds up."""
    closes: ClosesAudit = field(default_factory=ClosesAudit.read)
    """The closed periods as the audit began."""


def audit_ledger(parts: Parts, call: Call, account_id: str) -> Iterator[Progress]:
    """Yield the progress of auditing one account, or all; the last has `done` set.

    Ends at the first difference. What is written meanwhile is left to the next audit: an
    account is compared with the entries up to its own sequence. Raises NotGranted or
    MemberNotFound.
    """
    call.caller.require_group()
    progress = Progress(1 if account_id else reading.count_accounts())
    entry_count = auditing.count_entries()
    progress.settled_before = parts.clock() - SETTLED_AFTER
    yield progress
    for account in auditing.stored_accounts(account_id):
        progress.difference = _audit_account(parts, account["_id"], progress)
        progress.checked_account_count += 1
        if progress.difference:
            break
        if progress.checked_account_count % PROGRESS_ACCOUNTS == 0:
            yield progress
    if account_id and not progress.checked_account_count:
        raise MemberNotFound(f"there is no member {account_id!r}", {"member_id": account_id})
    if not progress.difference and not account_id:
        progress.difference = (
            _incomplete(progress, entry_count)
            or _unbalanced(progress.totals)
            or _in_transit(progress.transit)
            or audit_claims()
            or progress.closes.difference(parts)
        )
    progress.done = True
    yield progress


def _audit_account(parts: Parts, account_id: str, progress: Progress) -> Difference | None:
    """Return the first difference in one account, adding what was read to `progress`."""
    for _ in range(READS_MAX):
        account, member = auditing.stored_pair(account_id)
        rederived = Rederived(
            account_id,
            transits=Transits(progress.settled_before),
            returns=RederivedReturns(auditing.stored_purchase_states(account_id)),
            closes=progress.closes.of_account(),
        )
        difference = _check(parts, account, member, rederived, progress.closes)
        if not difference or auditing.stored_pair(account_id) == (account, member):
            break  # else it was written between the reads of account and member
    progress.checked_entry_count += rederived.sequence
    progress.totals.update(rederived.totals)
    progress.transit += rederived.transits.total
    progress.closes.total.update(rederived.closes)
    return difference


def _check(
    parts: Parts, account: Document, member: Document, rederived: Rederived, closes: ClosesAudit
) -> Difference | None:
    """Return the first difference. A document that cannot be read as one is a difference."""
    sequence = 0
    programs = {program.version: program for program in parts.book.programs()}
    counters = RederivedCounters(account["_id"], programs)
    try:
        for entry in auditing.stored_entries(account["_id"], account["sequence"]):
            sequence = rederived.sequence + 1
            link = conversion.chain_hash(parts.journal_key, entry)
            seen = conversion.seen_hash(parts.journal_key, entry)
            if difference := rederived.add(entry, link, seen):
                return difference
            counters.take_in(entry)
        sequence = 0
        return (
            compare(account, rederived)
            or audit_told(account, rederived)
            or audit_ends(account, member, rederived)
            or counters.compare(member)
            or first_wrong(rederived.account_id, 0, closes.heads_checks(parts, rederived))
        )
    except MALFORMED as error:
        return Difference(account["_id"], sequence, "form", "as declared", repr(error))


def _incomplete(progress: Progress, entry_count: int) -> Difference | None:
    """Return a difference where there were entries that no account accounts for."""
    if entry_count <= progress.checked_entry_count:
        return None
    expected, actual = str(progress.checked_entry_count), str(entry_count)
    return Difference("", 0, "entries that belong to accounts", expected, actual)


def _unbalanced(totals: Counter[str]) -> Difference | None:
    """Return a difference where all postings together do not add up to zero."""
    for currency in ("", "qualifying "):
        total = sum(
            points
            for name, points in totals.items()
            if name.startswith("qualifying ") == bool(currency)
        )
        if total:
            return Difference("", 0, f"sum of all {currency}postings", "0", str(total))
    return None


def _in_transit(transit: int) -> Difference | None:
    """Return a difference where points left an account and came to none, or the reverse."""
    if not transit:
        return None
    return Difference("", 0, "postings in transit", "0 for each request", "not 0 for some")
