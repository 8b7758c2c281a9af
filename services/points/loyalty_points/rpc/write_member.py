"""Members, to messages."""

from __future__ import annotations

from loyalty.points.v1 import member_pb2 as pb

from loyalty_points.domain.identities import IdentityType
from loyalty_points.domain.member import Member
from loyalty_points.rpc.times import write_time

_TYPES = {
    IdentityType.PHONE: pb.IDENTITY_TYPE_PHONE,
    IdentityType.CARD: pb.IDENTITY_TYPE_CARD,
    IdentityType.APP_ID: pb.IDENTITY_TYPE_APP_ID,
    IdentityType.OPENID: pb.IDENTITY_TYPE_OPENID,
    IdentityType.EMAIL: pb.IDENTITY_TYPE_EMAIL,
}


def write_member(member: Member) -> pb.Member:
    """Return the message of a member."""
    return pb.Member(
        member_id=member.member_id,
        enroll_time=write_time(member.enroll_time),
        identities=[
            pb.LinkedIdentity(
                type=_TYPES[IdentityType(each.identity_type)],
                identity_id=each.identity_id,
                link_time=write_time(each.link_time),
            )
            for each in member.identities
        ],
        attributes=pb.MemberAttributes(
            birthday=member.attributes.birthday,
            tags=member.attributes.tags,
            home_business_id=member.attributes.home_business_id,
        ),
        tier_id=member.tier_id,
        qualifying_points=member.qualifying_points,
        version=member.version,
        merged_member_ids=member.merged_member_ids,
        close_time=write_time(member.close_time) if member.close_time else None,
        frozen_reason=member.frozen_reason,
    )
