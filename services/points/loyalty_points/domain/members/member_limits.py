"""What one member may earn and redeem in a time.

Earned points count on the day of their purchase, and what is over is cut. Redeemed points
count when they are redeemed, by the server's clock, and what is over is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from loyalty_chassis.errors import LimitReached
from loyalty_sdk import INT64_MAX

from loyalty_points.domain.instants import (
    add_months,
    local_date,
    rfc3339,
    start_of_day,
)
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.programs.program import MemberLimits
from loyalty_points.domain.purchases.earning import ProposedAward, cut_together

EARNED_DAY = "member-day"
EARNED_MONTH = "member-month"
REDEEMED_DAY = "redeemed-day"
REDEEMED_MONTH = "redeemed-month"
REDEMPTIONS = "redemptions"
SHARED_MONTH = "household-month"


@dataclass(frozen=True, slots=True)
class _Limit:
    """A limit in the window of an instant."""

    name: str
    window: str
    maximum: int | None
    """None where it is only counted."""
    free_time: datetime
    """When the next window begins."""
    counter: str
    """Under which name it is counted."""


def within_earned_limits(
    proposals: Sequence[ProposedAward], member: Member, limits: MemberLimits, day: date
) -> Sequence[ProposedAward]:
    """Cut proposals, in order, to what the member may still earn on a day and in its month."""
    for name, window, maximum in _earned(limits, day):
        if maximum:
            proposals = cut_together(proposals, maximum - member.counted(name, window), name)
    return proposals


def count_earned(member: Member, limits: MemberLimits, points: int, day: date, oldest: str) -> None:
    """Count points earned on a day; forget days before `oldest`, "YYYY-MM-DD"."""
    for name, window, maximum in _earned(limits, day):
        if maximum and points:
            member.count(name, window, points, oldest)


def give_back_earned(member: Member, points: int, day: date) -> None:
    """Let points be earned again that were taken back; `day` is that of their purchase.

    In the program's zone. Without effect where they were not counted, or are forgotten.
    """
    for name, window in ((EARNED_DAY, _day(day)), (EARNED_MONTH, _month(day))):
        member.count(name, window, -points, "")


def count_redemption(
    member: Member, limits: MemberLimits, points: int, now: datetime, zone_name: str
) -> None:
    """Count a redemption of `points` now. Raises LimitReached, having counted nothing."""
    redeemed = [*_redeemed(limits, now, zone_name), *_shared(member, now, zone_name)]
    for limit in redeemed:
        _require_within(member, limit, points)
    _require_pace(member, limits, now)
    for limit in redeemed:
        member.count(limit.counter, limit.window, points, limit.window)
    if limits.max_redemptions:
        member.count(REDEMPTIONS, rfc3339(now), 1, rfc3339(_span_start(limits, now)))


def give_back_redeemed(
    member: Member, points: int, redeem_time: datetime, zone_name: str, shared_account_id: str
) -> None:
    """Let points be redeemed again that came back; `redeem_time` is the original's record time.

    `shared_account_id` names another's account that they were spent of; empty for one's own.
    The redemption itself stays counted: how fast it was made is not undone.
    """
    day = local_date(redeem_time, zone_name)
    windows = [(REDEEMED_DAY, _day(day)), (REDEEMED_MONTH, _month(day))]
    if shared_account_id:
        windows.append((_shared_counter(shared_account_id), _month(day)))
    for name, window in windows:
        member.count(name, window, -points, "")


def redeemable(member: Member, limits: MemberLimits, now: datetime, zone_name: str) -> int:
    """Return how many points the limits let the member redeem now, in one redemption."""
    if limits.max_redemptions and len(_recent(member, limits, now)) >= limits.max_redemptions:
        return 0
    left = (
        limit.maximum - member.counted(limit.counter, limit.window)
        for limit in (*_redeemed(limits, now, zone_name), *_shared(member, now, zone_name))
        if limit.maximum is not None
    )
    return max(0, min(left, default=INT64_MAX))


def _earned(limits: MemberLimits, day: date) -> Iterator[tuple[str, str, int]]:
    yield EARNED_DAY, _day(day), limits.max_earned_points_per_day
    yield EARNED_MONTH, _month(day), limits.max_earned_points_per_month


def _redeemed(limits: MemberLimits, now: datetime, zone_name: str) -> Iterator[_Limit]:
    today = local_date(now, zone_name)
    if maximum := limits.max_redeemed_points_per_day:
        tomorrow = start_of_day(today + timedelta(days=1), zone_name)
        yield _Limit(REDEEMED_DAY, _day(today), maximum, tomorrow, REDEEMED_DAY)
    if maximum := limits.max_redeemed_points_per_month:
        next_month = start_of_day(add_months(today.replace(day=1), 1), zone_name)
        yield _Limit(REDEEMED_MONTH, _month(today), maximum, next_month, REDEEMED_MONTH)


def count_shared(member: Member, points: int, now: datetime, zone_name: str) -> None:
    """Count points that a member spends of a shared account in another way. Raises LimitReached."""
    for limit in _shared(member, now, zone_name):
        _require_within(member, limit, points)
        member.count(limit.counter, limit.window, points, limit.window)


def _shared(member: Member, now: datetime, zone_name: str) -> Iterator[_Limit]:
    """Yield what the member may spend of another's account.

    It is counted without a limit too, as one may be set later in the month.
    """
    if member.account_id:
        today = local_date(now, zone_name)
        next_month = start_of_day(add_months(today.replace(day=1), 1), zone_name)
        counter, maximum = _shared_counter(member.account_id), member.monthly_spend_limit
        yield _Limit(SHARED_MONTH, _month(today), maximum, next_month, counter)


def _shared_counter(account_id: str) -> str:
    """Return the name under which is counted what a member spends of another's account."""
    return f"{SHARED_MONTH}|{account_id}"


