"""Takes back what is left of a purchase's pending points."""

from __future__ import annotations

from dataclasses import replace

from loyalty_chassis.calls import Call

from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.journal.postings import balanced_postings
from loyalty_points.domain.purchases.pending import cancel
from loyalty_points.domain.purchases.purchase_state import Pending
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.purchases.purchase_commands import RECORD_PURCHASE
from loyalty_points.use_cases.returns.originals import (
    PURCHASES,
    append,
    find_original,
    once,
    require_kind,
)
from loyalty_points.use_cases.returns.return_commands import CANCEL_PENDING, CancelPending
from loyalty_points.use_cases.returns.taking_back import forget_awards
from loyalty_points.use_cases.returns.waiting import open_waiting_case


def cancel_pending(parts: Parts, call: Call, request_id: str, command: CancelPending) -> Entry:
    """Return the entry made. What qualifies goes with the points.

    Raises RequestIdReused, EntryNotFound, NotGranted, NotReversible, ProgramNotFound,
    MemberClosed, NothingPending or Conflict.
    """
    ticket = parts.requests.ticket(call.caller, CANCEL_PENDING, request_id, command)

    def attempt() -> Entry:
        original = find_original(parts, call, command.original, RECORD_PURCHASE)
        require_kind(original, PURCHASES)
        case = open_waiting_case(parts, original, only_till=False)
        draft = case.draft
        cancelled = cancel(draft.account, original, case.state, draft.now_ms)
        taken = cancelled.reversal.awards
        forget_awards(parts, case, taken)
        entry = replace(
            journal.new_entry(draft, EntryKind.PENDING_CANCELLED, call, request_id),
            business_id=original.business_id,
            store_id=original.store_id,
            earned_points=-cancelled.reversal.clawed_back_points,
            qualifying_points=-sum(award.qualifying_points for award in taken),
            lot_changes=cancelled.lot_changes,
            postings=balanced_postings(draft.account.account_id, cancelled.flows),
            program_version=parts.book.in_force(draft.now).version,
            price_version=original.price_version,
            reversal=cancelled.reversal,
            reason=command.reason,
        )
        gone = (*case.state.cancelled_awards, *(award.award for award in taken))
        after = replace(case.state, pending=Pending.CANCELLED, cancelled_awards=gone)
        return append(parts, case, entry, ticket, after)

    return once(parts, call, ticket, command.original, attempt)
