"""Derives every account again from the journal, and compares it with what is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from loyalty_chassis.storage.fields import Document

from loyalty_points.domain.errors import MemberNotFound
from loyalty_points.store import conversion, reading
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.replay import Difference, Replayed, compare

PROGRESS_ACCOUNTS = 20


@dataclass(slots=True)
class Progress:
    """How far an audit is, and what it found."""

    account_count: int
    checked_account_count: int = 0
    checked_entry_count: int = 0
    done: bool = False
    difference: Difference | None = None
    totals: Counter[str] = field(default_factory=Counter)


def audit_ledger(parts: Parts, account_id: str) -> Iterator[Progress]:
    """Yield the progress of auditing one account, or all; the last has `done` set.

    Ends at the first difference. What is written meanwhile is left to the next audit: an
    account is compared with the entries up to its own sequence. Raises MemberNotFound.
    """
    progress = Progress(1 if account_id else reading.count_accounts())
    yield progress
    for stored in reading.stored_accounts(account_id):
        replayed = _replay(parts, stored, progress)
        progress.difference = progress.difference or compare(stored, replayed)
        progress.checked_account_count += 1
        if progress.difference:
            break
        if progress.checked_account_count % PROGRESS_ACCOUNTS == 0:
            yield progress
    if account_id and not progress.checked_account_count:
        raise MemberNotFound(f"there is no member {account_id!r}", {"member_id": account_id})
    if not progress.difference and not account_id:
        progress.difference = _unbalanced(progress.totals)
    progress.done = True
    yield progress


def _replay(parts: Parts, stored: Document, progress: Progress) -> Replayed:
    replayed = Replayed(stored["_id"])
    for document in reading.stored_entries(stored["_id"], stored["sequence"]):
        link = conversion.chain_hash(parts.journal_key, document)
        progress.difference = replayed.add(document, link)
        progress.checked_entry_count += 1
        if progress.difference:
            break
    progress.totals.update(replayed.totals)
    return replayed


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
