"""Tries out a journey: whom it would reach on a day, and at what cost. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from loyalty_chassis.callers import GROUP
from loyalty_chassis.calls import Call

from loyalty_points.domain.accounts.due import catch_up
from loyalty_points.domain.errors import JourneyNotFound
from loyalty_points.domain.instants import local_date, start_of_day, to_ms
from loyalty_points.domain.journeys.journey import ActionKind, Journey
from loyalty_points.domain.journeys.reach import Outcome, Reach, at_time_of_day, outcome_of, week_of
from loyalty_points.domain.programs.program import Program
from loyalty_points.store import reaches, reading
from loyalty_points.use_cases.journeys.find_reaches import occurrences_of
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

    Raises NotGranted, ProgramNotFound or JourneyNotFound.
    """
    call.caller.require_group()
    now = parts.clock()
    program = parts.book.version(version) if version else parts.book.in_force(now)
    journey = _journey(program, journey_id)
    today = day or local_date(now, program.time_zone)
    counts = dict.fromkeys(Outcome, 0)
    for reach in _candidates(program, journey, today):
        outcome = _outcome(program, journey, reach, now)
        counts[outcome] += 1
        yield replace(reach, outcome=outcome)
    yield _added_up(program, journey, today, counts)


def _journey(program: Program, journey_id: str) -> Journey:
    for journey in program.journeys:
        if journey.journey_id == journey_id:
            return journey
    raise JourneyNotFound(
        f"program {program.version} declares no journey {journey_id!r}",
        {"journey_id": journey_id, "program_version": program.version},
    )


def _candidates(program: Program, journey: Journey, today: date) -> Iterator[Reach]:
    """Yield who waits for the journey until the day is over, and to whom it happens that day."""
    ends = start_of_day(date.fromordinal(today.toordinal() + 1), program.time_zone)
    for waiting in reaches.waiting_reaches(journey.journey_id):
        if waiting.due_time < ends:
            yield waiting
    due = at_time_of_day(today, program.journey_policy.run_at, program.time_zone)
    for member, occurrence in occurrences_of(program, journey, today):
        reach = Reach(journey.journey_id, member.member_id, occurrence, due)
        if reaches.read_reach(reach.reach_id) is None:
            yield reach


def _outcome(program: Program, journey: Journey, reach: Reach, now: datetime) -> Outcome:
    member = reading.read_member(reach.member_id)
    if member.frozen_reason or member.close_time or member.member_id != reach.member_id:
        return Outcome.GONE
    account = reading.read_account(member.account_id or member.member_id)
    catch_up(account, to_ms(now))
    available = account.balance(to_ms(now)).available_points
    policy = program.journey_policy
    week = week_of(reach.due_time, program.time_zone)
    count = reaches.read_week(member.member_id, week) if policy.max_per_week else 0
    return outcome_of(journey, policy, member, available, count)


def _added_up(
    program: Program, journey: Journey, today: date, counts: dict[Outcome, int]
) -> Preview:
    reached, action = counts[Outcome.REACHED], journey.action
    points = reached * action.points if action.kind is ActionKind.AWARD_POINTS else 0
    cost, currency_code = None, ""
    if program.clearing and points:
        worth = points * program.clearing.per_point(action.funder, GROUP)
        cost, currency_code = (
            -(-worth.numerator // worth.denominator),
            program.clearing.currency_code,
        )
    return Preview(
        day=today,
        reached_members=reached,
        left_out_members=sum(counts.values()) - reached,
        points=points,
        cost_minor=cost,
        currency_code=currency_code,
    )
