"""One member whom one journey is to reach, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from loyalty_points.domain.instants import local_date, zone
from loyalty_points.domain.journeys.journey import Condition, Journey, JourneyPolicy
from loyalty_points.domain.members.member import Member


class Outcome(StrEnum):
    """What came of a reach."""

    WAITING = "waiting"
    REACHED = "reached"
    NOT_MEANT = "not_meant"
    """The condition did not hold of the member."""
    OVER_CAP = "over_cap"
    """The member was reached as often as may be within the week."""
    FAILED = "failed"
    """It could not be done, and never will: the worker's log says why."""
    GONE = "gone"
    """The member was closed or is frozen, or the program has no such journey any more."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A journey, a member and an occurrence: there is one of each at most."""

    journey_id: str
    member_id: str
    occurrence: str
    due_time: datetime
    """From when on it may act."""
    outcome: Outcome = Outcome.WAITING
    act_time: datetime | None = None
    """When it was decided."""
    entry_id: str = ""
    """The entry that gave points."""
    event_id: str = ""
    """The event that was published."""

    @property
    def reach_id(self) -> str:
        """What there is one of."""
        return f"{self.journey_id}|{self.member_id}|{self.occurrence}"


def holds(
    condition: Condition, member: Member, segments: frozenset[str], available_points: int
) -> bool:
    """Tell whether a condition holds of a member."""
    tags = set(member.attributes.tags)
    home = member.attributes.home_business_id
    return (
        (not condition.any_tags or not tags.isdisjoint(condition.any_tags))
        and tags.isdisjoint(condition.no_tags)
        and (not condition.tier_ids or member.tier_id in condition.tier_ids)
        and (not condition.any_segments or not segments.isdisjoint(condition.any_segments))
        and (not condition.home_business_ids or home in condition.home_business_ids)
        and available_points >= condition.min_available_points
    )


def outcome_of(
    journey: Journey, policy: JourneyPolicy, member: Member, available_points: int, week_count: int
) -> Outcome:
    """Return what a reach of an active member comes to, were it acted on now."""
    if not holds(journey.condition, member, frozenset(member.segments), available_points):
        return Outcome.NOT_MEANT
    if policy.max_per_week and week_count >= policy.max_per_week:
        return Outcome.OVER_CAP
    return Outcome.REACHED


def end_of_quiet(policy: JourneyPolicy, now: datetime, zone_name: str) -> datetime:
    """Return `now`, or when members may be reached again where they are left alone now."""
    if not policy.quiet_start:
        return now
    local = now.astimezone(zone(zone_name))
    start, end = time.fromisoformat(policy.quiet_start), time.fromisoformat(policy.quiet_end)
    at = local.time().replace(fold=0)
    is_over_night = end < start
    is_quiet = (at >= start or at < end) if is_over_night else start <= at < end
    if not is_quiet:
        return now
    day = local.date()
    if is_over_night and at >= start:
        day += timedelta(days=1)
    return max(now, at_time_of_day(day, policy.quiet_end, zone_name))


def at_time_of_day(day: date, text: str, zone_name: str) -> datetime:
    """Return the instant of a local time of day, "HH:MM"; of two, the first.

    One that the clocks skip is as much later as they jump.
    """
    local = datetime.combine(day, time.fromisoformat(text), zone(zone_name))
    return local.astimezone(UTC)


def week_of(now: datetime, zone_name: str) -> str:
    """Return the week, "YYYY-Www" as ISO 8601 counts them, in which an instant lies there."""
    year, week, _ = local_date(now, zone_name).isocalendar()
    return f"{year}-W{week:02}"
