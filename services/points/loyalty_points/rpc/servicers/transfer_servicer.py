"""TransferService."""

from __future__ import annotations

import grpc
from loyalty.points.v1 import transfer_service_pb2 as pb
from loyalty.points.v1 import transfer_service_pb2_grpc
from loyalty_chassis.calls import current_call
from loyalty_chassis.validation import Fields
from loyalty_sdk import POINTS_MAX

from loyalty_points.rpc.ids import read_place, read_reason, read_reference
from loyalty_points.rpc.read.read_member import read_member_key
from loyalty_points.rpc.write.write_entry import write_entry
from loyalty_points.use_cases.commands import TransferPoints
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.transfer_points import transfer_points


class TransferServicer(transfer_service_pb2_grpc.TransferServiceServicer):
    """Reads each request, runs its use case, writes the answer."""

    def __init__(self, parts: Parts) -> None:
        """Serve with these parts."""
        self._parts = parts

    def TransferPoints(  # noqa: N802
        self, request: pb.TransferPointsRequest, _context: grpc.ServicerContext
    ) -> pb.TransferPointsResponse:
        """Move points from one member to another."""
        fields = Fields()
        fields.request_id(request.request_id)
        sender = read_member_key(fields, request.sender, "sender")
        recipient = read_member_key(fields, request.recipient, "recipient")
        fields.whole(request.points, "points", 1, POINTS_MAX)
        read_place(fields, request.business_id, request.store_id)
        read_reason(fields, request.reason)
        read_reference(fields, request.reference)
        fields.finish()
        command = TransferPoints(
            sender,
            recipient,
            request.points,
            request.business_id,
            request.store_id,
            request.reason,
            request.reference,
        )
        call = current_call()
        entry = transfer_points(self._parts, call, request.request_id, command)
        return pb.TransferPointsResponse(entry=write_entry(entry, call.caller))
