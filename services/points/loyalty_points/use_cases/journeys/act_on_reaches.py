"""Does what journeys are to do for the members whom they reach.

What is done and that it was done are committed together, guarded by what was read of the
reach: so two workers, or one that is killed and started again, do it once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from loyalty_chassis.errors import Conflict, LoyaltyError, PluginFailed
from loyalty_chassis.events.outbox import to_outbox
from loyalty_chassis.storage.retrying import retrying
from loyalty_chassis.storage.writes import DuplicateKey, LostRace, Write

from loyalty_points.domain.errors import MemberClosed, MemberFrozen, MemberNotFound
from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.journeys.journey import Action, ActionKind, Journey, TriggerKind
from loyalty_points.domain.journeys.occurrences import still_expires
from loyalty_points.domain.journeys.reach import (
    Outcome,
    Reach,
    end_of_quiet,
    outcome_of,
    week_of,
)
from loyalty_points.domain.programs.program import Program
from loyalty_points.events.journey_reached import journey_reached
from loyalty_points.store import reaches
from loyalty_points.use_cases import journal, up_to_date
from loyalty_points.use_cases.journeys.journey_award import award
from loyalty_points.use_cases.journeys.plugin_action import action_for
from loyalty_points.use_cases.parts import Parts

SECONDS_PER_REACH = 10.0
LATER = timedelta(minutes=10)
"""After what nobody foresaw."""
NOBODY_THERE = (MemberClosed, MemberFrozen, MemberNotFound)

logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Case:
    """What is decided on: a reach, and the state that goes into the decision."""

    reach: Reach
    program: Program
    journey: Journey
    draft: journal.Draft

    @property
    def now(self) -> datetime:
        """The instant of the decision."""
        return self.draft.now


def acting(parts: Parts, count: int) -> Callable[[], int]:
    """Return what acts on about so many reaches that are due, and says on how many."""
    waiting = reaches.WaitingReaches()
    return lambda: act_on_reaches(parts, waiting, count)


def act_on_reaches(parts: Parts, waiting: reaches.WaitingReaches, count: int) -> int:
    """Decide on about so many reaches that are due; return on how many.

    One that cannot be decided on is left waiting, and keeps no other waiting.
    """
    due = waiting.due(to_ms(parts.clock()), count)
    return sum(_act_or_leave(parts, reach) for reach in due)


def _act_or_leave(parts: Parts, reach: Reach) -> bool:
    try:
        retrying(lambda: act_on_reach(parts, reach), SECONDS_PER_REACH)
    except Conflict:  # others keep changing the account
        return False
    except PluginFailed as failed:  # its next version may know better
        logger.warning("journey waits", reach=reach.reach_id, problem=str(failed))
        return _put(parts, replace(reach, due_time=parts.clock() + LATER), reach)
    except LoyaltyError:
        logger.exception("journey cannot act", reach=reach.reach_id)
        return _put(parts, replace(reach, outcome=Outcome.FAILED, act_time=parts.clock()), reach)
    except Exception:  # one reach must not keep all others waiting; raises again without a database
        logger.exception("journey failed", reach=reach.reach_id)
        return _put(parts, replace(reach, due_time=parts.clock() + LATER), reach)
    return True


def _put(parts: Parts, after: Reach, before: Reach) -> bool:
    return parts.unit_of_work.update(reaches.decide(before, after))


def act_on_reach(parts: Parts, reach: Reach) -> Reach:
    """Decide on a reach and do what follows; return what came of it.

    Raises LostRace where the account or the reach was changed meanwhile, PluginFailed, and
    whatever giving points raises.
    """
    current = reaches.read_reach(reach.reach_id)
    if current is None or current.outcome is not Outcome.WAITING:
        return current or reach
    now = parts.clock()
    program = parts.book.in_force(now)
    journey = next((each for each in program.journeys if each.journey_id == reach.journey_id), None)
    if journey is None:
        return _ended(parts, current, Outcome.GONE, now)
    later = end_of_quiet(program.journey_policy, now, program.time_zone)
    if later > now:
        return _kept(parts, current, replace(current, due_time=later))
    try:
        draft = up_to_date.read(parts, reach.member_id)
        draft.member.require_active()
    except NOBODY_THERE:
        return _ended(parts, current, Outcome.GONE, now)
    if draft.member.member_id != reach.member_id:  # found to be another, who has reaches too
        return _ended(parts, current, Outcome.GONE, now)
    return _acted(parts, Case(current, program, journey, draft))


def _acted(parts: Parts, case: Case) -> Reach:
    """Do what the journey is to do, where it is meant for the member and within the cap."""
    member, policy = case.draft.member, case.program.journey_policy
    available = case.draft.account.balance(case.draft.now_ms).available_points
    week = week_of(case.now, case.program.time_zone)
    count = reaches.read_week(member.member_id, week) if policy.max_per_week else 0
    outcome = outcome_of(case.journey, policy, member, available, count)
    if outcome is Outcome.REACHED and not _still_happens(case):
        outcome = Outcome.NOT_MEANT
    if outcome is not Outcome.REACHED:
        return _ended(parts, case.reach, outcome, case.now)
    counted = (reaches.count_week(member.member_id, week, count),) if policy.max_per_week else ()
    action = action_for(parts, case.program, case.journey, case.reach, member, case.now)
    if action is None:
        return _ended(parts, case.reach, Outcome.NOT_MEANT, case.now)
    try:
        return _done(parts, case, action, counted)
    except DuplicateKey as duplicate:  # another reach of the same member came first
        raise LostRace(duplicate.model.__name__) from duplicate


def _still_happens(case: Case) -> bool:
    """Tell whether points that were to expire are there still; true of all else."""
    if case.journey.trigger.kind is not TriggerKind.POINTS_EXPIRING:
        return True
    return still_expires(case.draft.account, case.reach.occurrence, case.program.time_zone)


def _done(parts: Parts, case: Case, action: Action, counted: Sequence[Write]) -> Reach:
    """Commit what is done, that it was, and that it counts."""
    if action.kind is ActionKind.AWARD_POINTS:
        entry = award(case.draft, case.program, case.journey, action)
        after = _reached(case, entry_id=entry.entry_id)
        more = [reaches.decide(case.reach, after), *counted]
        journal.append(parts, case.draft, entry, None, more=more)
        return after
    event = journey_reached(case.reach, action, case.draft.account.account_id, case.now)
    after = _reached(case, event_id=event.event_id)
    parts.unit_of_work.commit([reaches.decide(case.reach, after), *counted, to_outbox([event])])
    return after


def _reached(case: Case, entry_id: str = "", event_id: str = "") -> Reach:
    return replace(
        case.reach,
        outcome=Outcome.REACHED,
        act_time=case.now,
        entry_id=entry_id,
        event_id=event_id,
    )


def _ended(parts: Parts, before: Reach, outcome: Outcome, now: datetime) -> Reach:
    return _kept(parts, before, replace(before, outcome=outcome, act_time=now))


def _kept(parts: Parts, before: Reach, after: Reach) -> Reach:
    """Write down what came of a reach. Raises LostRace where another worker did."""
    if not parts.unit_of_work.update(reaches.decide(before, after)):
        raise LostRace("reach")
    return after
