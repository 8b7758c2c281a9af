"""How far it is to the next tier, and what it takes to keep the one in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from loyalty_points.domain.instants import local_date
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.programs.policies import QualifyBy
from loyalty_points.domain.programs.program import Program
from loyalty_points.domain.tiers.tier_periods import added_up, counting_day
from loyalty_points.domain.tiers.tiers import benefits_of, level, rising


@dataclass(frozen=True, slots=True)
class TierProgress:
    """As of an instant, in points or in minor units, as the program qualifies by."""

    qualify_by: QualifyBy
    benefits: tuple[str, ...]
    """What the tier in force brings."""
    counted: int
    """What counts now for reaching a tier."""
    next_tier_id: str = ""
    """The tier above the one in force; empty for none."""
    missing: int = 0
    """What has to be added to reach it, if nothing that counts now falls out first."""
    at_risk_time: datetime | None = None
    """When the tier in force may be lost: the next review, or the invitation's end."""
    keep_missing: int = 0
    """What has to be added until then to keep it; 0 where it is safe by what counts already."""


def progress(program: Program, member: Member, now: datetime) -> TierProgress:
    """Return how far a member is, who was brought up to now."""
    tiers, by = rising(program), program.tier_policy.qualify_by
    today = local_date(now, program.time_zone)
    counted = 0
    if tiers:
        counted = added_up(program, member, counting_day(program, member, today))
    place = level(tiers, member.tier_id)
    following = tiers[place + 1] if place + 1 < len(tiers) else None
    at_risk_time, keep_missing = _at_risk(program, member, counted)
    return TierProgress(
        qualify_by=by,
        benefits=benefits_of(program, member.tier_id),
        counted=counted,
        next_tier_id=following.tier_id if following else "",
        missing=max(0, following.threshold(by) - counted) if following else 0,
        at_risk_time=at_risk_time,
        keep_missing=keep_missing,
    )


def _at_risk(program: Program, member: Member, counted: int) -> tuple[datetime | None, int]:
    tiers, by = rising(program), program.tier_policy.qualify_by
    place = level(tiers, member.tier_id)
    if place < 0:
        return None, 0
    threshold = tiers[place].threshold(by)
    invitation, review_time = member.invitation, member.tier_review_time
    is_invited = invitation is not None and level(tiers, invitation.tier_id) == place
    end_time = invitation.end_time if invitation is not None and is_invited else None
    if is_invited and (end_time is None or level(tiers, member.earned) < place):
        # Nothing ends it, or it must be earned before the invitation ends.
        return end_time, max(0, threshold - counted) if end_time else 0
    if review_time is None:
        return None, 0
    counting = added_up(program, member, date.fromisoformat(member.tier_first_day))
    return max(review_time, end_time or review_time), max(0, threshold - counting)
