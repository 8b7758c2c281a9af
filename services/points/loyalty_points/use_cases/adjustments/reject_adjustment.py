"""Rejects a proposed adjustment."""

from __future__ import annotations

from dataclasses import replace

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.requests import Once

from loyalty_points.domain.accounts.adjusting import Proposal, ProposalState
from loyalty_points.store import writing
from loyalty_points.use_cases.adjustments.adjustment_commands import (
    REJECT_ADJUSTMENT,
    DecideProposal,
)
from loyalty_points.use_cases.adjustments.proposals import open_proposal, proposal_of, to_answer
from loyalty_points.use_cases.parts import Parts


def reject_adjustment(
    parts: Parts, call: Call, request_id: str, command: DecideProposal
) -> Proposal:
    """Return the proposal as rejected.

    Raises NotGranted, RequestIdReused, ProposalNotFound, ProposalClosed or Conflict.
    """
    call.caller.require_group()
    ticket = parts.requests.ticket(call.caller, REJECT_ADJUSTMENT, request_id, command)

    def attempt() -> Proposal:
        proposal, now = open_proposal(command.proposal_id), parts.clock()
        rejected = replace(
            proposal,
            state=ProposalState.REJECTED,
            decide_time=now,
            decide_client_id=call.caller.client_id,
            decide_operator_id=command.operator_id,
        )
        parts.unit_of_work.commit(
            [
                writing.insert_requests(ticket.done(now, answer=to_answer(rejected))),
                writing.decide_proposal(proposal, rejected),
            ]
        )
        return rejected

    return Once(parts.requests, ticket, parts.clock, attempt, proposal_of).run(call)
