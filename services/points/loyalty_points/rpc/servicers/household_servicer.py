"""HouseholdService."""

from __future__ import annotations

import grpc
from loyalty.points.v1 import household_service_pb2 as pb
from loyalty.points.v1 import household_service_pb2_grpc
from loyalty_chassis.calls import current_call
from loyalty_chassis.validation import Fields
from loyalty_sdk import POINTS_MAX

from loyalty_points.rpc.ids import read_member_id
from loyalty_points.rpc.write.write_entry import write_entry
from loyalty_points.rpc.write.write_member import write_member
from loyalty_points.use_cases.members.create_household import create_household
from loyalty_points.use_cases.members.join_household import join_household
from loyalty_points.use_cases.members.leave_household import leave_household
from loyalty_points.use_cases.members.member_commands import (
    CreateHousehold,
    JoinHousehold,
    LeaveHousehold,
    SetSpendLimit,
)
from loyalty_points.use_cases.members.set_spend_limit import set_spend_limit
from loyalty_points.use_cases.parts import Parts


class HouseholdServicer(household_service_pb2_grpc.HouseholdServiceServicer):
    """Reads each request, runs its use case, writes the answer."""

    def __init__(self, parts: Parts) -> None:
        """Serve with these parts."""
        self._parts = parts

    def CreateHousehold(  # noqa: N802
        self, request: pb.CreateHouseholdRequest, _context: grpc.ServicerContext
    ) -> pb.CreateHouseholdResponse:
        """Let others share a member's account."""
        fields = Fields()
        fields.request_id(request.request_id)
        owner_id = read_member_id(fields, request.owner_member_id, "owner_member_id")
        fields.finish()
        call, command = current_call(), CreateHousehold(owner_id)
        owner = create_household(self._parts, call, request.request_id, command)
        return pb.CreateHouseholdResponse(owner=write_member(owner))

    def JoinHousehold(  # noqa: N802
        self, request: pb.JoinHouseholdRequest, _context: grpc.ServicerContext
    ) -> pb.JoinHouseholdResponse:
        """Share the owner's account."""
        fields = Fields()
        fields.request_id(request.request_id)
        member_id = read_member_id(fields, request.member_id)
        owner_id = read_member_id(fields, request.owner_member_id, "owner_member_id")
        limit = _read_spend_limit(fields, request)
        fields.finish()
        call, command = current_call(), JoinHousehold(member_id, owner_id, limit)
        done = join_household(self._parts, call, request.request_id, command)
        return pb.JoinHouseholdResponse(
            member=write_member(done.member),
            member_entry=write_entry(done.first, call.caller),
            household_entry=write_entry(done.second, call.caller),
        )

    def LeaveHousehold(  # noqa: N802
        self, request: pb.LeaveHouseholdRequest, _context: grpc.ServicerContext
    ) -> pb.LeaveHouseholdResponse:
        """Have an account of one's own again."""
        fields = Fields()
        fields.request_id(request.request_id)
        member_id = read_member_id(fields, request.member_id)
        fields.finish()
        call, command = current_call(), LeaveHousehold(member_id)
        done = leave_household(self._parts, call, request.request_id, command)
        return pb.LeaveHouseholdResponse(
            member=write_member(done.member),
            member_entry=write_entry(done.first, call.caller),
            household_entry=write_entry(done.second, call.caller),
        )

    def SetSpendLimit(  # noqa: N802
        self, request: pb.SetSpendLimitRequest, _context: grpc.ServicerContext
    ) -> pb.SetSpendLimitResponse:
        """Set what a member may spend."""
        fields = Fields()
        fields.request_id(request.request_id)
        member_id = read_member_id(fields, request.member_id)
        limit = _read_spend_limit(fields, request)
        fields.finish()
        call, command = current_call(), SetSpendLimit(member_id, limit)
        member = set_spend_limit(self._parts, call, request.request_id, command)
        return pb.SetSpendLimitResponse(member=write_member(member))


def _read_spend_limit(
    fields: Fields, request: pb.JoinHouseholdRequest | pb.SetSpendLimitRequest
) -> int | None:
    """Return points a calendar month; None for no limit."""
    points = request.spend_limit.points_per_month
    fields.whole(points, "spend_limit.points_per_month", 0, POINTS_MAX)
    return points if request.HasField("spend_limit") else None
