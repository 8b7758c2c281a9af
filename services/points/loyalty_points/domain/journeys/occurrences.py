"""Whether something happens to a member on a day, and by which name it happens once only."""

from __future__ import annotations

from datetime import date

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.instants import from_ms, is_birthday, local_date
from loyalty_points.domain.journeys.journey import Trigger, TriggerKind
from loyalty_points.domain.members.member import Member

BY_DAY = frozenset(
    {
        TriggerKind.SINCE_JOINING,
        TriggerKind.SINCE_LAST_PURCHASE,
        TriggerKind.BIRTHDAY,
        TriggerKind.ANNIVERSARY,
    }
)
"""Triggers for which the day and the member are enough."""


def occurrence_on(trigger: Trigger, member: Member, today: date, zone_name: str) -> str:
    """Return the name of what happens to a member on a local day; empty for nothing.

    It is the same whenever it is asked, and another for what happens at another time.
    """
    joined = local_date(member.enroll_time, zone_name)
    if trigger.kind is TriggerKind.SINCE_JOINING:
        days = (today - joined).days
        return f"day-{days}" if days in trigger.days else ""
    if trigger.kind is TriggerKind.SINCE_LAST_PURCHASE:
        return _since_purchase(trigger, member, today, zone_name)
    if trigger.kind is TriggerKind.BIRTHDAY:
        born = member.birthday_on(today)
        return f"{today.year}" if born and is_birthday(today, *born) else ""
    if trigger.kind is TriggerKind.ANNIVERSARY:
        later = today.year > joined.year and is_birthday(today, joined.month, joined.day)
        return f"{today.year}" if later else ""
    return ""


def _since_purchase(trigger: Trigger, member: Member, today: date, zone_name: str) -> str:
    times = [
        known.last_time
        for business_id, known in member.visits.items()
        if trigger.business_id in ("", business_id)
    ]
    if not times:
        return ""
    last = local_date(max(times), zone_name)
    days = (today - last).days
    return f"{last.isoformat()}-{days}" if days in trigger.days else ""


def still_expires(account: Account, occurrence: str, zone_name: str) -> bool:
    """Tell whether an account has points that expire on the day that names an occurrence."""
    return any(
        lot.expires and local_date(from_ms(lot.expire_ms - 1), zone_name).isoformat() == occurrence
        for lot in account.lots.values()
    )


def tier_occurrence(trigger: Trigger, tier_id: str, event_id: str) -> str:
    """Return the name of a change of tier; empty where it is not one that is waited for."""
    waited_for = not trigger.tier_ids or tier_id in trigger.tier_ids
    return event_id if trigger.kind is TriggerKind.TIER_CHANGED and waited_for else ""


def visit_occurrence(trigger: Trigger, business_id: str) -> str:
    """Return the name of a first visit; empty where it is not one that is waited for."""
    waited_for = trigger.business_id in ("", business_id)
    return business_id if trigger.kind is TriggerKind.FIRST_VISIT and waited_for else ""
