"""Members, to messages."""

from __future__ import annotations

from loyalty.points.v1 import member_pb2 as pb

from loyalty_points.domain.members.identities import IdentityType
from loyalty_points.domain.members.member import Invitation, Member
from loyalty_points.domain.programs.policies import QualifyBy
from loyalty_points.domain.tiers.tier_progress import TierProgress
from loyalty_points.rpc.enums import numbers_of
from loyalty_points.rpc.times import write_time

_TYPES = numbers_of(pb.IdentityType, IdentityType)


def write_member(member: Member, progress: TierProgress | None = None) -> pb.Member:
    """Return the message of a member, with how far the next tier is where that is known."""
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
        has_household=member.has_household,
        household_member_ids=member.household_member_ids,
        household_owner_id=member.account_id,
        spend_limit=write_spend_limit(member.monthly_spend_limit),
        tier_since_date=member.tier_since_day,
        tier_review_time=write_time(member.tier_review_time) if member.tier_review_time else None,
        invitation=write_invitation(member.invitation) if member.invitation else None,
        tier_progress=_write_progress(progress) if progress else None,
        segments=member.segments,
    )


def write_spend_limit(points_per_month: int | None) -> pb.SpendLimit | None:
    """Return the message of what a member may spend of another's account; None for no limit."""
    return None if points_per_month is None else pb.SpendLimit(points_per_month=points_per_month)


def write_invitation(invitation: Invitation) -> pb.TierInvitation:
    """Return the message of an invitation to a tier."""
    return pb.TierInvitation(
        tier_id=invitation.tier_id,
        reason=invitation.reason,
        operator_id=invitation.operator_id,
        end_time=write_time(invitation.end_time) if invitation.end_time else None,
    )


def _write_progress(progress: TierProgress) -> pb.TierProgress:
    message = pb.TierProgress(
        next_tier_id=progress.next_tier_id,
        at_risk_time=write_time(progress.at_risk_time) if progress.at_risk_time else None,
        benefits=progress.benefits,
    )
    if progress.qualify_by is QualifyBy.SPEND:
        message.counted_amount_minor = progress.counted
        message.missing_amount_minor = progress.missing
        message.keep_missing_amount_minor = progress.keep_missing
    else:
        message.counted_points = progress.counted
        message.missing_points = progress.missing
        message.keep_missing_points = progress.keep_missing
    return message
