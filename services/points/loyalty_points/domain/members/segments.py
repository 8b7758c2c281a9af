"""Segments: how lately, how often and for how much a member bought, as codes.

All of it follows from what was bought on which local day. Purchases add to a day and returns
take from the day of their purchase, so that the order in which they become known is all the
same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from loyalty_points.domain.programs.segment_policy import SegmentPolicy

KEPT_DAYS = 1096
"""How long single days are kept: the longest window, so that a new policy needs no rebuild."""

Days = Mapping[str, tuple[int, int]]
"""By day, "YYYY-MM-DD": how many purchases, and their net amount in minor units."""


@dataclass(slots=True)
class Bought:
    """What a member bought, by business and local day, less what was returned."""

    days: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    earlier: dict[str, int] = field(default_factory=dict)
    """By business, purchases of days that are not kept any more."""

    def add(self, business_id: str, day: str, purchase_count: int, net_amount_minor: int) -> None:
        """Add to a day; numbers below zero take from it, also ahead of what they take."""
        days = self.days.setdefault(business_id, {})
        count, net = days.get(day, (0, 0))
        days[day] = (count + purchase_count, net + net_amount_minor)
        if days[day] == (0, 0):
            del days[day]
        if not days:
            del self.days[business_id]

    def add_all(self, other: Bought) -> None:
        """Add what another member bought who was found to be the same."""
        for business_id, days in other.days.items():
            for day, (count, net) in days.items():
                self.add(business_id, day, count, net)
        for business_id, count in other.earlier.items():
            self._add_earlier(business_id, count)

    def fold(self, today: date) -> None:
        """Keep only the number of the purchases whose day is more than 1096 days ago."""
        oldest = (today - timedelta(days=KEPT_DAYS)).isoformat()
        for business_id, days in list(self.days.items()):
            for day, (count, net) in list(days.items()):
                if day < oldest:
                    self.add(business_id, day, -count, -net)
                    self._add_earlier(business_id, count)

    def _add_earlier(self, business_id: str, count: int) -> None:
        total = self.earlier.pop(business_id, 0) + count
        if total:
            self.earlier[business_id] = total


@dataclass(frozen=True, slots=True)
class Terms:
    """What a program says that segments follow from."""

    policy: SegmentPolicy | None
    """None where there are no segments."""
    currencies: Mapping[str, str]
    """Of the program's businesses, by id."""
    time_zone: str


def segments_of(bought: Bought, terms: Terms, today: date) -> tuple[str, ...]:
    """Return the codes of the segments on a local day, in order of the alphabet."""
    policy = terms.policy
    if policy is None:
        return ()
    codes: list[str] = []
    has_one_currency = len(set(terms.currencies.values())) == 1
    codes += _codes(list(bought.days.values()), bought.earlier.values(), policy, today)
    if not has_one_currency:
        codes = [code for code in codes if not code.startswith("monetary.")]
    for business_id in terms.currencies:
        days = bought.days.get(business_id, {})
        earlier = (bought.earlier.get(business_id, 0),)
        codes += (f"{business_id}.{code}" for code in _codes([days], earlier, policy, today))
    return tuple(sorted(codes))


def next_change(bought: Bought, terms: Terms, today: date) -> date | None:
    """Return the first later day on which time alone may change a segment; None for never."""
    if terms.policy is None:
        return None
    return min((day for day in _turns(bought, terms.policy) if day > today), default=None)


def _turns(bought: Bought, policy: SegmentPolicy) -> Iterator[date]:
    """Yield the days on which something leaves the window, or a business's last day grows old."""
    for days in bought.days.values():
        for day in days:
            yield date.fromisoformat(day) + timedelta(days=policy.window_days)
        last = _last_day([days])
        if last is not None:
            yield last + timedelta(days=policy.active_days + 1)
            yield last + timedelta(days=policy.at_risk_days + 1)


def _codes(
    each_days: Sequence[Days], earlier: Iterable[int], policy: SegmentPolicy, today: date
) -> Iterator[str]:
    last = _last_day(each_days)
    if last is not None:
        yield _recency((today - last).days, policy)
    elif sum(earlier) > 0:
        yield "lost"
    oldest = (today - timedelta(days=policy.window_days - 1)).isoformat()
    within = [sums for days in each_days for day, sums in days.items() if day >= oldest]
    count, net = sum(each[0] for each in within), sum(each[1] for each in within)
    if count > 0 and policy.frequency_counts:
        yield f"frequency.{_level(count, policy.frequency_counts)}"
    if count > 0 and policy.monetary_amounts_minor:
        yield f"monetary.{_level(net, policy.monetary_amounts_minor)}"


def _last_day(each_days: Sequence[Days]) -> date | None:
    bought_on = (day for days in each_days for day, (count, _) in days.items() if count > 0)
    last = max(bought_on, default="")
    return date.fromisoformat(last) if last else None


def _recency(days_ago: int, policy: SegmentPolicy) -> str:
    if days_ago <= policy.active_days:
        return "active"
    return "at_risk" if days_ago <= policy.at_risk_days else "lost"


def _level(value: int, thresholds: Sequence[int]) -> int:
    """Return 1, and one more for each threshold that is reached."""
    return 1 + sum(value >= threshold for threshold in thresholds)