def _require_within(member: Member, limit: _Limit, points: int) -> None:
    if limit.maximum is None:
        return
    used = member.counted(limit.counter, limit.window)
    if used + points > limit.maximum:
        raise LimitReached(
            f"{used} of {limit.maximum} points were redeemed in {limit.window}, and {points} "
            "are to be",
            {
                "limit": limit.name,
                "window": limit.window,
                "maximum": limit.maximum,
                "used": used,
                "requested": points,
                "free_time": rfc3339(limit.free_time),
            },
        )


def _require_pace(member: Member, limits: MemberLimits, now: datetime) -> None:
    recent = _recent(member, limits, now)
    if not limits.max_redemptions or len(recent) < limits.max_redemptions:
        return
    first_to_leave = recent[len(recent) - limits.max_redemptions]
    raise LimitReached(
        f"there were {len(recent)} redemptions within {limits.redemption_span_seconds} s",
        {
            "limit": REDEMPTIONS,
            "window": f"{limits.redemption_span_seconds}s",
            "maximum": limits.max_redemptions,
            "used": len(recent),
            "free_time": rfc3339(first_to_leave + _span(limits)),
        },
    )


def _recent(member: Member, limits: MemberLimits, now: datetime) -> list[datetime]:
    """Return when the redemptions were made that still count, oldest first."""
    start = rfc3339(_span_start(limits, now))
    return sorted(
        datetime.fromisoformat(known.window)
        for known in member.counters
        if known.limit == REDEMPTIONS and known.window > start
        for _ in range(known.count)
    )


def _span(limits: MemberLimits) -> timedelta:
    return timedelta(seconds=limits.redemption_span_seconds)


def _span_start(limits: MemberLimits, now: datetime) -> datetime:
    return now - _span(limits)


def _day(day: date) -> str:
    return day.isoformat()


def _month(day: date) -> str:
    return day.isoformat()[:7]
