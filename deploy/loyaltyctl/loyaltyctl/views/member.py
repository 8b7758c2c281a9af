"""A member: what is known, the tier and how far the next one is, and who belongs to whom."""

from __future__ import annotations

from loyalty.points.v1.member_pb2 import (
    IdentityType,
    LinkedIdentity,
    Member,
    SpendLimit,
    TierInvitation,
    TierProgress,
)

from .words import day, moment


def member_facts(member: Member) -> dict[str, str]:
    """Return what is worth telling of a member, by name; what is empty is left out."""
    attributes = member.attributes
    return {
        "member": member.member_id,
        "enrolled": moment(member.enroll_time),
        "frozen": member.frozen_reason,
        **tier_facts(member),
        "birthday": attributes.birthday,
        "home business": attributes.home_business_id,
        "tags": ", ".join(attributes.tags),
        "segments": ", ".join(member.segments),
        "identities": "\n".join(_identity(identity) for identity in member.identities),
        "was also": "\n".join(member.merged_member_ids),
        "household of": member.household_owner_id,
        "may spend": spending_limit(member),
        "household": _household(member),
        "closed": moment(member.close_time) if member.HasField("close_time") else "",
        "version": str(member.version),
    }


def tier_facts(member: Member) -> dict[str, str]:
    """Return what is to tell of a member's tier; progress only where the member was asked for."""
    progress = member.tier_progress
    since = f", since {member.tier_since_date}" if member.tier_since_date else ""
    return {
        "tier": member.tier_id + since,
        "benefits": ", ".join(progress.benefits),
        "invitation": _invitation(member),
        "next tier": _next(progress) if member.HasField("tier_progress") else "",
        "at risk": _risk(progress),
        "qualifying points": f"{member.qualifying_points:,}",
    }


def spending_limit(member: Member) -> str:
    """Return what a member may spend of a household; nothing where that is not limited."""
    return limit_words(member.spend_limit) if member.HasField("spend_limit") else ""


def limit_words(limit: SpendLimit) -> str:
    """Return what a member may spend of a household, where that is limited."""
    return f"{limit.points_per_month:,} points a month at most"


def _next(progress: TierProgress) -> str:
    """Tell what is missing to the next tier, and what counts now."""
    if not progress.next_tier_id:
        return "none is higher"
    points, amount = progress.missing_points, progress.missing_amount_minor
    if not (points or amount):
        return f"{progress.next_tier_id}, with the next purchase"
    counted = _points(progress.counted_points)
    if amount:
        counted = _spend(progress.counted_amount_minor)
    return f"{progress.next_tier_id}, {_quantity(points, amount)} to go; {counted} count now"


def _risk(progress: TierProgress) -> str:
    """Tell when the tier may be lost, and what keeps it."""
    if not progress.HasField("at_risk_time"):
        return ""
    points, amount = progress.keep_missing_points, progress.keep_missing_amount_minor
    at = moment(progress.at_risk_time)
    if not (points or amount):
        return f"no: it is kept at {at}"
    return f"lost at {at} unless {_quantity(points, amount)} come before"


def _quantity(points: int, amount_minor: int) -> str:
    """Write points, or spend where there is any."""
    return _spend(amount_minor) if amount_minor else _points(points)


def _points(points: int) -> str:
    return f"{points:,} points"


def _spend(amount_minor: int) -> str:
    return f"{amount_minor:,} minor units of spend"


def _invitation(member: Member) -> str:
    if not member.HasField("invitation"):
        return ""
    given = member.invitation
    return f"{invited(given)}, by {given.operator_id} for {given.reason}"


def invited(given: TierInvitation) -> str:
    """Return the tier of an invitation, and until when."""
    until = f"until {moment(given.end_time)}" if given.HasField("end_time") else "without end"
    return f"{given.tier_id} {until}"


def _household(member: Member) -> str:
    """Tell who shares the member's account."""
    if not member.has_household:
        return ""
    return "\n".join(member.household_member_ids) or "nobody shares the account yet"


def _identity(identity: LinkedIdentity) -> str:
    type_name = IdentityType.Name(identity.type).removeprefix("IDENTITY_TYPE_").lower()
    return f"{type_name}, linked {day(identity.link_time)}"
