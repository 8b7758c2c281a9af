"""What a purchase earns and what of it points can pay: shared by quoting and recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import loyalty_sdk as sdk
from loyalty_chassis.plugins.time_limit import Marker

from loyalty_points.domain import burning, earning
from loyalty_points.domain.entry import Burn, Seen
from loyalty_points.domain.expiry import expire_time
from loyalty_points.domain.lots import LotChange
from loyalty_points.domain.program import EarningBase
from loyalty_points.domain.purchase import Purchase
from loyalty_points.use_cases.facts import member_fact, purchase_fact, see
from loyalty_points.use_cases.journal import Draft
from loyalty_points.use_cases.setting import Setting


@dataclass(frozen=True, slots=True)
class Priced:
    """What a purchase does to the account that was given."""

    seen: Seen
    offer: burning.Offer | None
    burn: Burn | None
    burn_changes: tuple[LotChange, ...]
    granted: earning.Granted


def price(
    setting: Setting,
    purchase: Purchase,
    draft: Draft,
    burn_points: int,
    *,
    tell_offer: bool = False,
) -> Priced:
    """Return what the purchase does, having done it to the draft's account in memory.

    First the burn is taken, then what is left to pay earns. All rules run on another
    thread, within one time limit. Raises PluginFailed, InsufficientPoints,
    BurnNotOffered, BurnTooSmall or LimitReached.
    """
    seen = see(draft.member, setting)
    view = member_fact(seen, draft.member.enroll_time)

    def decide(marker: Marker) -> Priced:
        offer = burn = None
        changes: tuple[LotChange, ...] = ()
        if burn_points or tell_offer:
            whole = purchase_fact(setting, purchase, [0] * len(purchase.lines))
            offers = setting.rules.offer_burn_terms(whole, view, marker)
            offer = burning.best_offer(offers, purchase.lines)
        if burn_points:
            points = burning.points_to_take(offer, burn_points)
            changes = draft.account.spend(points, draft.now_ms)
            burn = burning.burn_of(_some(offer), points, changes)
        granted = _earn(setting, purchase, draft, view, burn, marker)
        return Priced(seen, offer, burn, changes, granted)

    return setting.rules.within_time(decide)


def _some(offer: burning.Offer | None) -> burning.Offer:
    if offer is None:
        raise AssertionError("points_to_take refuses a burn without an offer")
    return offer


def _earn(
    setting: Setting,
    purchase: Purchase,
    draft: Draft,
    view: sdk.Member,
    burn: Burn | None,
    marker: Marker,
) -> earning.Granted:
    nothing: Sequence[int] = [0] * len(purchase.lines)
    paid = burn.line_amounts_minor if burn else nothing
    if setting.program.earning_base is EarningBase.NET:
        paid = nothing
    fact = purchase_fact(setting, purchase, paid)
    proposals = earning.best_of_groups(setting.rules.award_points(fact, view, marker))
    proposals = earning.within_rule_days(
        proposals,
        lambda proposal: draft.member.counted(proposal.rule_limit, setting.cap_day(proposal)),
    )
    limited = earning.within_purchase(proposals, setting.program.limits.max_points_per_purchase)
    return earning.give_all(draft.account, limited, _grant(setting, purchase, draft, fact))


def _grant(setting: Setting, purchase: Purchase, draft: Draft, fact: sdk.Purchase) -> earning.Grant:
    program, business, earned = setting.program, setting.business, purchase.purchase_time
    return earning.Grant(
        earner=draft.member.member_id,
        earn_time=earned,
        business_expire_time=expire_time(program.expiry_of(business), earned, business.time_zone),
        group_expire_time=expire_time(program.expiry, earned, program.time_zone),
        now_ms=draft.now_ms,
        line_ids=[line.line_id for line in fact.lines],
        weights=[line.earning_amount_minor for line in fact.lines],
    )
