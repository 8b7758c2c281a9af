"""The typed front door to what a program's plugins say of journeys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from loyalty_chassis.callers import GROUP
from loyalty_chassis.errors import Violation
from loyalty_chassis.plugins.host import PluginHost, failed
from loyalty_sdk import JourneyOccurrence, JourneyStep, Member

from loyalty_points.domain.journeys.journey import Action, ActionKind
from loyalty_points.domain.programs.program import Program

SETS_OFF, TAKES_STEP = "set_off_journeys", "take_journey_step"


class JourneyRules:
    """The group's plugins under one program, asked one by one about journeys."""

    def __init__(self, host: PluginHost) -> None:
        """Ask the plugins of `host`."""
        self._host = host

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
            plugin, SETS_OFF, JourneyOccurrence, member=member, today=today
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
