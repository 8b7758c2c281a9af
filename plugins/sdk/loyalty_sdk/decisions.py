"""What a rule may say. Decisions are data: the service checks, limits and posts them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .activation import Activation, require_activation
from .arithmetic import BASIS_POINTS
from .expiry import ExpiryOverride, require_expiry
from .integers import require_int

POINTS_MAX = 10**12
_CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def require_code(value: object, name: str) -> str:
    """Return `value` if it is a code: 1 to 64 of [a-z0-9._-], not starting with a mark.

    Raises TypeError or ValueError.
    """
    if type(value) is not str:
        raise TypeError(f"{name} must be a str, got {value!r}")
    if not _CODE.fullmatch(value):
        raise ValueError(f"{name} must be 1 to 64 of [a-z0-9._-], got {value!r}")
    return value


def _require_line_ids(value: object) -> None:
    if type(value) is not tuple or not all(type(line_id) is str for line_id in value):
        raise TypeError(f"line_ids must be a tuple of str, got {value!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsAward:
    """Points that a rule proposes to give.

    Raises TypeError or ValueError where a value is not of its type and range.
    """

    points: int
    """Zero to 10^12."""
    rule_id: str
    """Names the rule within the plugin, for limits and explanations."""
    reason: str
    """Why, as a code for tills and apps to translate."""
    qualifying_points: int = 0
    """Points toward the tier, zero to 10^12."""
    line_ids: tuple[str, ...] = ()
    """Lines that earned it; empty for the whole purchase. The points are shared out
    over them by earning amount."""
    exclusive_group: str = ""
    """Of all awards of a purchase that name the same group, only the one with the most
    points is given; on equal points, the first plugin and rule by name."""
    points_per_day_max: int = 0
    """The most points this rule may give a member in a local day; 0 for no limit."""
    funder: str = ""
    """Who pays: empty for the plugin's own business (the group, for a group-wide
    plugin). A group-wide plugin may also name the purchase's business."""
    activation: Activation | None = None
    """When the points become spendable; at once where None. Qualifying points count at
    once in any case."""
    expiry: ExpiryOverride | None = None
    """When they expire, counted from when they become spendable; as the program says
    where None."""

    def __post_init__(self) -> None:
        require_int(self.points, "points", 0, POINTS_MAX)
        require_int(self.qualifying_points, "qualifying_points", 0, POINTS_MAX)
        require_int(self.points_per_day_max, "points_per_day_max", 0, POINTS_MAX)
        require_code(self.rule_id, "rule_id")
        require_code(self.reason, "reason")
        _require_line_ids(self.line_ids)
        require_activation(self.activation)
        require_expiry(self.expiry)
        for name in ("exclusive_group", "funder"):
            if getattr(self, name) != "":
                require_code(getattr(self, name), name)


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnTerms:
    """Terms on which points may pay for a purchase.

    Raises TypeError or ValueError where a value is not of its type and range.
    """

    points: int
    """This many points (1 to 10^12) ..."""
    amount_minor: int
    """... pay this amount, 1 to 10^12 minor units."""
    rule_id: str
    reason: str
    points_min: int = 1
    """The fewest points that can be spent; never fewer than pay one minor unit."""
    points_step: int = 1
    """Points are spent in multiples of this."""
    share_bps_max: int = BASIS_POINTS
    """The largest part of the eligible lines that points may pay, 1 to 10000."""
    line_ids: tuple[str, ...] = ()
    """Lines that points may pay for; empty for all."""

    def __post_init__(self) -> None:
        for name in ("points", "amount_minor", "points_min", "points_step"):
            require_int(getattr(self, name), name, 1, POINTS_MAX)
        require_int(self.share_bps_max, "share_bps_max", 1, BASIS_POINTS)
        require_code(self.rule_id, "rule_id")
        require_code(self.reason, "reason")
        _require_line_ids(self.line_ids)
