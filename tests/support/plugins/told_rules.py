"""A plugin that gives what the purchase tells it to: each line's SKU says its award.

"7/d1/i3" is 7 points that become spendable at the start of the next day and expire after
three days without activity, "c10" after the next 10th or 20th of a month; see `_activation`
and `_expiry` for the words. Half as many again count toward a tier, rounded down.
"""

from __future__ import annotations

from loyalty_sdk import (
    Activation,
    BurnTerms,
    ExpiryOverride,
    ExpiryRounding,
    ExpiryUnit,
    Member,
    PointsAward,
    Purchase,
    hookimpl,
)


def _activation(word: str) -> Activation:
    if word == "now":
        return Activation.at_once()
    if word == "till":
        return Activation.on_confirmation()
    kind, number = word[0], int(word[1:])
    return Activation.start_of_day(number) if kind == "d" else Activation.after(number)


def _expiry(word: str) -> ExpiryOverride:
    if word == "never":
        return ExpiryOverride.never()
    kind, number = word[0], int(word[1:])
    if kind == "i":
        return ExpiryOverride.inactivity(number, ExpiryUnit.DAYS)
    if kind == "c":
        days = (f"{month:02}-{day}" for month in range(1, 13) for day in (number, number + 10))
        return ExpiryOverride.calendar(*days)
    if kind == "m":
        return ExpiryOverride.rolling(number, ExpiryUnit.MONTHS, ExpiryRounding.END_OF_MONTH)
    return ExpiryOverride.rolling(number, ExpiryUnit.DAYS)


@hookimpl
def award_points(purchase: Purchase) -> tuple[PointsAward, ...]:
    awards = []
    for place, line in enumerate(purchase.lines):
        points, activation, expiry = line.sku.split("/")
        awards.append(
            PointsAward(
                points=int(points),
                rule_id=f"line-{place}",
                reason="told",
                qualifying_points=int(points) * 3 // 2,
                line_ids=(line.line_id,),
                activation=_activation(activation),
                expiry=_expiry(expiry),
            )
        )
    return tuple(awards)


@hookimpl
def offer_burn_terms(purchase: Purchase, member: Member) -> tuple[BurnTerms, ...]:
    return (BurnTerms(points=1, amount_minor=1, rule_id="cent", reason="pay-with-points"),)
