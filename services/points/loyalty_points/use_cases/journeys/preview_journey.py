"""Tries out a journey: whom it would reach on a day, and at what cost. Writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from loyalty_chassis.callers import GROUP
from loyalty_chassis.calls import Call

from loyalty_points.domain.accounts.due import catch_up
from loyalty_points.domain.errors import JourneyNotFound
from loyalty_points.domain.instants import local_date, start_of_day, to_ms
from loyalty_points.domain.journeys.journey import Action, ActionKind, Journey
from loyalty_points.domain.journeys.reach import Outcome, Reach, at_time_of_day, outcome_of, week_of
from loyalty_points.domain.programs.program import Program
from loyalty_points.store import reaches, reading
from loyalty_points.use_cases.journeys.find_reaches import occurrences_of
from loyalty_points.use_cases.journeys.plugin_action import action_for
from loyalty_points.use_cases.parts import Parts


@dataclass(frozen=True, slots=True)
class Preview:
    """What a journey would come to on a day."""

    day: date
    reached_members: int
    left_out_members: int
    points: int
    cost_minor: int | None
    """What the points are worth, rounded up; None where they have no price."""
    currency_code: str


def preview_journey(
    parts: Parts, call: Call, journey_id: str, version: int, day: date | None
) -> Iterator[Reach | Preview]:
    """Yield each member whom a journey would reach, with the outcome, and in the end the sum.

    Raises NotGranted, ProgramNotFound, JourneyNotFound or PluginFailed.
    """
    call.caller.require_group()
    now = parts.clock()
    program = parts.book.version(version) if version else parts.book.in_force(now)
    journey = _journey(program, journey_id)
    today = day or local_date(now, program.time_zone)
    counts = dict.fromkeys(Outcome, 0)
    points: Counter[str] = Counter()
    for reach in _candidates(parts, program, journey, today):
        outcome, action = _outcome(parts, program, journey, reach, now)
        counts[outcome] += 1
        if action is not None and action.kind is ActionKind.AWARD_POINTS:
            points[action.funder] += action.points
        yield replace(reach, outcome=outcome)
    yield _added_up(program, today, counts, points)


def _journey(program: Program, journey_id: str) -> Journey:
    for journey in program.journeys:
        if journey.journey_id == journey_id:
            return journey
    raise JourneyNotFound(
        f"program {program.version} declares no journey {journey_id!r}",
        {"journey_id": journey_id, "program_version": program.version},
    )


def _candidates(parts: Parts, program: Program, journey: Journey, today: date) -> Iterator[Reach]:
    """Yield who waits for the journey until the day is over, and to whom it happens that day."""
    ends = start_of_day(date.fromordinal(today.toordinal() + 1), program.time_zone)
    for waiting in reaches.waiting_reaches(journey.journey_id):
        if waiting.due_time < ends:
            yield waiting
    due = at_time_of_day(today, program.journey_policy.run_at, program.time_zone)
    for member, occurrence in occurrences_of(parts, program, journey, today):
        reach = Reach(journey.journey_id, member.member_id, occurrence, due)
        if occurrence and reaches.read_reach(reach.reach_id) is None:
            yield reach


def _outcome(
    parts: Parts, program: Program, journey: Journey, reach: Reach, now: datetime
) -> tuple[Outcome, Action | None]:
    """Return what would come of a reach, and what would be done, if something would."""
    member = reading.read_member(reach.member_id)
    if member.frozen_reason or member.close_time or member.member_id != reach.member_id:
        return Outcome.GONE, None
    account = reading.read_account(member.account_id or member.member_id)
    catch_up(account, to_ms(now))
    available = account.balance(to_ms(now)).available_points
    policy = program.journey_policy
    week = week_of(reach.due_time, program.time_zone)
    count = reaches.read_week(member.member_id, week) if policy.max_per_week else 0
    outcome = outcome_of(journey, policy, member, available, count)
    if outcome is not Outcome.REACHED:
        return outcome, None
    action = action_for(parts, program, journey, reach, member, reach.due_time)
    return (outcome if action else Outcome.NOT_MEANT), action


def _added_up(
    program: Program, today: date, counts: dict[Outcome, int], points: Mapping[str, int]
) -> Preview:
    """Return what it comes to; `points` by who pays for them."""
    reached = counts[Outcome.REACHED]
    cost, currency_code = None, ""
    if program.clearing and points:
        prices = program.clearing
        worth = sum(
            (count * prices.per_point(funder, GROUP) for funder, count in points.items()),
            start=Fraction(),
        )
        cost, currency_code = (-(-worth.numerator // worth.denominator), prices.currency_code)
    return Preview(
        day=today,
        reached_members=reached,
        left_out_members=sum(counts.values()) - reached,
        points=sum(points.values()),
        cost_minor=cost,
        currency_code=currency_code,
    )
