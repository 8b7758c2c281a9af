"""What a rule may know: frozen facts about a purchase and the member who made it.

Amounts are in minor units of the purchase's currency, quantities in thousandths of a
unit. Instants are aware and in UTC unless a name says local. New facts are added as
optional fields; none is renamed or removed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a purchase."""

    line_id: str
    category: str
    sku: str = ""
    quantity_milli: int = 1000
    net_amount_minor: int
    """What the line costs after discounts and coupons."""
    earning_amount_minor: int
    """What earns: the net amount less the part paid with points, unless the program says net."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One means by which a bill was paid, points aside."""

    method: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """A till transaction at one business."""

    business_id: str
    store_id: str
    channel: str
    currency_code: str
    purchase_time: datetime
    local_time: datetime
    """`purchase_time` in the store's zone."""
    lines: tuple[Line, ...]
    payments: tuple[Payment, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def net_amount_minor(self) -> int:
        """The bill."""
        return sum(line.net_amount_minor for line in self.lines)

    @property
    def earning_amount_minor(self) -> int:
        """The part of the bill that earns."""
        return sum(line.earning_amount_minor for line in self.lines)

    def attribute(self, name: str, default: str = "") -> str:
        """Return the attribute of that name, or `default`."""
        return dict(self.attributes).get(name, default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """A member's purchases at one business before this one, by record."""

    business_id: str
    purchase_count: int
    net_amount_minor: int
    first_time: datetime
    last_time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What the group knows of the member who buys. No identity, no birthday."""

    tier_id: str = ""
    """Tier in force, empty for none."""
    tags: tuple[str, ...] = ()
    home_business_id: str = ""
    enroll_time: datetime
    is_birthday: bool = False
    """Whether the purchase's local day is the birthday (29 February counts on the 28th
    in common years)."""
    is_birthday_month: bool = False
    visits: tuple[Visits, ...] = ()
    """One for each business visited before, in order of business id."""
    tier_benefits: tuple[str, ...] = ()
    """What the tier in force brings, as codes that the program gives it."""
    segments: tuple[str, ...] = ()
    """Segments the member is in by earlier purchases: "active", "dining.frequency.2"."""

    def visits_at(self, business_id: str) -> Visits | None:
        """Return the visits to one business, or None if there were none."""
        return next((v for v in self.visits if v.business_id == business_id), None)
