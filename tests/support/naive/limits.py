"""What a member earned and spent, one by one, and what limits leave of it.

Shares no code with `loyalty_points.domain.members.member_limits`. Days are those of the group's
zone. Instants are milliseconds since 1970.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from support.naive.time import day_of

UNLIMITED = 10**9


@dataclass(frozen=True)
class LimitRules:
    """What a program lets a member earn and redeem."""

    purchase: int = UNLIMITED
    earned_day: int = UNLIMITED
    earned_month: int = UNLIMITED
    redeemed_day: int = UNLIMITED
    redeemed_month: int = UNLIMITED
    redemptions: int = UNLIMITED
    """How many within any `span_hours`."""
    span_hours: int = 0


@dataclass(eq=False)
class Used:
    """Points earned by a purchase, or spent at once, less what was returned of them."""

    at: int
    """When the purchase was, or when they were spent."""
    points: int
    account: str
    """Whose account it was."""
    is_redemption: bool = True
    """Of points spent: not so of those sent to somebody."""


def is_same_month(one: int, other: int) -> bool:
    first, second = day_of(one, "group"), day_of(other, "group")
    return (first.year, first.month) == (second.year, second.month)


@dataclass
class NaiveUse:
    """All that one member used up of limits. Nothing is ever forgotten."""

    rules: LimitRules
    earned: list[Used] = field(default_factory=list)
    spent: list[Used] = field(default_factory=list)

    def cut(self, wanted: Sequence[int], bought: int) -> list[int]:
        """Return what a purchase gives of the points its lines would."""
        given = list(wanted)
        day, month = self.on_day(self.earned, bought), self.in_month(self.earned, bought)
        for left in (
            self.rules.purchase,
            self.rules.earned_day - sum(day),
            self.rules.earned_month - sum(month),
        ):
            given = [
                max(0, min(number, left - sum(given[:place]))) for place, number in enumerate(given)
            ]
        return given

    def may_redeem(self, number: int, now: int) -> bool:
        """Tell whether the program's limits let the member redeem so many points more."""
        redeemed = [used for used in self.spent if used.is_redemption]
        recent = [used for used in redeemed if used.at > now - self.rules.span_hours * 3_600_000]
        return (
            sum(self.on_day(redeemed, now)) + number <= self.rules.redeemed_day
            and sum(self.in_month(redeemed, now)) + number <= self.rules.redeemed_month
            and len(recent) < self.rules.redemptions
        )

    def spent_of(self, account: str, now: int) -> int:
        """Return what was spent of an account in this month."""
        return sum(self.in_month([used for used in self.spent if used.account == account], now))

    @staticmethod
    def on_day(all_used: Sequence[Used], now: int) -> Iterator[int]:
        today = day_of(now, "group")
        return (used.points for used in all_used if day_of(used.at, "group") == today)

    @staticmethod
    def in_month(all_used: Sequence[Used], now: int) -> Iterator[int]:
        return (used.points for used in all_used if is_same_month(used.at, now))
