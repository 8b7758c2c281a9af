"""What a purchase leaves behind: in its entry, and in the member that bought."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from loyalty_points.domain.clearing.owing import owed_for_redemption, owed_for_repaid_debt, together
from loyalty_points.domain.instants import local_date
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.domain.journal.postings import balanced_postings, redeemed_flow
from loyalty_points.domain.members.member_limits import count_earned
from loyalty_points.domain.programs.policies import QualifyBy
from loyalty_points.domain.programs.program import EarningBase, Program
from loyalty_points.domain.purchases.purchase import Purchase
from loyalty_points.domain.tiers.tier_periods import oldest_day
from loyalty_points.domain.tiers.tiers import qualify
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.purchases.pricing import Priced
from loyalty_points.use_cases.purchases.setting import Setting


def remember(draft: journal.Draft, setting: Setting, purchase: Purchase, priced: Priced) -> None:
    """Change in the member what rules, limits and tiers go by."""
    member, current = draft.member, setting.current
    member.add_visit(purchase.business_id, purchase.total_amount_minor, purchase.purchase_time)
    oldest = _oldest_day(draft, current)
    member.forget_before(oldest)
    for proposal in priced.granted.day_limited:
        member.count(*setting.rule_window(proposal), proposal.points, oldest)
    earned = sum(award.points for award in priced.granted.awards)
    limits = setting.program.limits.members
    count_earned(member, limits, earned, setting.group_day, oldest)
    _qualify(draft, current, purchase, priced)


def _oldest_day(draft: journal.Draft, current: Program) -> str:
    """Return the first day, "YYYY-MM-DD", of which a purchase may still come, in any zone."""
    limits = current.limits
    age = max(limits.max_purchase_age_seconds, limits.max_claim_age_seconds)
    return ((draft.now - timedelta(seconds=age)).date() - timedelta(days=1)).isoformat()


def _qualify(draft: journal.Draft, current: Program, purchase: Purchase, priced: Priced) -> None:
    """Count what qualifies and raise the tier if it is reached, by the program in force now.

    Without tiers nothing is forgotten: the next program may have some.
    """
    member = draft.member
    oldest = date.min
    if current.tiers:
        oldest = oldest_day(current, member, local_date(draft.now, current.time_zone))
    day = local_date(purchase.purchase_time, current.time_zone)
    points = sum(award.qualifying_points for award in priced.granted.awards)
    member.add_qualifying(points, day, oldest)
    if current.tier_policy.qualify_by is QualifyBy.SPEND:
        member.add_spend(_spend(current, purchase, priced), day, oldest)
    qualify(current, member, draft.now)


def _spend(current: Program, purchase: Purchase, priced: Priced) -> int:
    """Return what a purchase cost, by the base that rules reckon with."""
    paid = priced.burn.amount_minor if priced.burn else 0
    is_net = current.earning_base is EarningBase.NET
    return purchase.total_amount_minor - (0 if is_net else paid)


def fill(entry: Entry, setting: Setting, purchase: Purchase, priced: Priced) -> Entry:
    """Return the entry with what the purchase did."""
    granted = priced.granted
    spent = redeemed_flow(purchase.business_id, priced.burn_changes)
    return replace(
        entry,
        business_id=purchase.business_id,
        store_id=purchase.store_id,
        event_time=purchase.purchase_time,
        earned_points=sum(award.points for award in granted.awards),
        burned_points=priced.burn.points if priced.burn else 0,
        qualifying_points=sum(award.qualifying_points for award in granted.awards),
        purchase=purchase,
        seen=priced.seen,
        awards=granted.awards,
        burn=priced.burn,
        lot_changes=(*priced.burn_changes, *granted.lot_changes, *priced.slid),
        debt_changes=granted.debt_changes,
        postings=balanced_postings(entry.account_id, (spent, *granted.flows)),
        program_version=setting.program.version,
        plugins=setting.rules.plugins,
        owed=together(
            owed_for_redemption(purchase.business_id, priced.burn_changes)
            + owed_for_repaid_debt(granted.debt_changes)
        ),
        price_version=setting.current.version,
    )
