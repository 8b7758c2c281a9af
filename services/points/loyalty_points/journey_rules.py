"""The typed front door to what a program's plugins say of journeys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from loyalty_chassis.callers import GROUP
from loyalty_chassis.errors import Violation
from loyalty_chassis.plugins.host import PluginHost, failed
from loyalty_chassis.plugins.time_limit import Limit, Marker, PluginTimeIsUp
from loyalty_sdk import JourneyOccurrence, JourneyStep, Member

from loyalty_points.domain.journeys.journey import Action, ActionKind
from loyalty_points.domain.programs.program import Program

T = TypeVar("T")

SETS_OFF, TAKES_STEP = "set_off_journeys", "take_journey_step"


class JourneyRules:
    """The group's plugins under one program, asked one by one about journeys."""

    def __init__(self, host: PluginHost, limit: Limit, seconds: float) -> None:
        """Ask the plugins of `host`, each question within so many seconds."""
        self._host = host
        self._limit = limit
        self._seconds = seconds

    def violations(self, program: Program) -> list[Violation]:
        """Return which journeys name a plugin that has no answer for them."""
        known = {plugin.installed.name for plugin in self._host.plugins}
        return [
            Violation(f"program.journeys[{index}].{part}.plugin", f"{name!r} has no hook {hook}")
            for index, journey in enumerate(program.journeys)
            for part, name, hook in (
                ("trigger", journey.trigger.plugin, SETS_OFF),
                ("action", journey.action.plugin, TAKES_STEP),
            )
            if name in known and not self._host.has(name, hook)
        ]

    def occurrences(self, plugin: str, member: Member, today: date) -> Sequence[str]:
        """Return what a plugin says happened to a member. Raises PluginFailed."""
        answer = self._host.ask_plugin(
            plugin, SETS_OFF, JourneyOccurrence, self._within_time, member=member, today=today
        )
        return tuple(dict.fromkeys(each.name for each in answer.decisions))

    def action(
        self, plugin: str, member: Member, journey_id: str, occurrence: str, funders: Sequence[str]
    ) -> Action | None:
        """Return what a plugin decides to do for a member; None for nothing.

        Raises PluginFailed, also where somebody else than one of `funders` or the group
        should pay, or where there is more than one step.
        """
        answer = self._host.ask_plugin(
            plugin,
            TAKES_STEP,
            JourneyStep,
            self._within_time,
            member=member,
            journey_id=journey_id,
            occurrence=occurrence,
        )
        if not answer.decisions:
            return None
        if len(answer.decisions) > 1:
            raise failed(answer.plugin, "gave a wrong answer: more than one step")
        step = answer.decisions[0]
        if step.event_name:
            return Action(
                kind=ActionKind.PUBLISH_EVENT,
                event_name=step.event_name,
                attributes=tuple(sorted(step.attributes)),
            )
        funder = step.funder or GROUP
        if funder != GROUP and funder not in funders:
            raise failed(answer.plugin, f"gave a wrong answer: {funder!r} is no business")
        return Action(
            kind=ActionKind.AWARD_POINTS, points=step.points, funder=funder, reason=step.reason
        )

    def _within_time(self, work: Callable[[Marker], T]) -> T:
        try:
            return self._limit.run(work, self._seconds)
        except PluginTimeIsUp as late:
            raise self._host.timed_out(late.culprit) from late
