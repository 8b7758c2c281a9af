"""What a purchase earns and what of it points can pay: shared by quoting and recording."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import loyalty_sdk as sdk
from loyalty_chassis.calls import Call
from loyalty_chassis.errors import InvalidField, Violation
from loyalty_chassis.plugins.time_limit import Marker

from loyalty_points.domain import burning, earning
from loyalty_points.domain.entry import Burn, Seen, SeenVisits
from loyalty_points.domain.expiry import expire_time
from loyalty_points.domain.instants import is_birthday, local_date, zone
from loyalty_points.domain.lots import LotChange
from loyalty_points.domain.member import Member
from loyalty_points.domain.program import Business, EarningBase, Program
from loyalty_points.domain.purchase import Purchase
from loyalty_points.rules import BusinessRules
from loyalty_points.use_cases.journal import Draft
from loyalty_points.use_cases.parts import Parts

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a purchase is, and what holds there and then."""

    program: Program
    """In force at the purchase's time: its rules, expiry and caps decide."""
    current: Program
    """In force now: tiers and limits are as of now."""
    business: Business
    rules: BusinessRules
    local_time: datetime
    """In the store's zone."""
    business_day: date
    """The day by which the business's own caps count."""
    group_day: date
    """The day by which the group's caps count."""

    @property
    def local_day(self) -> str:
        """The day it was at the store, "YYYY-MM-DD"."""
        return self.local_time.date().isoformat()

    def cap_day(self, proposal: earning.Proposal) -> str:
        """Return the day by which a rule's daily limit counts, "YYYY-MM-DD"."""
        day = self.group_day if proposal.is_group_wide else self.business_day
        return day.isoformat()


@dataclass(frozen=True, slots=True)
class Priced:
    """What a purchase does to the account that was given."""

    seen: Seen
    offer: burning.Offer | None
    burn: Burn | None
    burn_changes: tuple[LotChange, ...]
    granted: earning.Granted


def find_setting(parts: Parts, call: Call, purchase: Purchase) -> Setting:
    """Return where and when a purchase is.

    Raises NotGranted, ProgramNotFound, InvalidField (time), BusinessNotFound,
    StoreNotFound or InvalidField (currency), in that order.
    """
    call.caller.require_store(purchase.business_id, purchase.store_id)
    now = parts.clock()
    current = parts.book.in_force(now)
    _check_time(current, purchase.purchase_time, now)
    # A till's clock may run ahead; a program that starts meanwhile is not for it yet.
    program = parts.book.in_force(min(purchase.purchase_time, now))
    business = program.business(purchase.business_id)
    store_zone = business.zone_of(purchase.store_id)
    if purchase.currency_code != business.currency_code:
        description = f"must be {business.currency_code}, the business's currency"
        raise InvalidField.of([Violation("purchase.total.currency_code", description)])
    return Setting(
        program=program,
        current=current,
        business=business,
        rules=parts.book.rules(program).of(business.business_id),
        local_time=purchase.purchase_time.astimezone(zone(store_zone)),
        business_day=local_date(purchase.purchase_time, business.time_zone),
        group_day=local_date(purchase.purchase_time, program.time_zone),
    )


def _check_time(current: Program, purchase_time: datetime, now: datetime) -> None:
    skew, age = now - purchase_time, current.limits.max_purchase_age_seconds
    if skew > timedelta(seconds=age):
        description = f"must be at most {age} seconds old; the server's time is {now.isoformat()}"
    elif -skew > timedelta(seconds=current.limits.max_future_skew_seconds):
        description = f"must not be in the future; the server's time is {now.isoformat()}"
    else:
        return
    raise InvalidField.of([Violation("purchase.purchase_time", description)])


def see(member: Member, setting: Setting) -> Seen:
    """Return what rules may see of a member, in a fixed order."""
    today = setting.local_time.date()
    born = member.attributes.birth_month_and_day
    return Seen(
        salt=secrets.token_hex(SALT_BYTES),
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
    view = _member_fact(seen, draft.member.enroll_time)

    def decide(marker: Marker) -> Priced:
        offer = burn = None
        changes: tuple[LotChange, ...] = ()
        if burn_points or tell_offer:
            whole = _purchase_fact(setting, purchase, [0] * len(purchase.lines))
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
    fact = _purchase_fact(setting, purchase, paid)
    proposals = earning.best_of_groups(setting.rules.award_points(fact, view, marker))
    proposals = earning.within_rule_days(
        proposals,
        lambda proposal: draft.member.rule_points_on(
            proposal.plugin, proposal.award.rule_id, setting.cap_day(proposal)
        ),
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
