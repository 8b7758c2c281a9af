"""For authors' tests: facts with sensible defaults, and a check that a plugin keeps the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from .conformance import ConformanceError, check_plugin
from .facts import Line, Member, Payment, Purchase, Visits

__all__ = ["NOON", "ConformanceError", "check_plugin", "line", "member", "purchase", "visits"]

NOON = datetime(2026, 6, 3, 12, tzinfo=timezone(timedelta(hours=2)))
"""The local time of a purchase unless told otherwise, a Wednesday."""


def line(
    amount_minor: int = 1000,
    category: str = "general",
    *,
    line_id: str = "",
    sku: str = "",
    quantity_milli: int = 1000,
    earning_amount_minor: int | None = None,
) -> Line:
    """Make a line that earns on its whole net amount, or on `earning_amount_minor` of it."""
    return Line(
        line_id=line_id,
        category=category,
        sku=sku,
        quantity_milli=quantity_milli,
        net_amount_minor=amount_minor,
        earning_amount_minor=amount_minor if earning_amount_minor is None else earning_amount_minor,
    )


def purchase(
    *lines: Line,
    business_id: str = "shop",
    store_id: str = "shop-1",
    channel: str = "till",
    currency_code: str = "EUR",
    local_time: datetime = NOON,
    payments: tuple[Payment, ...] = (),
    attributes: Mapping[str, str] | None = None,
) -> Purchase:
    """Make a purchase of `lines`, or of one default line; those without an id get "1", "2"..."""
    numbered = tuple(
        replace(item, line_id=item.line_id or str(number))
        for number, item in enumerate(lines or (line(),), start=1)
    )
    return Purchase(
        business_id=business_id,
        store_id=store_id,
        channel=channel,
        currency_code=currency_code,
        purchase_time=local_time.astimezone(UTC),
        local_time=local_time,
        lines=numbered,
        payments=payments,
        attributes=tuple((attributes or {}).items()),
    )


def member(
    *visited: Visits,
    tier_id: str = "",
    tier_benefits: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
    home_business_id: str = "",
    enroll_time: datetime = NOON - timedelta(days=365),
    is_birthday: bool = False,
    is_birthday_month: bool = False,
) -> Member:
    """Make a member of one year, by default without tier, tags and visits."""
    return Member(
        tier_id=tier_id,
        tags=tags,
        home_business_id=home_business_id,
        enroll_time=enroll_time.astimezone(UTC),
        is_birthday=is_birthday,
        is_birthday_month=is_birthday_month,
        visits=tuple(sorted(visited, key=lambda visits: visits.business_id)),
        tier_benefits=tier_benefits,
    )


def visits(business_id: str = "shop", purchase_count: int = 1) -> Visits:
    """Make the record of earlier purchases at a business, of 10.00 each."""
    return Visits(
        business_id=business_id,
        purchase_count=purchase_count,
        net_amount_minor=1000 * purchase_count,
        first_time=(NOON - timedelta(days=30)).astimezone(UTC),
        last_time=(NOON - timedelta(days=1)).astimezone(UTC),
    )
