"""A member of the group, and what rules and limits remember of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from loyalty_points.domain.errors import MemberFrozen

IDENTITIES_MAX = 20


@dataclass(frozen=True, slots=True)
class LinkedIdentity:
    """An identity as kept: its kind, its keyed hash and since when."""

    identity_type: str
    identity_id: str
    link_time: datetime


@dataclass(frozen=True, slots=True)
class Attributes:
    """What the group knows of a member."""

    birthday: str = ""
    """"YYYY-MM-DD", "--MM-DD" or empty."""
    tags: tuple[str, ...] = ()
    home_business_id: str = ""

    @property
    def birth_month_and_day(self) -> tuple[int, int] | None:
        """The birthday without its year, or None if unknown."""
        if not self.birthday:
            return None
        return int(self.birthday[-5:-3]), int(self.birthday[-2:])


@dataclass(frozen=True, slots=True)
class Visits:
    """A member's recorded purchases at one business."""

    purchase_count: int
    net_amount_minor: int
    first_time: datetime
    last_time: datetime

    def and_one(self, net_amount_minor: int, purchase_time: datetime) -> Visits:
        """Return the visits with one more. A late till may move the first time back."""
        return Visits(
            self.purchase_count + 1,
            self.net_amount_minor + net_amount_minor,
            min(self.first_time, purchase_time),
            max(self.last_time, purchase_time),
        )


@dataclass(frozen=True, slots=True)
class RuleDay:
    """Points that one rule with a daily limit gave the member on one local day."""

    plugin: str
    rule_id: str
    day: str
    """"YYYY-MM-DD", where the purchase was made."""
    points: int


@dataclass(slots=True)
class Member:
    """A member as read, changed in memory by one command.

    Changes replace what a field holds and leave it alone otherwise, so that a shallow
    copy taken before keeps what was read.
    """

    member_id: str
    version: int
    enroll_time: datetime
    identities: tuple[LinkedIdentity, ...]
    attributes: Attributes
    tier_id: str = ""
    qualifying_days: dict[str, int] = field(default_factory=dict)
    """Qualifying points by day of purchase, "YYYY-MM-DD" in the program's zone."""
    visits: dict[str, Visits] = field(default_factory=dict)
    """By business id."""
    rule_days: tuple[RuleDay, ...] = ()
    account_id: str = ""
    """The account the member earns to and spends from; empty for the member's own."""
    frozen_reason: str = ""
    """Why the member may neither earn nor spend, as a code; empty where they may."""

    def require_active(self) -> None:
        """Raise MemberFrozen if the member may neither earn nor spend."""
        if self.frozen_reason:
            raise MemberFrozen(
                "the member is frozen; an operator can say why and lift it",
                {"reason": self.frozen_reason},
            )

    @property
    def qualifying_points(self) -> int:
        """Qualifying points within the program's window, as of the last write."""
        return sum(self.qualifying_days.values())

    def add_visit(self, business_id: str, net_amount_minor: int, purchase_time: datetime) -> None:
        """Count one more purchase at a business."""
        before = self.visits.get(business_id)
        after = (
            before.and_one(net_amount_minor, purchase_time)
            if before
            else Visits(1, net_amount_minor, purchase_time, purchase_time)
        )
        self.visits = {**self.visits, business_id: after}

    def rule_points_on(self, plugin: str, rule_id: str, day: str) -> int:
        """Return the points that a rule gave on a local day."""
        return sum(
            known.points
            for known in self.rule_days
            if (known.plugin, known.rule_id, known.day) == (plugin, rule_id, day)
        )

    def add_rule_points(self, added: RuleDay, oldest: date) -> None:
        """Count points against a rule's daily limit; forget days before `oldest`."""
        same = (added.plugin, added.rule_id, added.day)
        total = added.points + self.rule_points_on(*same)
        others = (
            known
            for known in self.rule_days
            if (known.plugin, known.rule_id, known.day) != same and known.day >= oldest.isoformat()
        )
        self.rule_days = (*others, RuleDay(*same, total))

    def add_qualifying(self, points: int, day: date, oldest: date) -> None:
        """Count qualifying points; forget days before `oldest`."""
        days = dict(self.qualifying_days)
        if points:
            days[day.isoformat()] = days.get(day.isoformat(), 0) + points
        self.qualifying_days = {
            known: count for known, count in days.items() if known >= oldest.isoformat()
        }
