"""A member of the group, and what rules and limits remember of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from loyalty_points.domain.errors import MemberClosed, MemberFrozen
from loyalty_points.domain.members.day_counts import DayCounts, less, more

IDENTITIES_MAX = 20
TAGS_MAX = 50
HOUSEHOLD_MEMBERS_MAX = 20
MERGED_MEMBERS_MAX = 20
"""Whom one member may have been found to be, all merges together."""
BIRTHDAY_CHANGE_DAYS = 365
"""Until then a birthday that was changed is nobody's."""


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

    def and_those(self, others: Visits) -> Visits:
        """Return these visits and others, of a member found to be the same."""
        return Visits(
            self.purchase_count + others.purchase_count,
            self.net_amount_minor + others.net_amount_minor,
            min(self.first_time, others.first_time),
            max(self.last_time, others.last_time),
        )


@dataclass(frozen=True, slots=True)
class LimitCounter:
    """What a member used of one limit in one window."""

    limit: str
    """Such as "member-day", or "rule-day|" with business (unless the group's), plugin, rule."""
    window: str
    """The start of it: "YYYY-MM-DD", "YYYY-MM" or a whole instant in ISO 8601, UTC."""
    count: int


@dataclass(frozen=True, slots=True)
class Invitation:
    """A tier by an operator's word: the member has at least this one until it ends."""

    tier_id: str
    reason: str
    """As a code."""
    operator_id: str
    end_time: datetime | None = None
    """None for never."""


