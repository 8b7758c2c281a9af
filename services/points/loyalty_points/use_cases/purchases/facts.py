"""What rules are told: the purchase, and of the member what is recorded as seen."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime

import loyalty_sdk as sdk

from loyalty_points.domain.instants import is_birthday
from loyalty_points.domain.journal.entry_parts import Seen, SeenVisits
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.programs.program import Program
from loyalty_points.domain.purchases.purchase import Purchase
from loyalty_points.domain.tiers.tiers import benefits_of
from loyalty_points.use_cases.purchases.setting import Setting

SALT_BYTES = 16


def see(member: Member, setting: Setting) -> Seen:
    """Return what rules may see of a member, in a fixed order."""
    return see_on(member, setting.local_time.date(), setting.current)


def see_on(member: Member, today: date, program: Program) -> Seen:
    """Return what plugins may see of a member on a local day, in a fixed order."""
    born = member.birthday_on(today)
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
        tier_benefits=benefits_of(program, member.tier_id),
        segments=member.segments,
    )


def purchase_fact(setting: Setting, purchase: Purchase, paid: Sequence[int]) -> sdk.Purchase:
    """Return the purchase as rules see it; `paid` is what points paid of each line."""
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


def member_fact(seen: Seen, enroll_time: datetime) -> sdk.Member:
    """Return the member as rules see them."""
    return sdk.Member(
        tier_id=seen.tier_id,
        tier_benefits=seen.tier_benefits,
        segments=seen.segments,
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
