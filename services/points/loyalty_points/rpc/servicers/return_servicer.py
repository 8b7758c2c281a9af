"""ReturnService."""

from __future__ import annotations

import grpc
from loyalty.points.v1 import return_service_pb2 as pb
from loyalty.points.v1 import return_service_pb2_grpc
from loyalty_chassis.calls import current_call
from loyalty_chassis.validation import Fields
from loyalty_sdk import POINTS_MAX

from loyalty_points.rpc.ids import read_reason, read_reference, read_store_id
from loyalty_points.rpc.read.read_original import (
    read_purchase_reference,
    read_redemption_reference,
)
from loyalty_points.rpc.read.read_return import read_return
from loyalty_points.rpc.write.write_entry import write_entry
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.returns.cancel_pending import cancel_pending
from loyalty_points.use_cases.returns.confirm_purchase import confirm_purchase
from loyalty_points.use_cases.returns.return_commands import (
    CancelPending,
    ConfirmPurchase,
    ReverseRedemption,
)
from loyalty_points.use_cases.returns.reverse_purchase import reverse_purchase
from loyalty_points.use_cases.returns.reverse_redemption import reverse_redemption


class ReturnServicer(return_service_pb2_grpc.ReturnServiceServicer):
    """Reads each request, runs its use case, writes the answer."""

    def __init__(self, parts: Parts) -> None:
        """Serve with these parts."""
        self._parts = parts

    def ReversePurchase(  # noqa: N802
        self, request: pb.ReversePurchaseRequest, _context: grpc.ServicerContext
    ) -> pb.ReversePurchaseResponse:
        """Return or void a purchase."""
        command = read_return(request)
        call = current_call()
        entry = reverse_purchase(self._parts, call, request.request_id, command)
        return pb.ReversePurchaseResponse(entry=write_entry(entry, call.caller))

    def ReverseRedemption(  # noqa: N802
        self, request: pb.ReverseRedemptionRequest, _context: grpc.ServicerContext
    ) -> pb.ReverseRedemptionResponse:
        """Undo a redemption."""
        fields = Fields()
        fields.request_id(request.request_id)
        original = read_redemption_reference(fields, request)
        read_store_id(fields, request.store_id)
        fields.whole(request.points, "points", 0, POINTS_MAX)
        read_reason(fields, request.reason)
        read_reference(fields, request.reference)
        fields.finish()
        command = ReverseRedemption(
            original, request.store_id, request.points, request.reason, request.reference
        )
        call = current_call()
        entry = reverse_redemption(self._parts, call, request.request_id, command)
        return pb.ReverseRedemptionResponse(entry=write_entry(entry, call.caller))

    def ConfirmPurchase(  # noqa: N802
        self, request: pb.ConfirmPurchaseRequest, _context: grpc.ServicerContext
    ) -> pb.ConfirmPurchaseResponse:
        """Confirm a purchase."""
        fields = Fields()
        fields.request_id(request.request_id)
        original = read_purchase_reference(fields, request.original)
        fields.finish()
        call = current_call()
        command = ConfirmPurchase(original)
        entry = confirm_purchase(self._parts, call, request.request_id, command)
        return pb.ConfirmPurchaseResponse(entry=write_entry(entry, call.caller))

    def CancelPending(  # noqa: N802
        self, request: pb.CancelPendingRequest, _context: grpc.ServicerContext
    ) -> pb.CancelPendingResponse:
        """Cancel pending points."""
        fields = Fields()
        fields.request_id(request.request_id)
        original = read_purchase_reference(fields, request.original)
        read_reason(fields, request.reason)
        fields.finish()
        call = current_call()
        command = CancelPending(original, request.reason)
        entry = cancel_pending(self._parts, call, request.request_id, command)
        return pb.CancelPendingResponse(entry=write_entry(entry, call.caller))
