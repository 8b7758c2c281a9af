"""MemberService."""

from __future__ import annotations

import grpc
from loyalty.points.v1 import member_service_pb2 as pb
from loyalty.points.v1 import member_service_pb2_grpc
from loyalty_chassis.calls import current_call
from loyalty_chassis.validation import Fields

from loyalty_points.rpc.ids import (
    BUSINESS_ID,
    BUSINESS_ID_WORDS,
    read_member_id,
    read_operator,
    read_operator_if_any,
    read_reason,
)
from loyalty_points.rpc.read.read_member import read_attributes, read_identities, read_identity
from loyalty_points.rpc.times import read_time
from loyalty_points.rpc.write.write_entry import write_entry
from loyalty_points.rpc.write.write_member import write_member
from loyalty_points.rpc.write.write_merged import write_merged
from loyalty_points.use_cases import look_up
from loyalty_points.use_cases.members.close_member import close_member
from loyalty_points.use_cases.members.enroll_member import enroll_member
from loyalty_points.use_cases.members.freeze_member import freeze_member, unfreeze_member
from loyalty_points.use_cases.members.invite_to_tier import invite_to_tier
from loyalty_points.use_cases.members.link_identity import link_identity
from loyalty_points.use_cases.members.member_commands import (
    ChangeIdentity,
    CloseMember,
    EnrollMember,
    FreezeMember,
    InviteToTier,
    MergeMembers,
    UpdateMember,
)
from loyalty_points.use_cases.members.merge_members import merge
from loyalty_points.use_cases.members.unlink_identity import unlink_identity
from loyalty_points.use_cases.members.update_member import update_member
from loyalty_points.use_cases.parts import Parts


