"""Keeps an adjustment for a second operator to decide."""

from __future__ import annotations

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.requests import Once
from ulid import ULID

from loyalty_points.domain.accounts.adjusting import Proposal
from loyalty_points.store import reading, writing
from loyalty_points.use_cases.adjustments.adjusting import check_adjustment
from loyalty_points.use_cases.adjustments.adjustment_commands import (
    PROPOSE_ADJUSTMENT,
    AdjustPoints,
)
from loyalty_points.use_cases.adjustments.proposals import proposal_of, to_answer
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts


def propose_adjustment(
    parts: Parts, call: Call, request_id: str, command: AdjustPoints
) -> Proposal:
    """Return the proposal, as it was made.

    Raises NotGranted, RequestIdReused, ProgramNotFound, BusinessNotFound, InvalidField
    (expiry), MemberNotFound, MemberClosed or Conflict.
    """
    call.caller.require_group()
    ticket = parts.requests.ticket(call.caller, PROPOSE_ADJUSTMENT, request_id, command)

    def attempt() -> Proposal:
        now = parts.clock()
        check_adjustment(parts.book.in_force(now), command.adjustment, now)
        member = reading.read_member(member_id_of(parts.identities, command.member))
        member.require_open()
        proposal = Proposal(
            str(ULID()), member.member_id, command.adjustment, now, call.caller.client_id
        )
        parts.unit_of_work.commit(
            [
                writing.insert_requests(ticket.done(now, answer=to_answer(proposal))),
                writing.insert_proposal(proposal),
            ]
        )
        return proposal

    return Once(parts.requests, ticket, parts.clock, attempt, proposal_of).run(call)
