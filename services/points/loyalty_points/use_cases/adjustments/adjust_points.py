"""Gives points or takes them by hand, up to what one operator may."""

from __future__ import annotations

from loyalty_chassis.calls import Call

from loyalty_points.domain.errors import ApprovalNeeded
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.domain.programs.program import Program
from loyalty_points.use_cases import journal, up_to_date
from loyalty_points.use_cases.adjustments.adjusting import adjusted, check_adjustment
from loyalty_points.use_cases.adjustments.adjustment_commands import ADJUST_POINTS, AdjustPoints
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts


def adjust_points(parts: Parts, call: Call, request_id: str, command: AdjustPoints) -> Entry:
    """Return the entry made: all points are taken, or none; no debt is made.

    Raises NotGranted, RequestIdReused, ProgramNotFound, BusinessNotFound, InvalidField
    (expiry), ApprovalNeeded, MemberNotFound, MemberClosed, InsufficientPoints, LimitReached
    or Conflict.
    """
    call.caller.require_group()
    ticket = parts.requests.ticket(call.caller, ADJUST_POINTS, request_id, command)

    def attempt() -> Entry:
        now = parts.clock()
        program = parts.book.in_force(now)
        check_adjustment(program, command.adjustment, now)
        _require_unapproved(program, command.adjustment.points)
        member_id = member_id_of(parts.identities, command.member)
        draft = up_to_date.read(parts, member_id)
        entry = adjusted(draft, program, call, request_id, command.adjustment)
        return journal.append(parts, draft, entry, ticket)

    return journal.once(parts, call, ticket, attempt, f"{command.member}")


def _require_unapproved(program: Program, points: int) -> None:
    """Raise ApprovalNeeded where one operator may not give or take so many points."""
    maximum = program.limits.max_unapproved_adjustment_points
    if abs(points) > maximum:
        raise ApprovalNeeded(
            f"an adjustment of more than {maximum} points needs a second operator: propose it",
            {
                "limit": "unapproved_adjustment_points",
                "maximum": maximum,
                "requested": abs(points),
            },
        )
