"""What a journey does for one member: as it declares, or as its plugin decides."""

from __future__ import annotations

from datetime import datetime

from loyalty_points.domain.instants import local_date
from loyalty_points.domain.journeys.journey import Action, ActionKind, Journey
from loyalty_points.domain.journeys.reach import Reach
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.programs.program import Program
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.purchases.facts import member_fact, see_on


def action_for(
    parts: Parts, program: Program, journey: Journey, reach: Reach, member: Member, now: datetime
) -> Action | None:
    """Return what is to be done, None for nothing. Raises PluginFailed."""
    if journey.action.kind is not ActionKind.PLUGIN:
        return journey.action
    today = local_date(now, program.time_zone)
    return parts.book.rules(program).journeys.action(
        journey.action.plugin,
        member_fact(see_on(member, today, program), member.enroll_time),
        journey.journey_id,
        reach.occurrence,
        [business.business_id for business in program.businesses],
    )
