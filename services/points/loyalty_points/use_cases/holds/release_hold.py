"""Sets points free that were set aside."""

from __future__ import annotations

from dataclasses import replace

from loyalty_chassis.calls import Call

from loyalty_points.domain.accounts.holding import set_free
from loyalty_points.domain.accounts.holds import Hold
from loyalty_points.domain.clearing.owing import owed_for_repaid_debt, together
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.journal.postings import balanced_postings, inner_flow
from loyalty_points.use_cases.holds.ending_holds import end_hold
from loyalty_points.use_cases.holds.hold_commands import RELEASE_HOLD, ReleaseHold
from loyalty_points.use_cases.journal import Draft
from loyalty_points.use_cases.parts import Parts


def release_hold(parts: Parts, call: Call, request_id: str, command: ReleaseHold) -> Entry:
    """Return the entry made.

    The points repay debt; where their lot has expired meanwhile they are due at once.
    Raises RequestIdReused, MemberNotFound, HoldNotFound, NotGranted, HoldLapsed,
    ProgramNotFound or Conflict.
    """

    def end(draft: Draft, hold: Hold, entry: Entry) -> Entry:
        set_free(draft.account, hold)
        repaid = draft.account.repay_from_lots(draft.now_ms)
        inner = inner_flow(repaid.lot_changes, repaid.debt_changes)
        version = parts.book.in_force(draft.now).version
        return replace(
            entry,
            lot_changes=repaid.lot_changes,
            debt_changes=repaid.debt_changes,
            postings=balanced_postings(draft.account.account_id, [inner]),
            program_version=version,
            owed=together(owed_for_repaid_debt(repaid.debt_changes)),
            price_version=version,
        )

    ticket = parts.requests.ticket(call.caller, RELEASE_HOLD, request_id, command)
    return end_hold(parts, call, request_id, ticket, EntryKind.HOLD_RELEASED, command, end)
