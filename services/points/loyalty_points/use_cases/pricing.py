"""What a purchase earns and what of it points can pay: shared by quoting and recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import loyalty_sdk as sdk
from loyalty_chassis.calls import Call
from loyalty_chassis.errors import InvalidField, Violation
from loyalty_chassis.plugins.time_limit import Marker

from loyalty_points.domain import burning, earning
from loyalty_points.domain.account import Account
from loyalty_points.domain.entry import Burn, Seen, SeenVisits
from loyalty_points.domain.expiry import expire_time
from loyalty_points.domain.instants import is_birthday, to_ms, zone
from loyalty_points.domain.lots import LotChange
from loyalty_points.domain.member import Member
from loyalty_points.domain.program import Business, EarningBase, Program
from loyalty_points.domain.purchase import Purchase
from loyalty_points.rules import BusinessRules
from loyalty_points.use_cases.parts import Parts


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a purchase is: the program in force, the business, the local time."""

    program: Program
    business: Business
    rules: BusinessRules
    zone_name: str
    local_time: datetime

    @property
    def local_day(self) -> str:
        """The day it was at the store, "YYYY-MM-DD"."""
        return self.local_time.date().isoformat()


@dataclass(frozen=True, slots=True)
class Priced:
    """What a purchase does to the account that was given."""

    seen: Seen
    offer: burning.Offer | None
    burn: Burn | None
    burn_changes: tuple[LotChange, ...]
    granted: earning.Granted


def find_setting(parts: Parts, call: Call, purchase: Purchase, now: datetime) -> Setting:
    """Return where a purchase is.

    Raises NotGranted, ProgramNotFound, BusinessNotFound, StoreNotFound or InvalidField,
    in that order.
    """
    call.caller.require_store(purchase.business_id, purchase.store_id)
    program = parts.book.in_force(purchase.purchase_time)
    business = program.business(purchase.business_id)
    zone_name = business.zone_of(purchase.store_id)
    _check_time(program, purchase.purchase_time, now)
    if purchase.currency_code != business.currency_code:
        description = f"must be {business.currency_code}, the business's currency"
        raise InvalidField.of([Violation("purchase.total.currency_code", description)])
    return Setting(
        program,
        business,
        parts.book.rules(program).of(business.business_id),
        zone_name,
        purchase.purchase_time.astimezone(zone(zone_name)),
    )


def _check_time(program: Program, purchase_time: datetime, now: datetime) -> None:
    skew, age = now - purchase_time, program.limits.max_purchase_age_seconds
    if skew > timedelta(seconds=age):
        description = f"must be at most {age} seconds old; the server's time is {now.isoformat()}"
    elif -skew > timedelta(seconds=program.limits.max_future_skew_seconds):
        description = f"must not be in the future; the server's time is {now.isoformat()}"
    else:
        return
    raise InvalidField.of([Violation("purchase.purchase_time", description)])


def see(member: Member, setting: Setting) -> Seen:
    """Return what rules may see of a member: nothing personal, in a fixed order."""
    today = setting.local_time.date()
    born = member.attributes.birth_month_and_day
    return Seen(
        tier_id=member.tier_id,
        tags=member.attributes.tags,
        home_business_id=member.attributes.home_business_id,
        is_birthday=born is not None and is_birthday(today, *born),
        is_birthday_month=born is not None and today.month == born[0],
        visits=tuple(
            SeenVisits(
                name,
                known.purchase_count,
                known.net_amount_minor,
                known.first_time,
                known.last_time,
            )
            for name, known in sorted(member.visits.items())
        ),
    )


