"""Where and when a purchase is, and what holds there and then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import InvalidField, Violation

from loyalty_points.domain.instants import local_date, zone
from loyalty_points.domain.programs.program import Business, Program
from loyalty_points.domain.purchases.earning import ProposedAward, RuleDays
from loyalty_points.domain.purchases.purchase import Purchase
from loyalty_points.rules import BusinessRules
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.purchases.budget_leases import Budget


@dataclass(frozen=True, slots=True)
class Setting:
    """The place and time of a purchase, with the programs and the business that it falls under."""

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
    def budget(self) -> Budget | None:
        """The points that all purchases of the day may earn at the business; None for any."""
        maximum = self.business.max_points_per_day
        if not maximum:
            return None
        return Budget(f"{self.business.business_id}|{self.business_day.isoformat()}", maximum)

    def rule_window(self, proposal: ProposedAward) -> tuple[str, str]:
        """Return by what a rule's daily limit counts: its name, and the day, "YYYY-MM-DD"."""
        days = RuleDays(self.business.business_id, self.business_day, self.group_day)
        is_group_wide = proposal.is_group_wide
        return days.window(proposal.plugin, proposal.award.rule_id, is_group_wide=is_group_wide)


def find_setting(parts: Parts, call: Call, purchase: Purchase) -> Setting:
    """Return where and when a purchase is.

    Raises NotGranted, ProgramNotFound, InvalidField (time), BusinessNotFound,
    StoreNotFound or InvalidField (currency), in that order.
    """
    call.caller.require_store(purchase.business_id, purchase.store_id)
    now = parts.clock()
    current = parts.book.in_force(now)
    check_till_time(current, purchase.purchase_time, now, "purchase.purchase_time")
    return setting_of(parts, purchase, now)


def setting_of(parts: Parts, purchase: Purchase, now: datetime) -> Setting:
    """Return where and when a purchase is, however long ago.

    Raises ProgramNotFound, BusinessNotFound, StoreNotFound or InvalidField (currency).
    """
    program = _program_then(parts, purchase, now)
    business = program.business(purchase.business_id)
    store_zone = business.zone_of(purchase.store_id)
    if purchase.currency_code != business.currency_code:
        description = f"must be {business.currency_code}, the business's currency"
        raise InvalidField.of([Violation("purchase.total.currency_code", description)])
    return Setting(
        program=program,
        current=parts.book.in_force(now),
        business=business,
        rules=parts.book.rules(program).of(business.business_id),
        local_time=purchase.purchase_time.astimezone(zone(store_zone)),
        business_day=local_date(purchase.purchase_time, business.time_zone),
        group_day=local_date(purchase.purchase_time, program.time_zone),
    )


def receipt_day(parts: Parts, purchase: Purchase) -> str:
    """Return the day it was at the store, "YYYY-MM-DD": receipts are numbered by it.

    Raises ProgramNotFound, BusinessNotFound or StoreNotFound.
    """
    program = _program_then(parts, purchase, parts.clock())
    store_zone = program.business(purchase.business_id).zone_of(purchase.store_id)
    return local_date(purchase.purchase_time, store_zone).isoformat()


def receipt_key(business_id: str, store_id: str, day: str, number: str) -> str:
    """Return the key under which a receipt is kept, so that it is recorded once."""
    return f"receipt|{business_id}|{store_id}|{day}|{number}"


def _program_then(parts: Parts, purchase: Purchase, now: datetime) -> Program:
    # A till's clock may run ahead; a program that starts meanwhile is not for it yet.
    return parts.book.in_force(min(purchase.purchase_time, now))


def check_till_time(current: Program, till_time: datetime, now: datetime, path: str) -> None:
    """Raise InvalidField at `path` if a till's clock is too late or too early."""
    skew, age = now - till_time, current.limits.max_purchase_age_seconds
    if skew > timedelta(seconds=age):
        description = f"must be at most {age} seconds old; the server's time is {now.isoformat()}"
    elif -skew > timedelta(seconds=current.limits.max_future_skew_seconds):
        description = f"must not be in the future; the server's time is {now.isoformat()}"
    else:
        return
    raise InvalidField.of([Violation(path, description)])
