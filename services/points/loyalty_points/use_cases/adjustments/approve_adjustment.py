"""Approves a proposed adjustment and writes its entry, together and once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from loyalty_chassis.calls import Call

from loyalty_points.domain.accounts.adjusting import Proposal, ProposalState
from loyalty_points.domain.errors import ProposalClosed, SecondOperatorNeeded
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.store import writing
from loyalty_points.use_cases import journal, up_to_date
from loyalty_points.use_cases.adjustments.adjusting import adjusted, check_funder
from loyalty_points.use_cases.adjustments.adjustment_commands import (
    APPROVE_ADJUSTMENT,
    DecideProposal,
)
from loyalty_points.use_cases.adjustments.proposals import open_proposal
from loyalty_points.use_cases.parts import Parts


def approve_adjustment(parts: Parts, call: Call, request_id: str, command: DecideProposal) -> Entry:
    """Return the entry made.

    Raises NotGranted, RequestIdReused, ProposalNotFound, SecondOperatorNeeded,
    ProposalClosed, MemberClosed, ProgramNotFound, BusinessNotFound, InsufficientPoints,
    LimitReached or Conflict; the proposal then stays open.
    """
    call.caller.require_group()
    ticket = parts.requests.ticket(call.caller, APPROVE_ADJUSTMENT, request_id, command)

    def attempt() -> Entry:
        proposal = open_proposal(command.proposal_id)
        _require_second(proposal, call.caller.client_id, command.operator_id)
        draft = up_to_date.read(parts, proposal.member_id)
        _require_not_overtaken(proposal, draft.now)
        program = parts.book.in_force(draft.now)
        check_funder(program, proposal.adjustment.funder)
        entry = replace(
            adjusted(draft, program, call, request_id, proposal.adjustment),
            approver_id=command.operator_id,
            reference=proposal.proposal_id,
        )
        approved = replace(
            proposal,
            state=ProposalState.APPROVED,
            decide_time=draft.now,
            decide_client_id=call.caller.client_id,
            decide_operator_id=command.operator_id,
            entry_id=entry.entry_id,
        )
        decide = writing.decide_proposal(proposal, approved)
        return journal.append(parts, draft, entry, ticket, more=[decide])

    return journal.once(parts, call, ticket, attempt, f"proposal|{command.proposal_id}")


def _require_second(proposal: Proposal, client_id: str, operator_id: str) -> None:
    """Raise SecondOperatorNeeded unless client and person are others than the proposer's."""
    if client_id == proposal.propose_client_id:
        what = "client"
    elif operator_id.casefold() == proposal.adjustment.operator_id.casefold():
        what = "operator"
    else:
        return
    raise SecondOperatorNeeded(
        f"another {what} than the proposer's has to approve",
        {"proposal_id": proposal.proposal_id, "same": what},
    )


def _require_not_overtaken(proposal: Proposal, now: datetime) -> None:
    expires = proposal.adjustment.expire_time
    if expires and expires <= now:
        raise ProposalClosed(
            "the points would have expired by now; reject the proposal and make another",
            {"proposal_id": proposal.proposal_id, "state": "expired"},
        )