class MemberServicer(member_service_pb2_grpc.MemberServiceServicer):
    """Reads each request, runs its use case, writes the answer."""

    def __init__(self, parts: Parts) -> None:
        """Serve with these parts."""
        self._parts = parts

    def EnrollMember(  # noqa: N802
        self, request: pb.EnrollMemberRequest, _context: grpc.ServicerContext
    ) -> pb.EnrollMemberResponse:
        """Enroll a member."""
        fields = Fields()
        fields.request_id(request.request_id)
        command = EnrollMember(
            read_identities(fields, request.identities),
            read_attributes(fields, request.attributes),
        )
        fields.finish()
        member = enroll_member(self._parts, current_call(), request.request_id, command)
        return pb.EnrollMemberResponse(member=write_member(member))

    def FindMember(  # noqa: N802
        self, request: pb.FindMemberRequest, _context: grpc.ServicerContext
    ) -> pb.FindMemberResponse:
        """Find a member by identity."""
        fields = Fields()
        identity = read_identity(fields, request.identity, "identity")
        fields.finish()
        found = look_up.find_member(self._parts, identity)
        return pb.FindMemberResponse(member=write_member(*found))

    def GetMember(  # noqa: N802
        self, request: pb.GetMemberRequest, _context: grpc.ServicerContext
    ) -> pb.GetMemberResponse:
        """Get a member by id."""
        fields = Fields()
        member_id = read_member_id(fields, request.member_id)
        fields.finish()
        found = look_up.get_member(self._parts, member_id)
        return pb.GetMemberResponse(member=write_member(*found))

    def UpdateMember(  # noqa: N802
        self, request: pb.UpdateMemberRequest, _context: grpc.ServicerContext
    ) -> pb.UpdateMemberResponse:
        """Replace a member's attributes."""
        fields = Fields()
        fields.request_id(request.request_id)
        if not request.HasField("attributes"):
            fields.wrong("attributes", "must be set")
        command = UpdateMember(
            read_member_id(fields, request.member_id),
            read_attributes(fields, request.attributes),
        )
        fields.finish()
        member = update_member(self._parts, current_call(), request.request_id, command)
        return pb.UpdateMemberResponse(member=write_member(member))

    def LinkIdentity(  # noqa: N802
        self, request: pb.LinkIdentityRequest, _context: grpc.ServicerContext
    ) -> pb.LinkIdentityResponse:
        """Link an identity."""
        member = link_identity(
            self._parts, current_call(), request.request_id, _read_change(request)
        )
        return pb.LinkIdentityResponse(member=write_member(member))

    def UnlinkIdentity(  # noqa: N802
        self, request: pb.UnlinkIdentityRequest, _context: grpc.ServicerContext
    ) -> pb.UnlinkIdentityResponse:
        """Unlink an identity."""
        member = unlink_identity(
            self._parts, current_call(), request.request_id, _read_change(request)
        )
        return pb.UnlinkIdentityResponse(member=write_member(member))

    def FreezeMember(  # noqa: N802
        self, request: pb.FreezeMemberRequest, _context: grpc.ServicerContext
    ) -> pb.FreezeMemberResponse:
        """Freeze a member."""
        fields = Fields()
        fields.request_id(request.request_id)
        command = FreezeMember(
            read_member_id(fields, request.member_id),
            read_reason(fields, request.reason),
            read_operator_if_any(fields, request.operator_id),
        )
        fields.finish()
        member = freeze_member(self._parts, current_call(), request.request_id, command)
        return pb.FreezeMemberResponse(member=write_member(member))

    def UnfreezeMember(  # noqa: N802
        self, request: pb.UnfreezeMemberRequest, _context: grpc.ServicerContext
    ) -> pb.UnfreezeMemberResponse:
        """Lift a freeze."""
        fields = Fields()
        fields.request_id(request.request_id)
        member_id = read_member_id(fields, request.member_id)
        operator_id = read_operator_if_any(fields, request.operator_id)
        command = FreezeMember(member_id, operator_id=operator_id)
        fields.finish()
        member = unfreeze_member(self._parts, current_call(), request.request_id, command)
        return pb.UnfreezeMemberResponse(member=write_member(member))

    def InviteToTier(  # noqa: N802
        self, request: pb.InviteToTierRequest, _context: grpc.ServicerContext
    ) -> pb.InviteToTierResponse:
        """Invite a member to a tier."""
        fields = Fields()
        fields.request_id(request.request_id)
        has_end = request.HasField("end_time")
        if request.tier_id:
            fields.matches(request.tier_id, "tier_id", BUSINESS_ID, BUSINESS_ID_WORDS)
        command = InviteToTier(
            read_member_id(fields, request.member_id),
            request.tier_id,
            read_reason(fields, request.reason),
            read_operator(fields, request.operator_id),
            read_time(fields, request.end_time, "end_time", is_set=True) if has_end else None,
        )
        fields.finish()
        member = invite_to_tier(self._parts, current_call(), request.request_id, command)
        return pb.InviteToTierResponse(member=write_member(member))

    def MergeMembers(  # noqa: N802
        self, request: pb.MergeMembersRequest, _context: grpc.ServicerContext
    ) -> pb.MergeMembersResponse:
        """Merge two members."""
        fields = Fields()
        fields.request_id(request.request_id)
        command = MergeMembers(
            read_member_id(fields, request.source_member_id, "source_member_id"),
            read_member_id(fields, request.target_member_id, "target_member_id"),
        )
        fields.finish()
        call, is_trial = current_call(), request.validate_only
        merged = merge(self._parts, call, request.request_id, command, is_trial=is_trial)
        return write_merged(merged, call.caller)

    def CloseMember(  # noqa: N802
        self, request: pb.CloseMemberRequest, _context: grpc.ServicerContext
    ) -> pb.CloseMemberResponse:
        """Close a member."""
        fields = Fields()
        fields.request_id(request.request_id)
        command = CloseMember(
            read_member_id(fields, request.member_id), read_reason(fields, request.reason)
        )
        fields.finish()
        call = current_call()
        closed = close_member(self._parts, call, request.request_id, command)
        return pb.CloseMemberResponse(
            entry=write_entry(closed.entry, call.caller), member=write_member(closed.member)
        )


def _read_change(request: pb.LinkIdentityRequest | pb.UnlinkIdentityRequest) -> ChangeIdentity:
    fields = Fields()
    fields.request_id(request.request_id)
    command = ChangeIdentity(
        read_member_id(fields, request.member_id),
        read_identity(fields, request.identity, "identity"),
    )
    fields.finish()
    return command