def is_since(window: str, oldest: str) -> bool:
    """Tell whether a window is the one in which the day `oldest` lies, or later."""
    return window >= oldest[: len(window)]


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
    """The tier in force: the one earned, or the one invited to if that is higher."""
    qualifying_days: DayCounts = field(default_factory=dict)
    """Qualifying points by day of purchase, "YYYY-MM-DD" in the program's zone, as long as
    they may count."""
    visits: dict[str, Visits] = field(default_factory=dict)
    """By business id."""
    counters: tuple[LimitCounter, ...] = ()
    """What limits reckon with, for as long as they may need it."""
    account_id: str = ""
    """The account the member earns to and spends from; empty for the member's own."""
    frozen_reason: str = ""
    """Why the member may neither earn nor spend, as a code; empty where they may."""

    merged_into: str = ""
    """The member that this one was found to be, who answers for it; empty for none."""
    merged_member_ids: tuple[str, ...] = ()
    """The members that were found to be this one."""
    close_time: datetime | None = None
    """When the member was closed; nothing personal is kept from then on."""

    spend_days: DayCounts = field(default_factory=dict)
    """What purchases cost by day, likewise, where spend qualifies."""
    invitation: Invitation | None = None
    earned_tier_id: str = ""
    """The tier earned, where there is an invitation; without one `tier_id` is."""
    tier_since_day: str = ""
    """Since when the tier is in force; empty for ever since tiers were not reviewed yet."""
    tier_first_day: str = ""
    """The first day that counts for the next review; empty where none is to come."""
    tier_review_time: datetime | None = None
    """The next review of the tier earned; None where there is nothing to lose by it."""

    has_household: bool = False
    """Whether others may share the member's account."""
    household_member_ids: tuple[str, ...] = ()
    """Who shares the member's account."""
    monthly_spend_limit: int | None = None
    """Of another's account, in points of a calendar month; None for no limit."""
    shared_account_ids: tuple[str, ...] = ()
    """Accounts of others that the member ever shared."""
    told_review_time: datetime | None = None
    """The review that was looked at, and told of where it would lower the tier."""
    segments: tuple[str, ...] = ()
    """Codes of the segments the member is in, as of the last event or day that changed them."""
    birthday_change_day: str = ""
    """When a birthday that was known was last changed, "YYYY-MM-DD" in UTC; empty for never."""

    def learn(self, attributes: Attributes, today: date) -> None:
        """Replace what is known of the member."""
        known = self.attributes.birth_month_and_day
        if known and attributes.birth_month_and_day != known:
            self.birthday_change_day = today.isoformat()
        self.attributes = attributes

    def birthday_on(self, day: date) -> tuple[int, int] | None:
        """Return the birthday that rules go by on a day, or None.

        One that was changed counts a year later: nobody has a birthday every month.
        """
        if self.birthday_change_day:
            changed = date.fromisoformat(self.birthday_change_day)
            if day < changed + timedelta(days=BIRTHDAY_CHANGE_DAYS):
                return None
        return self.attributes.birth_month_and_day

    def require_open(self) -> None:
        """Raise MemberClosed if the member was closed."""
        if self.close_time:
            raise MemberClosed("the member was closed", {"member_id": self.member_id})

    def require_active(self) -> None:
        """Raise MemberFrozen if the member may neither earn nor spend."""
        if self.frozen_reason:
            raise MemberFrozen(
                "the member is frozen; an operator can say why and lift it",
                {"reason": self.frozen_reason},
            )

    @property
    def qualifying_points(self) -> int:
        """Qualifying points of all days kept, as of the last write."""
        return sum(self.qualifying_days.values())

    @property
    def earned(self) -> str:
        """The tier earned, whatever the member was invited to."""
        return self.earned_tier_id if self.invitation else self.tier_id

    @property
    def tier_due_time(self) -> datetime | None:
        """When time next changes something about the tier; None for never."""
        ends = self.invitation.end_time if self.invitation else None
        times = [each for each in (self.tier_review_time, ends) if each is not None]
        return min(times, default=None)

    def add_visit(self, business_id: str, net_amount_minor: int, purchase_time: datetime) -> None:
        """Count one more purchase at a business."""
        before = self.visits.get(business_id)
        after = (
            before.and_one(net_amount_minor, purchase_time)
            if before
            else Visits(1, net_amount_minor, purchase_time, purchase_time)
        )
        self.visits = {**self.visits, business_id: after}

    def take_back_visit(
        self, business_id: str, net_amount_minor: int, *, is_complete: bool
    ) -> None:
        """Count less for a return; the purchase itself goes once nothing is left of it."""
        before = self.visits.get(business_id)
        if before is None:
            return
        after = Visits(
            before.purchase_count - is_complete,
            before.net_amount_minor - net_amount_minor,
            before.first_time,
            before.last_time,
        )
        others = {name: known for name, known in self.visits.items() if name != business_id}
        self.visits = {**others, business_id: after} if after.purchase_count else others

    def take_back_qualifying(self, points: int, day: date) -> None:
        """Take qualifying points of a day back, as far as they are still counted."""
        self.qualifying_days = less(self.qualifying_days, points, day)

    def take_back_spend(self, amount_minor: int, day: date) -> None:
        """Take spend of a day back, as far as it is still counted."""
        self.spend_days = less(self.spend_days, amount_minor, day)

    def counted(self, limit: str, window: str) -> int:
        """Return what was used of a limit in a window."""
        return sum(
            known.count for known in self.counters if (known.limit, known.window) == (limit, window)
        )

    def count(self, limit: str, window: str, number: int, oldest: str) -> None:
        """Count `number` against a limit; forget its windows before the day `oldest`.

        A number below zero gives back; a counter is never below zero, and a window that
        was forgotten stays so.
        """
        total = max(0, self.counted(limit, window) + number)
        others = tuple(
            known
            for known in self.counters
            if known.limit != limit or (known.window != window and is_since(known.window, oldest))
        )
        added = (LimitCounter(limit, window, total),) if total else ()
        self.counters = (*others, *added)

    def forget_before(self, oldest: str) -> None:
        """Forget the windows of every limit that end before the day `oldest`."""
        self.counters = tuple(known for known in self.counters if is_since(known.window, oldest))

    def add_qualifying(self, points: int, day: date, oldest: date) -> None:
        """Count qualifying points; forget days before `oldest`."""
        self.qualifying_days = more(self.qualifying_days, points, day, oldest)

    def add_spend(self, amount_minor: int, day: date, oldest: date) -> None:
        """Count spend; forget days before `oldest`."""
        self.spend_days = more(self.spend_days, amount_minor, day, oldest)
