"""Looks ahead at reviews, and tells of tiers that would be lowered: once for each review."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from functools import partial

from loyalty_points.domain.errors import ProgramNotFound
from loyalty_points.domain.tiers.at_risk import tier_after_review
from loyalty_points.events.notices import tier_at_risk
from loyalty_points.store import reading, writing
from loyalty_points.use_cases.notices.telling import commit_told, tell_each
from loyalty_points.use_cases.parts import Parts


def tell_of_risk(parts: Parts, members_max: int, left: set[str] | None = None) -> int:
    """Look at up to so many members whose tier is reviewed soon; return how many.

    How soon is for the program in force to say. Who was looked at is not found again for the
    same review, whether there was something to tell or not.
    """
    now = parts.clock()
    try:
        days = parts.book.in_force(now).notices.tier_at_risk_days
    except ProgramNotFound:
        return 0
    find = partial(reading.untold_member_ids, now, now + timedelta(days=days))
    left = set() if left is None else left
    return tell_each(find, partial(_tell, parts), members_max, left)


def _tell(parts: Parts, member_id: str) -> None:
    now = parts.clock()
    member = reading.read_member_itself(member_id)
    after = tier_after_review(parts.book.in_force(now), member)
    told = copy(member)
    told.told_review_time = member.tier_review_time
    events = [] if after is None else [tier_at_risk(member, after, now)]
    commit_told(parts, writing.update_member(member, told), events)
