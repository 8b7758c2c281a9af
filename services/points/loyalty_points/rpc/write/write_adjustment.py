"""Proposed adjustments, to messages."""

from __future__ import annotations

from loyalty.points.v1 import adjustment_pb2 as pb
from loyalty.points.v1 import member_pb2

from loyalty_points.domain.accounts.adjusting import Proposal, ProposalState
from loyalty_points.rpc.enums import numbers_of
from loyalty_points.rpc.times import write_time

_STATES = numbers_of(pb.ProposalState, ProposalState)


def write_proposal(proposal: Proposal) -> pb.AdjustmentProposal:
    """Return the message of a proposal."""
    adjustment, decided = proposal.adjustment, proposal.decide_time
    expires = adjustment.expire_time
    return pb.AdjustmentProposal(
        proposal_id=proposal.proposal_id,
        adjustment=pb.Adjustment(
            member=member_pb2.MemberKey(member_id=proposal.member_id),
            points=adjustment.points,
            funder=adjustment.funder,
            reason=adjustment.reason,
            operator_id=adjustment.operator_id,
            expire_time=write_time(expires) if expires else None,
        ),
        state=_STATES[proposal.state],
        propose_time=write_time(proposal.propose_time),
        propose_client_id=proposal.propose_client_id,
        decide_time=write_time(decided) if decided else None,
        decide_client_id=proposal.decide_client_id,
        decide_operator_id=proposal.decide_operator_id,
        entry_id=proposal.entry_id,
    )
