"""What a program says of expiry and tiers, to messages."""

from __future__ import annotations

from loyalty.points.v1 import program_pb2 as pb
from loyalty_sdk import COUNT_MIN

from loyalty_points.domain.programs.policies import ExpiryPolicy, Tier, TierPolicy
from loyalty_points.domain.programs.program import Notices


def write_expiry(policy: ExpiryPolicy) -> pb.ExpiryPolicy:
    """Return the message of an expiry policy: of it what its kind has."""
    counts = policy.kind in COUNT_MIN
    return pb.ExpiryPolicy(
        months=policy.months,
        rounding=f"EXPIRY_ROUNDING_{policy.rounding.name}" if counts or policy.months else None,
        kind=f"EXPIRY_KIND_{policy.kind.name}" if policy.kind else None,
        count=policy.count,
        unit=f"EXPIRY_UNIT_{policy.unit.name}" if counts else None,
        calendar_days=policy.calendar_days,
    )


def write_tier(tier: Tier) -> pb.Tier:
    """Return the message of a tier."""
    return pb.Tier(
        tier_id=tier.tier_id,
        display_name=tier.display_name,
        qualifying_points=tier.qualifying_points,
        benefits=tier.benefits,
        qualifying_amount_minor=tier.qualifying_amount_minor,
    )


def write_tier_policy(policy: TierPolicy) -> pb.TierPolicy | None:
    """Return the message of a tier policy; None for the one of programs that say nothing."""
    if policy == TierPolicy():
        return None
    return pb.TierPolicy(
        qualify_by=f"QUALIFY_BY_{policy.qualify_by.name}",
        period=f"TIER_PERIOD_{policy.period.name}",
        downgrade=f"TIER_DOWNGRADE_{policy.downgrade.name}",
        grace_days=policy.grace_days,
    )


def write_notices(notices: Notices) -> pb.NoticePolicy | None:
    """Return the message of what is told ahead; None for that of programs that say nothing."""
    if notices == Notices():
        return None
    return pb.NoticePolicy(
        expiring_soon_days=notices.expiring_soon_days,
        tier_at_risk_days=notices.tier_at_risk_days,
    )
