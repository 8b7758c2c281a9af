"""What a program says of expiry and tiers, to messages."""

from __future__ import annotations

from loyalty.points.v1 import program_pb2 as pb
from loyalty_sdk import COUNT_MIN, ExpiryKind, ExpiryRounding, ExpiryUnit

from loyalty_points.domain.programs.policies import (
    Downgrade,
    ExpiryPolicy,
    QualifyBy,
    Tier,
    TierPeriod,
    TierPolicy,
)
from loyalty_points.domain.programs.program import Notices
from loyalty_points.rpc.enums import numbers_of

_ROUNDINGS = numbers_of(pb.ExpiryRounding, ExpiryRounding)
_KINDS = numbers_of(pb.ExpiryKind, ExpiryKind)
_UNITS = numbers_of(pb.ExpiryUnit, ExpiryUnit)
_QUALIFY_BY = numbers_of(pb.QualifyBy, QualifyBy)
_PERIODS = numbers_of(pb.TierPeriod, TierPeriod)
_DOWNGRADES = numbers_of(pb.TierDowngrade, Downgrade)


def write_expiry(policy: ExpiryPolicy) -> pb.ExpiryPolicy:
    """Return the message of an expiry policy: of it what its kind has."""
    counts = policy.kind in COUNT_MIN
    return pb.ExpiryPolicy(
        months=policy.months,
        rounding=_ROUNDINGS[policy.rounding] if counts or policy.months else None,
        kind=_KINDS[policy.kind] if policy.kind else None,
        count=policy.count,
        unit=_UNITS[policy.unit] if counts else None,
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
        qualify_by=_QUALIFY_BY[policy.qualify_by],
        period=_PERIODS[policy.period],
        downgrade=_DOWNGRADES[policy.downgrade],
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
