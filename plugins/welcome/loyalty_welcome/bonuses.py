"""The two bonuses."""

from __future__ import annotations

from loyalty_sdk import Activation, Line, Member, PointsAward, Purchase, points_per

from .settings import WelcomeSettings


def birthday(
    purchase: Purchase, member: Member, settings: WelcomeSettings
) -> tuple[PointsAward, ...]:
    """Award what money paid for in the month of the birthday."""
    bonus = settings.birthday
    if bonus is None or not member.is_birthday_month:
        return ()
    per_amount = bonus.per_amount_minor.get(purchase.currency_code)
    if per_amount is None:
        return ()
    amount = sum(line.earning_amount_minor for line in _lines(purchase, settings))
    points = points_per(amount, bonus.points, per_amount, settings.rounding)
    return _award(points, "birthday-month", purchase, settings)


def first_visit(
    purchase: Purchase, member: Member, settings: WelcomeSettings
) -> tuple[PointsAward, ...]:
    """Award the first purchase here of a member who has bought elsewhere in the group."""
    bonus = settings.first_visit
    if bonus is None or not _is_first_visit(purchase, member):
        return ()
    amount = sum(line.earning_amount_minor for line in _lines(purchase, settings))
    if amount < bonus.amount_min_minor.get(purchase.currency_code, 1):
        return ()
    return _award(bonus.points, "first-visit", purchase, settings)


def _is_first_visit(purchase: Purchase, member: Member) -> bool:
    visited = {visits.business_id for visits in member.visits if visits.purchase_count > 0}
    return bool(visited) and purchase.business_id not in visited


def _lines(purchase: Purchase, settings: WelcomeSettings) -> tuple[Line, ...]:
    return tuple(
        line
        for line in purchase.lines
        if line.category not in settings.excluded_categories and line.earning_amount_minor > 0
    )


def _award(
    points: int, rule_id: str, purchase: Purchase, settings: WelcomeSettings
) -> tuple[PointsAward, ...]:
    if not points:
        return ()
    is_confirmed = purchase.business_id in settings.confirmed_business_ids
    award = PointsAward(
        points=points,
        rule_id=rule_id,
        reason=rule_id,
        line_ids=tuple(line.line_id for line in _lines(purchase, settings)),
        funder=purchase.business_id if settings.funded_by == "business" else "",
        activation=Activation.on_confirmation() if is_confirmed else None,
    )
    return (award,)
