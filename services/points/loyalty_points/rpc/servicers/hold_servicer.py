"""HoldService."""

from __future__ import annotations

import grpc
from google.protobuf.duration_pb2 import Duration
from loyalty.points.v1 import hold_service_pb2 as pb
from loyalty.points.v1 import hold_service_pb2_grpc
from loyalty_chassis.calls import current_call
from loyalty_chassis.validation import Fields
from loyalty_sdk import POINTS_MAX

from loyalty_points.rpc.ids import (
    read_place,
    read_reason,
    read_reference,
    read_ulid,
)
from loyalty_points.rpc.read.read_member import read_member_key
from loyalty_points.rpc.write.write_entry import write_entry
from loyalty_points.use_cases.holds.capture_hold import capture_hold
from loyalty_points.use_cases.holds.hold_commands import CaptureHold, PlaceHold, ReleaseHold
from loyalty_points.use_cases.holds.place_hold import place_hold
from loyalty_points.use_cases.holds.release_hold import release_hold
from loyalty_points.use_cases.parts import Parts

SECONDS_MAX = 10**9
"""Of a hold, whatever the program allows: instants beyond the year 9000 cannot be told."""


class HoldServicer(hold_service_pb2_grpc.HoldServiceServicer):
    """Reads each request, runs its use case, writes the answer."""

    def __init__(self, parts: Parts) -> None:
        """Serve with these parts."""
        self._parts = parts

    def PlaceHold(  # noqa: N802
        self, request: pb.PlaceHoldRequest, _context: grpc.ServicerContext
    ) -> pb.PlaceHoldResponse:
        """Set points aside."""
        fields = Fields()
        fields.request_id(request.request_id)
        member = read_member_key(fields, request.member)
        read_place(fields, request.business_id, request.store_id)
        command = PlaceHold(
            member,
            request.business_id,
            request.store_id,
            fields.whole(request.points, "points", 1, POINTS_MAX),
            _read_seconds(fields, request.duration),
            read_reason(fields, request.reason),
            read_reference(fields, request.reference),
        )
        fields.finish()
        call = current_call()
        entry = place_hold(self._parts, call, request.request_id, command)
        return pb.PlaceHoldResponse(entry=write_entry(entry, call.caller))

    def CaptureHold(  # noqa: N802
        self, request: pb.CaptureHoldRequest, _context: grpc.ServicerContext
    ) -> pb.CaptureHoldResponse:
        """Spend points of a hold."""
        fields = Fields()
        fields.request_id(request.request_id)
        command = CaptureHold(
            read_member_key(fields, request.member),
            read_ulid(fields, request.hold_id, "hold_id"),
            fields.whole(request.points, "points", 0, POINTS_MAX),
            read_reason(fields, request.reason) if request.reason else "",
            read_reference(fields, request.reference),
        )
        fields.finish()
        call = current_call()
        entry = capture_hold(self._parts, call, request.request_id, command)
        return pb.CaptureHoldResponse(entry=write_entry(entry, call.caller))

    def ReleaseHold(  # noqa: N802
        self, request: pb.ReleaseHoldRequest, _context: grpc.ServicerContext
    ) -> pb.ReleaseHoldResponse:
        """Set the points of a hold free."""
        fields = Fields()
        fields.request_id(request.request_id)
        command = ReleaseHold(
            read_member_key(fields, request.member),
            read_ulid(fields, request.hold_id, "hold_id"),
        )
        fields.finish()
        call = current_call()
        entry = release_hold(self._parts, call, request.request_id, command)
        return pb.ReleaseHoldResponse(entry=write_entry(entry, call.caller))


def _read_seconds(fields: Fields, duration: Duration) -> int:
    fields.whole(duration.seconds, "duration", 1, SECONDS_MAX)
    if duration.nanos:
        fields.wrong("duration", "must be in whole seconds")
    return duration.seconds
