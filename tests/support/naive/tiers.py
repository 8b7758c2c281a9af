"""A member's tier, reckoned in the plainest way.

Shares no code with `loyalty_points.domain.tiers`. Days are those of the group's zone; a tier
is its place among the rising ones, -1 for none. Instants are milliseconds since 1970.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from support.naive.time import day_of, start_of

NONE = -1


@dataclass(frozen=True)
class TierRules:
    """What a program says of tiers."""

    thresholds: tuple[int, ...]
    """Rising."""
    by_spend: bool
    period: str
    """"rolling", "calendar" or "anniversary"."""
    fall: str
    """"none", "one" level, or "all" of them."""
    grace_days: int
    window_days: int = 0
    """Of a rolling period."""

    def reached(self, amount: int) -> int:
        return sum(threshold <= amount for threshold in self.thresholds) - 1


@dataclass
class NaiveTier:
    """What was earned, what an operator granted, and what comes of it."""

    rules: TierRules
    enrolled: date
    points: Counter[date] = field(default_factory=Counter)
    """Qualifying points by day of purchase. Nothing is ever forgotten."""
    spend: Counter[date] = field(default_factory=Counter)
    earned: int = NONE
    invited: int = NONE
    invited_until: int = 0
    """0 for ever."""
    first_day: date = date.min
    review_day: date | None = None
    """At its start the tier is judged by the days from `first_day` on and before it."""

    @property
    def in_force(self) -> int:
        return max(self.earned, self.invited)

    @property
    def review_time(self) -> int:
        """When the tier is reviewed next; 0 for never."""
        return start_of(self.review_day, "group") if self.review_day else 0

    def counted(self, first: date, end: date = date.max) -> int:
        days = self.spend if self.rules.by_spend else self.points
        return sum(number for day, number in days.items() if first <= day < end)

    def counted_now(self, now: int) -> int:
        """Return what counts now for reaching a tier."""
        today = day_of(now, "group")
        if self.rules.period == "rolling":
            return self.counted(today - timedelta(days=self.rules.window_days - 1))
        return self.counted(self.year_start(today))

    def missing(self, now: int) -> int:
        """Return what is missing to the tier above the one in force; 0 where there is none."""
        above = self.rules.thresholds[self.in_force + 1 :]
        return max(0, above[0] - self.counted_now(now)) if above else 0

    def add(self, points: int, spend: int, bought: int, now: int) -> None:
        """Count a purchase, and raise the tier if that reaches a higher one."""
        day = day_of(bought, "group")
        self.points[day] += points
        self.spend[day] += spend
        self.rise(now)

    def take_back(self, points: int, spend: int, bought: int) -> None:
        """Count a return; the tier stays."""
        day = day_of(bought, "group")
        self.points[day] = max(0, self.points[day] - points)
        self.spend[day] = max(0, self.spend[day] - spend)

    def rise(self, now: int) -> None:
        reached = self.rules.reached(self.counted_now(now))
        if reached > self.earned or self.review_day is None:
            self.earned = max(reached, self.earned)
            self.plan_first(day_of(now, "group"))

    def invite(self, tier: int, until: int) -> None:
        """Let the member have at least this tier; -1 takes an invitation back."""
        self.invited, self.invited_until = tier, until

    def due(self) -> int:
        """Return the instant at which time next changes something; 0 for never."""
        instants = [self.review_time, self.invited_until if self.invited > NONE else 0]
        return min([instant for instant in instants if instant], default=0)

    def bring_up_to(self, now: int) -> None:
        """Do what time has brought about, in order."""
        while 0 < self.due() <= now:
            at = self.due()
            if self.review_time == at:
                self.judge()
            if self.invited > NONE and self.invited_until == at:
                self.invite(NONE, 0)

    def judge(self) -> None:
        assert self.review_day is not None
        day = self.review_day
        lowest = {"none": self.earned, "one": self.earned - 1, "all": NONE}[self.rules.fall]
        reached = self.rules.reached(self.counted(self.first_day, day))
        self.earned = min(self.earned, max(lowest, reached))
        grace = timedelta(days=self.rules.grace_days)
        if self.rules.period == "rolling":
            start = day - grace
            self.plan(start, start + timedelta(days=self.rules.window_days))
        else:
            start = self.next_year(self.first_day)
            while self.next_year(start) + grace <= day:
                start = self.next_year(start)
            self.plan(start, self.next_year(start))

    def plan_first(self, today: date) -> None:
        """Plan the review of a tier that was reached today."""
        if self.rules.period == "rolling":
            start = today + timedelta(days=1)
            self.plan(start, start + timedelta(days=self.rules.window_days))
        else:
            start = self.year_start(today)
            self.plan(start, self.next_year(start))

    def plan(self, start: date, end: date) -> None:
        """Plan a review of the days from `start` on and before `end`, if any can lower the tier."""
        can_fall = self.rules.fall != "none" and self.earned > NONE
        if can_fall and self.rules.thresholds[self.earned] > 0:
            self.first_day = start
            self.review_day = end + timedelta(days=self.rules.grace_days)
        else:
            self.review_day = None

    def year_start(self, day: date) -> date:
        return max(each for each in self.years(day.year) if each <= day)

    def next_year(self, day: date) -> date:
        return min(each for each in self.years(day.year) if each > day)

    def years(self, around: int) -> list[date]:
        """Return the first days of the years near one; enrolment is never on a 29 February."""
        month, day = 1, 1
        if self.rules.period == "anniversary":
            month, day = self.enrolled.month, self.enrolled.day
        return [date(year, month, day) for year in (around - 1, around, around + 1)]

    def take_over(self, other: NaiveTier, now: int) -> None:
        """Have what another had, who was found to be the same: the higher of each."""
        mine, theirs = (self.earned, self.review_time), (other.earned, other.review_time)
        if theirs > mine:
            self.earned = other.earned
            self.first_day, self.review_day = other.first_day, other.review_day
        if other.invited > self.invited:
            self.invite(other.invited, other.invited_until)
        self.points.update(other.points)
        self.spend.update(other.spend)
        self.rise(now)
