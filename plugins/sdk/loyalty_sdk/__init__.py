"""Everything a plugin imports."""

from .arithmetic import BASIS_POINTS, Rounding, apply_rate_bps, divide, points_per, split_by_weight
from .decisions import POINTS_MAX, BurnTerms, PointsAward
from .facts import Line, Member, Payment, Purchase, Visits
from .integers import INT64_MAX, INT64_MIN, require_int
from .markers import ENTRY_POINT_GROUP, PROJECT_NAME, hookimpl, hookspec

__all__ = [
    "BASIS_POINTS",
    "ENTRY_POINT_GROUP",
    "INT64_MAX",
    "INT64_MIN",
    "POINTS_MAX",
    "PROJECT_NAME",
    "BurnTerms",
    "Line",
    "Member",
    "Payment",
    "PointsAward",
    "Purchase",
    "Rounding",
    "Visits",
    "apply_rate_bps",
    "divide",
    "hookimpl",
    "hookspec",
    "points_per",
    "require_int",
    "split_by_weight",
]
