"""Everything a plugin imports."""

from .activation import DELAY_DAYS_MAX, DELAY_SECONDS_MAX, Activation, ActivationKind
from .arithmetic import BASIS_POINTS, Rounding, apply_rate_bps, divide, points_per, split_by_weight
from .decisions import POINTS_MAX, BurnTerms, PointsAward
from .expiry import (
    CALENDAR_DAYS_MAX,
    COUNT_MAX,
    COUNT_MIN,
    ExpiryKind,
    ExpiryOverride,
    ExpiryRounding,
    ExpiryUnit,
    calendar_day,
)
from .facts import Line, Member, Payment, Purchase, Visits
from .integers import INT64_MAX, INT64_MIN, require_int
from .journeys import JourneyOccurrence, JourneyStep
from .markers import ENTRY_POINT_GROUP, PROJECT_NAME, hookimpl, hookspec
from .quantities import (
    PricePart,
    by_price,
    paid_quantity_milli,
    points_by_price,
    points_per_quantity,
)

__all__ = [
    "BASIS_POINTS",
    "CALENDAR_DAYS_MAX",
    "COUNT_MAX",
    "COUNT_MIN",
    "DELAY_DAYS_MAX",
    "DELAY_SECONDS_MAX",
    "ENTRY_POINT_GROUP",
    "INT64_MAX",
    "INT64_MIN",
    "POINTS_MAX",
    "PROJECT_NAME",
    "Activation",
    "ActivationKind",
    "BurnTerms",
    "ExpiryKind",
    "ExpiryOverride",
    "ExpiryRounding",
    "ExpiryUnit",
    "JourneyOccurrence",
    "JourneyStep",
    "Line",
    "Member",
    "Payment",
    "PointsAward",
    "PricePart",
    "Purchase",
    "Rounding",
    "Visits",
    "apply_rate_bps",
    "by_price",
    "calendar_day",
    "divide",
    "hookimpl",
    "hookspec",
    "paid_quantity_milli",
    "points_by_price",
    "points_per",
    "points_per_quantity",
    "require_int",
    "split_by_weight",
]
