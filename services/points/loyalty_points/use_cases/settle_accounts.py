"""Writes down what time has brought about: points that became active or expired, holds that lapsed.

Nothing that a caller sees waits for this: what can be spent at an instant is a view of lots
and holds. So it may come late, twice, or from several workers at once; each write is
guarded, and what was written is not due any more.
"""

from __future__ import annotations

from dataclasses import replace

from loyalty_chassis.errors import Conflict
from loyalty_chassis.storage.transactions import retrying

from loyalty_points.domain import due
from loyalty_points.domain.account import Moved
from loyalty_points.domain.entry import Entry, EntryKind, HoldRecord
from loyalty_points.domain.holds import Hold
from loyalty_points.domain.instants import from_ms, to_ms
from loyalty_points.domain.owing import owed_for_repaid_debt, together
from loyalty_points.domain.postings import Flow, balanced_postings, expired_flows, inner_flow
from loyalty_points.store import reading
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.parts import Parts

SECONDS_PER_ACCOUNT = 30.0


def settle_accounts(parts: Parts, accounts_max: int) -> int:
    """Settle up to so many accounts in which something is due; return how many.

    The most overdue come first. An account that others keep changing is left for later.
    """
    account_ids = reading.due_account_ids(to_ms(parts.clock()), accounts_max)
    for account_id in account_ids:
        settle_account(parts, account_id)
    return len(account_ids)


def settle_account(parts: Parts, account_id: str) -> int:
    """Write an entry for each instant and kind of thing that is due; return how many.

    In the order of the instants; equal instants: activate, then expire.
    """
    written = 0
    try:
        while retrying(lambda: settle_next(parts, account_id), SECONDS_PER_ACCOUNT):
            written += 1
    except Conflict:
        pass
    return written


def settle_next(parts: Parts, account_id: str) -> bool:
    """Write the entry of what has been due longest; tell whether there was anything."""
    draft = journal.Draft.read_account(account_id, parts.clock)
    at_ms = due.next_due_ms(draft.account)
    if at_ms > draft.now_ms:
        return False
    entry = _entry_of(parts, draft, at_ms)
    journal.append(parts, draft, replace(entry, event_time=from_ms(at_ms)), None)
    return True


def _entry_of(parts: Parts, draft: journal.Draft, at_ms: int) -> Entry:
    account = draft.account
    if moved := due.activate_due(account, at_ms):
        return _moved(parts, draft, EntryKind.POINTS_ACTIVATED, moved)
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