def price(
    setting: Setting,
    purchase: Purchase,
    member: Member,
    account: Account,
    burn_points: int,
    now: datetime,
    *,
    tell_offer: bool = False,
) -> Priced:
    """Return what the purchase does, having done it to `account` in memory.

    First the burn is taken, then what is left to pay earns. All rules run on another
    thread, within one time limit. Raises PluginFailed, InsufficientPoints,
    BurnNotOffered, BurnTooSmall or LimitReached.
    """
    seen = see(member, setting)
    view = _member_fact(seen, member.enroll_time)

    def decide(marker: Marker) -> Priced:
        offer = burn = None
        changes: tuple[LotChange, ...] = ()
        if burn_points or tell_offer:
            whole = _purchase_fact(setting, purchase, [0] * len(purchase.lines))
            offers = setting.rules.offer_burn_terms(whole, view, marker)
            offer = burning.best_offer(offers, purchase.lines)
        if burn_points:
            points = burning.points_to_take(offer, burn_points)
            changes = account.spend(points, to_ms(now))
            burn = burning.burn_of(_some(offer), points, changes)
        granted = _earn(setting, purchase, member, view, account, burn, now, marker)
        return Priced(seen, offer, burn, changes, granted)

    return setting.rules.within_time(decide)


def _some(offer: burning.Offer | None) -> burning.Offer:
    if offer is None:
        raise AssertionError("points_to_take refuses a burn without an offer")
    return offer


def _earn(
    setting: Setting,
    purchase: Purchase,
    member: Member,
    view: sdk.Member,
    account: Account,
    burn: Burn | None,
    now: datetime,
    marker: Marker,
) -> earning.Granted:
    nothing: Sequence[int] = [0] * len(purchase.lines)
    paid = burn.line_amounts_minor if burn else nothing
    if setting.program.earning_base is EarningBase.NET:
        paid = nothing
    fact = _purchase_fact(setting, purchase, paid)
    proposals = earning.best_of_groups(setting.rules.award_points(fact, view, marker))
    proposals = earning.within_rule_days(
        proposals, lambda plugin, rule: member.rule_points_on(plugin, rule, setting.local_day)
    )
    limited = earning.within_purchase(proposals, setting.program.limits.max_points_per_purchase)
    policy = setting.program.expiry_at(setting.business)
    grant = earning.Grant(
        earner=member.member_id,
        earn_time=purchase.purchase_time,
        expire_time=expire_time(policy, purchase.purchase_time, setting.zone_name),
        now_ms=to_ms(now),
    )
    return earning.give_all(
        account,
        limited,
        [line.line_id for line in fact.lines],
        [line.earning_amount_minor for line in fact.lines],
        grant,
    )


def _purchase_fact(setting: Setting, purchase: Purchase, paid: Sequence[int]) -> sdk.Purchase:
    return sdk.Purchase(
        business_id=purchase.business_id,
        store_id=purchase.store_id,
        channel=purchase.channel,
        currency_code=purchase.currency_code,
        purchase_time=purchase.purchase_time,
        local_time=setting.local_time,
        lines=tuple(
            sdk.Line(
                line_id=line.line_id,
                category=line.category,
                sku=line.sku,
                quantity_milli=line.quantity_milli,
                net_amount_minor=line.net_amount_minor,
                earning_amount_minor=line.net_amount_minor - part,
            )
            for line, part in zip(purchase.lines, paid, strict=True)
        ),
        payments=tuple(
            sdk.Payment(method=payment.method, amount_minor=payment.amount_minor)
            for payment in purchase.payments
        ),
        attributes=purchase.attributes,
    )


def _member_fact(seen: Seen, enroll_time: datetime) -> sdk.Member:
    return sdk.Member(
        tier_id=seen.tier_id,
        tags=seen.tags,
        home_business_id=seen.home_business_id,
        enroll_time=enroll_time,
        is_birthday=seen.is_birthday,
        is_birthday_month=seen.is_birthday_month,
        visits=tuple(
            sdk.Visits(
                business_id=visits.business_id,
                purchase_count=visits.purchase_count,
                net_amount_minor=visits.net_amount_minor,
                first_time=visits.first_time,
                last_time=visits.last_time,
            )
            for visits in seen.visits
        ),
    )
