"""Spends points that were set aside, all or some, once."""

from __future__ import annotations

from dataclasses import replace

from loyalty_chassis.calls import Call

from loyalty_points.domain.accounts.holding import capture
from loyalty_points.domain.accounts.holds import Hold
from loyalty_points.domain.accounts.sliding import slide
from loyalty_points.domain.clearing.owing import owed_for_redemption, owed_for_repaid_debt, together
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.journal.entry_parts import Burn
from loyalty_points.domain.journal.postings import balanced_postings, inner_flow, redeemed_flow
from loyalty_points.domain.members.member_limits import count_redemption
from loyalty_points.use_cases.holds.ending_holds import end_hold
from loyalty_points.use_cases.holds.hold_commands import CAPTURE_HOLD, CaptureHold
from loyalty_points.use_cases.journal import Draft
from loyalty_points.use_cases.parts import Parts


def capture_hold(parts: Parts, call: Call, request_id: str, command: CaptureHold) -> Entry:
    """Return the entry made: a redemption. What is not captured is free again; it repays debt.

    Raises RequestIdReused, MemberNotFound, HoldNotFound, NotGranted, MemberFrozen,
    HoldLapsed, CaptureTooLarge, ProgramNotFound, LimitReached or Conflict.
    """

    def end(draft: Draft, hold: Hold, entry: Entry) -> Entry:
        draft.member.require_active()
        points = command.points or hold.points
        changes = capture(draft.account, hold, points, draft.now_ms)
        program = parts.book.in_force(draft.now)
        limits, zone_name = program.limits.members, program.time_zone
        count_redemption(draft.member, limits, points, draft.now, zone_name)
        repaid = draft.account.repay_from_lots(draft.now_ms)
        slid = slide(draft.account, draft.now, draft.now_ms, program.zone_of_funder)
        return replace(
            entry,
            burned_points=points,
            burn=Burn(points, 0, "", "", command.reason, (), ()),
            lot_changes=(*changes, *repaid.lot_changes, *slid),
            debt_changes=repaid.debt_changes,
            postings=balanced_postings(
                draft.account.account_id,
                [
                    redeemed_flow(hold.business_id, changes),
                    inner_flow(repaid.lot_changes, repaid.debt_changes),
                ],
            ),
            program_version=program.version,
            reason=command.reason,
            reference=command.reference,
            owed=together(
                owed_for_redemption(hold.business_id, changes)
                + owed_for_repaid_debt(repaid.debt_changes)
            ),
            price_version=program.version,
        )

    ticket = parts.requests.ticket(call.caller, CAPTURE_HOLD, request_id, command)
    return end_hold(parts, call, request_id, ticket, EntryKind.HOLD_CAPTURED, command, end)
