"""Whether a tier will be lost at its review, as things stand."""

from __future__ import annotations

from copy import copy
from datetime import datetime

from loyalty_points.domain.members.member import Member
from loyalty_points.domain.programs.program import Program
from loyalty_points.domain.tiers.tiers import bring_up_to, level, rising


def untold_review_time(member: Member) -> datetime | None:
    """Return the next review of the tier, unless it was looked at; None for none."""
    is_told = member.tier_review_time == member.told_review_time
    return None if is_told else member.tier_review_time


def tier_after_review(program: Program, member: Member) -> str | None:
    """Return the lower tier that the next review would leave if nothing more were earned.

    None where it leaves the tier, or there is none to come. The member is not changed.
    """
    if member.tier_review_time is None:
        return None
    then = copy(member)
    bring_up_to(member.tier_review_time, lambda _: program, then)
    tiers = rising(program)
    is_lower = level(tiers, then.tier_id) < level(tiers, member.tier_id)
    return then.tier_id if is_lower else None
