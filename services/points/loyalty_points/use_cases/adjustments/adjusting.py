"""How an adjustment becomes an entry, at once or once a second operator approves it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from loyalty_chassis.callers import GROUP
from loyalty_chassis.calls import Call
from loyalty_chassis.errors import InvalidField, Violation

from loyalty_points.domain.accounts.adjusting import Adjustment, adjust
from loyalty_points.domain.accounts.lot_terms import lot_by_policy
from loyalty_points.domain.accounts.lots import LotKey
from loyalty_points.domain.clearing.owing import owed_for_claw_back, owed_for_repaid_debt, together
from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.journal.postings import balanced_postings, moved_flow
from loyalty_points.domain.programs.program import Program
from loyalty_points.use_cases import journal


def check_adjustment(program: Program, adjustment: Adjustment, now: datetime) -> None:
    """Raise BusinessNotFound (funder) or InvalidField (expiry) unless it can be made now."""
    check_funder(program, adjustment.funder)
    if adjustment.expire_time and adjustment.expire_time <= now:
        description = f"must be ahead; the server's time is {now.isoformat()}"
        raise InvalidField.of([Violation("adjustment.expire_time", description)])


def check_funder(program: Program, funder: str) -> None:
    """Raise BusinessNotFound unless a business of the program, or the group, is to pay."""
    if funder != GROUP:
        program.business(funder)


def adjusted(
    draft: journal.Draft, program: Program, call: Call, request_id: str, adjustment: Adjustment
) -> Entry:
    """Give or take points in the draft's account, and return the entry that says so.

    Raises InsufficientPoints or LimitReached.
    """
    funder = adjustment.funder
    key = _lot_of(program, adjustment, draft.member.member_id, draft.now)
    moved = adjust(draft.account, adjustment.points, key, draft.now_ms)
    flow = moved_flow(f"issued:{funder}", moved.lot_changes, moved.debt_changes)
    taken = [change for change in moved.lot_changes if change.points < 0]
    return replace(
        journal.new_entry(draft, EntryKind.ADJUSTMENT, call, request_id),
        business_id=funder,
        lot_changes=moved.lot_changes,
        debt_changes=moved.debt_changes,
        postings=balanced_postings(draft.account.account_id, [flow]),
        program_version=program.version,
        reason=adjustment.reason,
        operator_id=adjustment.operator_id,
        owed=together(owed_for_claw_back(funder, taken) + owed_for_repaid_debt(moved.debt_changes)),
        price_version=program.version,
    )


def _lot_of(program: Program, adjustment: Adjustment, earner: str, now: datetime) -> LotKey:
    """Return the lot of points that are given: by the policy an award would have, if not said."""
    funder = adjustment.funder
    if adjustment.expire_time:
        return LotKey(funder, 0, to_ms(adjustment.expire_time), earner)
    return lot_by_policy(program, funder, earner, now)
