"""Proposed adjustments, and their states as words."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty.points.v1.adjustment_pb2 import AdjustmentProposal, ProposalState
from rich.console import Console

from loyaltyctl.errors import ProposalStateRefused

from .facts import print_facts
from .words import moment, signed

_STATES: dict[str, ProposalState] = {
    "open": ProposalState.PROPOSAL_STATE_OPEN,
    "approved": ProposalState.PROPOSAL_STATE_APPROVED,
    "rejected": ProposalState.PROPOSAL_STATE_REJECTED,
    "all": ProposalState.PROPOSAL_STATE_UNSPECIFIED,
}


def proposal_state(word: str) -> ProposalState:
    """Return the state that a word such as "open" stands for. Raises ProposalStateRefused."""
    if word not in _STATES:
        raise ProposalStateRefused(f"{word!r} is none of {', '.join(_STATES)}")
    return _STATES[word]


def print_proposals(console: Console, proposals: Sequence[AdjustmentProposal]) -> None:
    """Print proposals, each as a list of its parts: an approver must see all of them."""
    for proposal in proposals:
        adjustment = proposal.adjustment
        print_facts(
            console,
            {
                "proposal": proposal.proposal_id,
                "points": f"{signed(adjustment.points)}, paid by {adjustment.funder}",
                "member": adjustment.member.member_id,
                "reason": adjustment.reason,
                "proposed": f"{moment(proposal.propose_time)} by {adjustment.operator_id}",
                "state": _state(proposal),
            },
        )
        console.print()


def _state(proposal: AdjustmentProposal) -> str:
    word = next(word for word, state in _STATES.items() if state == proposal.state)
    decided = f" {moment(proposal.decide_time)} by {proposal.decide_operator_id}"
    return word + decided * bool(proposal.decide_operator_id)
