"""What a purchase earns and what of it points can pay: shared by quoting and recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import loyalty_sdk as sdk
from loyalty_chassis.plugins.time_limit import Marker

from loyalty_points.domain.accounts.lot_terms import LotTerms
from loyalty_points.domain.accounts.lots import LotChange
from loyalty_points.domain.accounts.sliding import slide
from loyalty_points.domain.journal.entry_parts import Burn, Seen
from loyalty_points.domain.members.member_limits import count_redemption, within_earned_limits
from loyalty_points.domain.programs.program import EarningBase
from loyalty_points.domain.purchases import burning, earning
from loyalty_points.domain.purchases.purchase import Purchase
from loyalty_points.use_cases.journal import Draft
from loyalty_points.use_cases.purchases.budget_leases import Spend
from loyalty_points.use_cases.purchases.facts import member_fact, purchase_fact, see
from loyalty_points.use_cases.purchases.setting import Setting


@dataclass(frozen=True, slots=True)
class Priced:
    """What a purchase does to the account that was given."""

    seen: Seen
    offer: burning.Offer | None
    burn: Burn | None
    burn_changes: tuple[LotChange, ...]
    granted: earning.Granted
    slid: tuple[LotChange, ...]
    """Points whose expiry the purchase moved on."""


@dataclass(frozen=True, slots=True)
class _Decided:
    """What rules made of a purchase, the burn taken, before anything is given."""

    offer: burning.Offer | None
    burn: Burn | None
    burn_changes: tuple[LotChange, ...]
    fact: sdk.Purchase
    proposals: Sequence[earning.ProposedAward]


def price(
    setting: Setting,
    purchase: Purchase,
    draft: Draft,
    burn_points: int,
    spend: Spend,
    *,
    tell_offer: bool = False,
) -> Priced:
    """Return what the purchase does, having done it to the draft in memory.

    First the burn is taken, then what is left to pay earns, as far as limits allow and
    `spend` finds points in the business's budget. All rules run on another thread, within
    one time limit. Raises PluginFailed, InsufficientPoints, BurnNotOffered, BurnTooSmall
    or LimitReached.
    """
    seen = see(draft.member, setting)
    view = member_fact(seen, draft.member.enroll_time)

    def decide(marker: Marker) -> _Decided:
        offer = burn = None
        changes: tuple[LotChange, ...] = ()
        if burn_points or tell_offer:
            whole = purchase_fact(setting, purchase, [0] * len(purchase.lines))
            offers = setting.rules.offer_burn_terms(whole, view, marker)
            offer = burning.best_offer(offers, purchase.lines)
        if burn_points:
            points = burning.points_to_take(offer, burn_points)
            changes = draft.account.spend(points, draft.now_ms)
            _count_burn(setting, draft, points)
            burn = burning.burn_of(_some(offer), points, changes)
        fact = purchase_fact(setting, purchase, _paid(setting, purchase, burn))
        proposals = setting.rules.award_points(fact, view, marker)
        return _Decided(offer, burn, changes, fact, proposals)

    decided = setting.rules.within_time(decide)
    limited = _within_limits(setting, draft, decided.proposals, spend)
    grant = _grant(setting, purchase, draft, decided.fact)
    granted = earning.give_all(draft.account, limited, grant)
    slid = slide(
        draft.account, purchase.purchase_time, draft.now_ms, setting.current.zone_of_funder
    )
    return Priced(seen, decided.offer, decided.burn, decided.burn_changes, granted, slid)


def _some(offer: burning.Offer | None) -> burning.Offer:
    if offer is None:
        raise AssertionError("points_to_take refuses a burn without an offer")
    return offer


def _count_burn(setting: Setting, draft: Draft, points: int) -> None:
    current = setting.current
    count_redemption(draft.member, current.limits.members, points, draft.now, current.time_zone)


def _paid(setting: Setting, purchase: Purchase, burn: Burn | None) -> Sequence[int]:
    """Return what points paid of each line, as far as that does not earn."""
    if burn is None or setting.program.earning_base is EarningBase.NET:
        return [0] * len(purchase.lines)
    return burn.line_amounts_minor


def _within_limits(
    setting: Setting, draft: Draft, proposals: Sequence[earning.ProposedAward], spend: Spend
) -> Sequence[earning.ProposedAward]:
    """Return what is left of the proposals; the budget is asked last, as it keeps what it gave."""
    member, limits = draft.member, setting.program.limits
    kept: Sequence[earning.ProposedAward] = earning.within_rule_days(
        earning.best_of_groups(proposals),
        lambda proposal: member.counted(*setting.rule_window(proposal)),
    )
    kept = earning.cut_together(kept, limits.max_points_per_purchase, earning.PURCHASE)
    kept = within_earned_limits(kept, member, limits.members, setting.group_day)
    within_budget = spend(sum(proposal.points for proposal in kept))
    return earning.cut_together(kept, within_budget, earning.BUSINESS_DAY)


def _grant(setting: Setting, purchase: Purchase, draft: Draft, fact: sdk.Purchase) -> earning.Grant:
    program, business, earned = setting.program, setting.business, purchase.purchase_time
    return earning.Grant(
        earner=draft.member.member_id,
        earn_time=earned,
        business=LotTerms(program.expiry_of(business), business.time_zone),
        group=LotTerms(program.expiry, program.time_zone),
        now_ms=draft.now_ms,
        line_ids=[line.line_id for line in fact.lines],
        weights=[line.earning_amount_minor for line in fact.lines],
    )
