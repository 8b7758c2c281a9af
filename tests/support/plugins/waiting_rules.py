"""A plugin that gives points for later, as the line's category says: at check-out, or in a week."""

from __future__ import annotations

from loyalty_sdk import Activation, ExpiryOverride, PointsAward, Purchase, hookimpl

WEEK_SECONDS = 7 * 86_400
ACTIVATIONS = {
    "room": Activation.on_confirmation(),
    "minibar": Activation.on_confirmation(),
    "night": Activation.on_confirmation(),
    "voucher": Activation.after(WEEK_SECONDS),
    "shop": None,
}
ONLY_QUALIFIES = "night"
EXPIRIES = {"minibar": ExpiryOverride.never()}


@hookimpl
def award_points(purchase: Purchase) -> tuple[PointsAward, ...]:
    return tuple(
        PointsAward(
            points=0 if line.category == ONLY_QUALIFIES else line.earning_amount_minor,
            qualifying_points=line.earning_amount_minor,
            rule_id=line.category,
            reason="stay",
            line_ids=(line.line_id,),
            activation=ACTIVATIONS[line.category],
            expiry=EXPIRIES.get(line.category),
            points_per_day_max=10_000,
        )
        for line in purchase.lines
    )
