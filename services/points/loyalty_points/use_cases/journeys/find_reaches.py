"""Finds whom the journeys that go by days are to reach on a day.

Each is kept under a name that says journey, member and occurrence: so it may be found
twice, or by two workers, and is there once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

import structlog
from loyalty_chassis.errors import PluginFailed

from loyalty_points.domain.errors import ProgramNotFound
from loyalty_points.domain.instants import local_date
from loyalty_points.domain.journeys.day_marks import marks_for
from loyalty_points.domain.journeys.journey import Journey, TriggerKind
from loyalty_points.domain.journeys.occurrences import BY_DAY, occurrence_on
from loyalty_points.domain.journeys.reach import Reach
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.programs.program import Program
from loyalty_points.store import reaches
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.purchases.facts import member_fact, see_on

logger = structlog.get_logger()


class DailyReaches:
    """Keeps the reaches of a day in slices. For one worker; another begins from the start."""

    def __init__(self, parts: Parts, reaches_max: int) -> None:
        """Look at up to so many at once."""
        self._parts = parts
        self._reaches_max = reaches_max
        self._due: datetime | None = None
        self._left: Iterator[Reach | None] = iter(())

    def run(self, due: datetime) -> int:
        """Keep the next reaches of the day on which `due` lies; return how many were looked at."""
        if self._due != due:
            self._left = reaches_on_day(self._parts, due)
        self._due = None  # where it fails in the midst, it begins anew
        found = list(islice(self._left, self._reaches_max))
        for reach in found:
            if reach is None:
                continue
            reaches.keep_reach(self._parts.unit_of_work, reach)
        self._due = due
        return len(found)


def reaches_on_day(parts: Parts, due: datetime) -> Iterator[Reach | None]:
    """Yield a reach for each journey and member to whom it happens on that day.

    None for a member whom a plugin was asked about in vain: so that slices stay short.
    """
    try:
        program = parts.book.in_force(due)
    except ProgramNotFound:
        return
    today = local_date(due, program.time_zone)
    for journey in program.journeys:
        try:
            for member, occurrence in occurrences_of(parts, program, journey, today):
                yield (
                    Reach(journey.journey_id, member.member_id, occurrence, due)
                    if occurrence
                    else None
                )
        except PluginFailed as failed:  # its own journey ends for that day, and no other
            logger.warning("journey ends", journey=journey.journey_id, problem=str(failed))


def occurrences_of(
    parts: Parts, program: Program, journey: Journey, today: date
) -> Iterator[tuple[Member, str]]:
    """Yield whom a journey would be for on a local day, its condition not asked.

    The name is empty for those whom a plugin was asked about in vain. Raises PluginFailed.
    """
    trigger = journey.trigger
    if trigger.kind is TriggerKind.PLUGIN:
        yield from _by_plugin(parts, program, trigger.plugin, today)
    if trigger.kind not in BY_DAY:
        return
    for member in reaches.members_marked(marks_for(trigger, today)):
        occurrence = occurrence_on(trigger, member, today, program.time_zone)
        if occurrence:
            yield member, occurrence


def _by_plugin(
    parts: Parts, program: Program, plugin: str, today: date
) -> Iterator[tuple[Member, str]]:
    rules = parts.book.rules(program).journeys
    for member in reaches.all_members():
        fact = member_fact(see_on(member, today, program), member.enroll_time)
        for occurrence in rules.occurrences(plugin, fact, today) or ("",):
            yield member, occurrence
