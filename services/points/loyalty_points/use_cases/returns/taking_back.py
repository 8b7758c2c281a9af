"""What a member's record loses with an award that is taken back."""

from __future__ import annotations

from collections.abc import Iterable

from loyalty_points.domain.instants import local_date
from loyalty_points.domain.journal.entry_parts import ReturnedAward, ReturnedLine
from loyalty_points.domain.members.member_limits import give_back_earned
from loyalty_points.domain.programs.program import EarningBase
from loyalty_points.domain.purchases.earning import RuleDays
from loyalty_points.domain.tiers.tiers import bring_up_to
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.returns.originals import Case


def forget_awards(parts: Parts, case: Case, awards: Iterable[ReturnedAward]) -> None:
    """Take back qualifying points, and what limits counted, on the day of the purchase.

    Reviews of the tier that are due go by what counted until now.
    """
    member, original = case.draft.member, case.original
    current = parts.book.in_force(case.draft.now)
    bring_up_to(case.draft.now, parts.book.in_force, member)
    bought = original.event_time
    group_day = local_date(bought, case.program.time_zone)
    business_day = local_date(bought, case.business.time_zone)
    days = RuleDays(case.business.business_id, business_day, group_day)
    points = qualifying_points = 0
    for returned in awards:
        award = original.awards[returned.award]
        is_group_wide = case.is_group_wide(award.plugin)
        window = days.window(award.plugin, award.rule_id, is_group_wide=is_group_wide)
        member.count(*window, -returned.points, "")
        points += returned.points
        qualifying_points += returned.qualifying_points
    give_back_earned(member, points, group_day)
    member.take_back_qualifying(qualifying_points, local_date(bought, current.time_zone))


def forget_spend(parts: Parts, case: Case, lines: Iterable[ReturnedLine]) -> None:
    """Take back what was paid, by the base that rules reckon with, on the day of the purchase."""
    current = parts.book.in_force(case.draft.now)
    is_net = current.earning_base is EarningBase.NET
    spent = sum(line.amount_minor - (0 if is_net else line.paid_amount_minor) for line in lines)
    day = local_date(case.original.event_time, current.time_zone)
    case.draft.member.take_back_spend(spent, day)
