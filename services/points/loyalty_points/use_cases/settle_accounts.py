"""Writes down what time has brought about: of points, of holds and of tiers.

Nothing that a caller sees waits for this: what can be spent at an instant is a view of lots
and holds. So it may come late, twice, or from several workers at once; each write is
guarded, and what was written is not due any more.
"""

from __future__ import annotations

from dataclasses import replace

from loyalty_chassis.storage.retrying import retrying

from loyalty_points.domain.accounts import due
from loyalty_points.domain.accounts.account import Moved
from loyalty_points.domain.accounts.holds import Hold
from loyalty_points.domain.clearing.owing import owed_for_repaid_debt, together
from loyalty_points.domain.instants import from_ms, to_ms
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.journal.entry_parts import HoldRecord
from loyalty_points.domain.journal.postings import (
    Flow,
    balanced_postings,
    expired_flows,
    inner_flow,
)
from loyalty_points.domain.tiers.tiers import review
from loyalty_points.store import reading
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.chain import Chain
from loyalty_points.use_cases.each_or_left import each_or_left
from loyalty_points.use_cases.parts import Parts

SECONDS_PER_ACCOUNT = 10.0
ENTRIES_MAX = 50
"""In one transaction: few enough for it to be short."""


def settle_accounts(parts: Parts, accounts_max: int, left: set[str] | None = None) -> int:
    """Settle up to so many accounts in which something is due; return how many were.

    The most overdue are taken; one that cannot be settled is noted in `left`.
    """

    def find(count: int) -> list[str]:
        now = parts.clock()
        # A member's own account has the member's id, and tells of the member's tier.
        due_ids = [
            *reading.due_account_ids(to_ms(now), count),
            *reading.tier_due_member_ids(now, count),
        ]
        return list(dict.fromkeys(due_ids))

    return each_or_left(
        find,
        lambda account_id: settle_account(parts, account_id) > 0,
        accounts_max,
        set() if left is None else left,
        "account cannot be settled",
    )


def settle_account(parts: Parts, account_id: str) -> int:
    """Write an entry for each instant and kind of thing that is due; return how many.

    In the order of the instants; equal instants: activate, review the tier, expire.
    Raises Conflict.
    """
    written = 0
    while True:
        count = retrying(lambda: settle_some(parts, account_id, ENTRIES_MAX), SECONDS_PER_ACCOUNT)
        written += count
        if count < ENTRIES_MAX:
            return written


def settle_next(parts: Parts, account_id: str) -> bool:
    """Write the entry of what has been due longest; tell whether there was anything."""
    return settle_some(parts, account_id, 1) > 0


def settle_some(parts: Parts, account_id: str, entries_max: int) -> int:
    """Write up to so many entries of what is due, together; return how many there were.

    Six commands, however many; two where nothing is due. Raises LostRace.
    """
    draft = journal.Draft.read_account(account_id, parts.clock)
    chain = Chain(parts, draft)
    while len(chain) < entries_max:
        tier_time = draft.member.tier_due_time
        tier_ms = to_ms(tier_time) if tier_time else due.NOTHING_DUE_MS
        at_ms = min(due.next_due_ms(draft.account), tier_ms)
        if at_ms > draft.now_ms:
            break
        entry = _entry_of(parts, draft, at_ms, is_tier_due=at_ms == tier_ms)
        chain.add(replace(entry, event_time=from_ms(at_ms)))
    if chain:
        chain.commit()
    return len(chain)


def _entry_of(parts: Parts, draft: journal.Draft, at_ms: int, *, is_tier_due: bool) -> Entry:
    account = draft.account
    if moved := due.activate_due(account, at_ms):
        return _moved(parts, draft, EntryKind.POINTS_ACTIVATED, moved)
    if is_tier_due:
        review(parts.book.in_force(from_ms(at_ms)), draft.member)
        return journal.new_entry(draft, EntryKind.TIER_REVIEWED, journal.by_time(), "")
    lapsed = due.lapse_first(account, at_ms)
    if lapsed is not None:
        return _lapsed(parts, draft, lapsed, account.repay_from_lots(at_ms))
    expired = due.expire_due(account, at_ms)
    return _moved(parts, draft, EntryKind.POINTS_EXPIRED, Moved(expired), expired_flows(expired))


def _moved(
    parts: Parts,
    draft: journal.Draft,
    kind: EntryKind,
    moved: Moved,
    flows: tuple[Flow, ...] | None = None,
) -> Entry:
    inner = (inner_flow(moved.lot_changes, moved.debt_changes),)
    return replace(
        journal.new_entry(draft, kind, journal.by_time(), ""),
        lot_changes=moved.lot_changes,
        debt_changes=moved.debt_changes,
        postings=balanced_postings(draft.account.account_id, inner if flows is None else flows),
        owed=together(owed_for_repaid_debt(moved.debt_changes)),
        price_version=parts.book.in_force(draft.now).version,
    )


def _lapsed(parts: Parts, draft: journal.Draft, hold: Hold, repaid: Moved) -> Entry:
    return replace(
        _moved(parts, draft, EntryKind.HOLD_LAPSED, repaid),
        business_id=hold.business_id,
        store_id=hold.store_id,
        hold=HoldRecord(hold.hold_id, from_ms(hold.deadline_ms), hold.parts),
    )
