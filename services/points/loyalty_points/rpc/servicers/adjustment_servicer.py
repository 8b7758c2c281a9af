"""AdjustmentService."""

from __future__ import annotations

import grpc
from google.rpc import status_pb2
from loyalty.points.v1 import adjustment_service_pb2 as pb
from loyalty.points.v1 import adjustment_service_pb2_grpc
from loyalty_chassis.calls import Call, current_call
from loyalty_chassis.validation import Fields

from loyalty_points.rpc.batches import status_of_item
from loyalty_points.rpc.grants import DOMAIN
from loyalty_points.rpc.ids import read_operator, read_page_size, read_ulid
from loyalty_points.rpc.read.read_adjustment import (
    read_adjustment,
    read_opening_balance,
    read_proposal_state,
)
from loyalty_points.rpc.write.write_adjustment import write_proposal
from loyalty_points.rpc.write.write_entry import write_entry
from loyalty_points.use_cases.adjustments.adjust_points import adjust_points
from loyalty_points.use_cases.adjustments.adjustment_commands import DecideProposal
from loyalty_points.use_cases.adjustments.approve_adjustment import approve_adjustment
from loyalty_points.use_cases.adjustments.import_opening_balance import import_opening_balance
from loyalty_points.use_cases.adjustments.proposals import list_proposals
from loyalty_points.use_cases.adjustments.propose_adjustment import propose_adjustment
from loyalty_points.use_cases.adjustments.reject_adjustment import reject_adjustment
from loyalty_points.use_cases.parts import Parts

BATCH_MAX = 100
BATCH_LOTS_MAX = 5000
"""So that the answer to a batch stays below 4 MiB."""


class AdjustmentServicer(adjustment_service_pb2_grpc.AdjustmentServiceServicer):
    """Reads each request, runs its use case, writes the answer."""

    def __init__(self, parts: Parts) -> None:
        """Serve with these parts."""
        self._parts = parts

    def AdjustPoints(  # noqa: N802
        self, request: pb.AdjustPointsRequest, _context: grpc.ServicerContext
    ) -> pb.AdjustPointsResponse:
        """Give points or take them."""
        fields = Fields()
        fields.request_id(request.request_id)
        is_set = request.HasField("adjustment")
        command = read_adjustment(fields, request.adjustment, is_set=is_set)
        fields.finish()
        call = current_call()
        entry = adjust_points(self._parts, call, request.request_id, command)
        return pb.AdjustPointsResponse(entry=write_entry(entry, call.caller))

    def ProposeAdjustment(  # noqa: N802
        self, request: pb.ProposeAdjustmentRequest, _context: grpc.ServicerContext
    ) -> pb.ProposeAdjustmentResponse:
        """Keep an adjustment for a second operator."""
        fields = Fields()
        fields.request_id(request.request_id)
        is_set = request.HasField("adjustment")
        command = read_adjustment(fields, request.adjustment, is_set=is_set)
        fields.finish()
        proposal = propose_adjustment(self._parts, current_call(), request.request_id, command)
        return pb.ProposeAdjustmentResponse(proposal=write_proposal(proposal))

    def ApproveAdjustment(  # noqa: N802
        self, request: pb.ApproveAdjustmentRequest, _context: grpc.ServicerContext
    ) -> pb.ApproveAdjustmentResponse:
        """Approve a proposal."""
        call, command = current_call(), _read_decision(request)
        entry = approve_adjustment(self._parts, call, request.request_id, command)
        return pb.ApproveAdjustmentResponse(entry=write_entry(entry, call.caller))

    def RejectAdjustment(  # noqa: N802
        self, request: pb.RejectAdjustmentRequest, _context: grpc.ServicerContext
    ) -> pb.RejectAdjustmentResponse:
        """Reject a proposal."""
        call, command = current_call(), _read_decision(request)
        proposal = reject_adjustment(self._parts, call, request.request_id, command)
        return pb.RejectAdjustmentResponse(proposal=write_proposal(proposal))

    def ListAdjustmentProposals(  # noqa: N802
        self, request: pb.ListAdjustmentProposalsRequest, _context: grpc.ServicerContext
    ) -> pb.ListAdjustmentProposalsResponse:
        """List proposals."""
        fields = Fields()
        state = read_proposal_state(fields, request.state)
        size = read_page_size(fields, request.page_size)
        fields.finish()
        page, token = list_proposals(self._parts, current_call(), state, size, request.page_token)
        return pb.ListAdjustmentProposalsResponse(
            proposals=[write_proposal(proposal) for proposal in page], next_page_token=token
        )

    def ImportOpeningBalances(  # noqa: N802
        self, request: pb.ImportOpeningBalancesRequest, _context: grpc.ServicerContext
    ) -> pb.ImportOpeningBalancesResponse:
        """Bring along what members held, each for itself."""
        call = current_call()
        call.caller.require_group()
        fields = Fields()
        fields.count(request.balances, "balances", 1, BATCH_MAX)
        lots = sum(len(each.lots) for each in request.balances)
        if lots > BATCH_LOTS_MAX:
            fields.wrong("balances", f"must hold at most {BATCH_LOTS_MAX} lots, hold {lots}")
        fields.finish()
        return pb.ImportOpeningBalancesResponse(
            results=[
                self._import_one(call, f"balances[{index}]", balance)
                for index, balance in enumerate(request.balances)
            ]
        )

    def _import_one(
        self, call: Call, path: str, request: pb.OpeningBalance
    ) -> pb.OpeningBalanceResult:
        own = Call(call.caller, call.deadline)
        result = pb.OpeningBalanceResult(request_id=request.request_id)
        try:
            fields = Fields()
            command = read_opening_balance(fields, request)
            fields.finish()
            entry = import_opening_balance(self._parts, own, request.request_id, command)
        except Exception as error:  # noqa: BLE001  # items do not share a fate
            status = status_of_item(error, "ImportOpeningBalances", DOMAIN, path)
            result.status.CopyFrom(status)
        else:
            result.status.CopyFrom(status_pb2.Status())
            result.entry.CopyFrom(write_entry(entry, call.caller))
        result.replayed = own.replayed
        return result


def _read_decision(
    request: pb.ApproveAdjustmentRequest | pb.RejectAdjustmentRequest,
) -> DecideProposal:
    fields = Fields()
    fields.request_id(request.request_id)
    command = DecideProposal(
        read_ulid(fields, request.proposal_id, "proposal_id"),
        read_operator(fields, request.operator_id),
    )
    fields.finish()
    return command
