"""The typed front door to the rules: a program's plugins, ready to be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

import structlog
from loyalty_chassis.callers import GROUP
from loyalty_chassis.errors import PluginFailed, Violation
from loyalty_chassis.plugins.host import Answer, ConfiguredPlugin, PluginHost, failed
from loyalty_chassis.plugins.registry import InstalledPlugin, PluginRegistry
from loyalty_chassis.plugins.telling import traceback_of
from loyalty_chassis.plugins.time_limit import Marker, PluginTime, PluginTimeIsUp
from loyalty_sdk import BurnTerms, Member, PointsAward, Purchase
from pydantic import BaseModel, ValidationError

from loyalty_points.domain.programs.program import PluginConfig, Program
from loyalty_points.domain.purchases.earning import ProposedAward
from loyalty_points.journey_rules import JourneyRules

T = TypeVar("T")

Decision = TypeVar("Decision", PointsAward, BurnTerms)

logger = structlog.get_logger()


class BusinessRules:
    """The rules of one business and of the group, under one program."""

    def __init__(self, business_id: str, host: PluginHost) -> None:
        """Ask the plugins of `host`."""
        self._business_id = business_id
        self._host = host
        self.plugins = tuple(
            f"{plugin.installed.name} {plugin.installed.version}" for plugin in host.plugins
        )

    def within_time(self, work: Callable[[Marker], T]) -> T:
        """Run `work`, which asks what it wants, within the time limit. Raises PluginFailed."""
        return self._host.within_time(work)

    def offer_burn_terms(
        self, purchase: Purchase, member: Member, marker: Marker
    ) -> list[tuple[str, BurnTerms]]:
        """Return every offer with its plugin's name. Raises PluginFailed."""
        answers = self._host.ask(
            "offer_burn_terms", BurnTerms, marker, purchase=purchase, member=member
        )
        line_ids = _line_ids(purchase)
        return [
            (answer.plugin.installed.name, terms)
            for answer in answers
            for terms in self._about(line_ids, answer)
        ]

    def award_points(
        self, purchase: Purchase, member: Member, marker: Marker
    ) -> list[ProposedAward]:
        """Return every award proposed, in order of plugin. Raises PluginFailed."""
        answers = self._host.ask(
            "award_points", PointsAward, marker, purchase=purchase, member=member
        )
        line_ids = _line_ids(purchase)
        return [
            self._proposal(answer.plugin, award)
            for answer in answers
            for award in self._about(line_ids, answer)
        ]

    def _about(self, line_ids: frozenset[str], answer: Answer[Decision]) -> Iterator[Decision]:
        """Return the decisions, all about these lines."""
        for decision in answer.decisions:
            if not line_ids.issuperset(decision.line_ids):
                raise failed(answer.plugin, "gave a wrong answer: it names an unknown line")
            yield decision

    def _proposal(self, plugin: ConfiguredPlugin, award: PointsAward) -> ProposedAward:
        funder = self._funder(plugin, award)
        name = plugin.installed.name
        return ProposedAward(name, plugin.is_group_wide, funder, award, award.points)

    def _funder(self, plugin: ConfiguredPlugin, award: PointsAward) -> str:
        """Return who pays. A business's plugin may spend its own business's money only."""
        own = GROUP if plugin.is_group_wide else self._business_id
        funder = award.funder or own
        if funder != own and not (plugin.is_group_wide and funder == self._business_id):
            raise failed(plugin, f"gave a wrong answer: {funder!r} does not pay for its awards")
        return funder


def _line_ids(purchase: Purchase) -> frozenset[str]:
    return frozenset(line.line_id for line in purchase.lines)


class ProgramRules:
    """The rules of every business, under one program."""

    def __init__(
        self, program: Program, rules: Mapping[str, BusinessRules], journeys: JourneyRules
    ) -> None:
        """Hold a program, its businesses' rules, and what its plugins say of journeys."""
        self.program = program
        self.journeys = journeys
        self._rules = rules

    def of(self, business_id: str) -> BusinessRules:
        """Return the rules of a business of the program."""
        return self._rules[business_id]

    @property
    def plugins(self) -> tuple[str, ...]:
        """What would run where: "business plugin version"."""
        return tuple(
            f"{business_id} {plugin}"
            for business_id, rules in self._rules.items()
            for plugin in rules.plugins
        )


class RulesCompiler:
    """Turns a program into rules that can be asked."""

    def __init__(self, registry: PluginRegistry, time: PluginTime) -> None:
        """Take plugins from `registry`; those of one call are asked within `time`."""
        self._registry = registry
        self._time = time

    def compile(self, program: Program) -> ProgramRules:
        """Return the program's rules. Raises PluginFailed where this server lacks a plugin."""
        violations: list[Violation] = []
        rules = self.try_compile(program, violations)
        if violations:
            raise PluginFailed(
                f"program {program.version} cannot run here: {violations[0].description}",
                {"program_version": program.version, "plugin": violations[0].field},
            )
        return rules

    def try_compile(self, program: Program, violations: list[Violation]) -> ProgramRules:
        """Return the program's rules, noting each plugin or setting that is wrong."""
        group = self._configure(
            program.group_plugins, "program.group_plugins", violations, is_group_wide=True
        )
        if len({plugin.installed.name for plugin in group}) < len(group):
            violations.append(Violation("program.group_plugins", "must not repeat a plugin"))
        rules = {}
        for index, business in enumerate(program.businesses):
            path = f"program.businesses[{index}].plugins"
            own = self._configure(business.plugins, path, violations, is_group_wide=False)
            unique = {plugin.installed.name: plugin for plugin in (*group, *own)}
            if len(unique) < len(group) + len(own):
                violations.append(Violation(path, "must not repeat a plugin, nor the group's"))
            host = PluginHost(unique.values(), self._time)
            rules[business.business_id] = BusinessRules(business.business_id, host)
        unique = {plugin.installed.name: plugin for plugin in group}
        return ProgramRules(program, rules, JourneyRules(PluginHost(unique.values(), self._time)))

    def _configure(
        self,
        configs: Sequence[PluginConfig],
        path: str,
        violations: list[Violation],
        *,
        is_group_wide: bool,
    ) -> list[ConfiguredPlugin]:
        configured = []
        for index, config in enumerate(configs):
            installed = self._registry.plugins.get(config.plugin)
            if installed is None:
                known = ", ".join(self._registry.plugins) or "none"
                description = (
                    f"no plugin {config.plugin!r} was installed when the service started; "
                    f"there were: {known}"
                )
                violations.append(Violation(f"{path}[{index}].plugin", description))
                continue
            where = f"{path}[{index}].settings_json"
            settings = self._read_settings(installed, config.settings_json, where, violations)
            if settings is not None:
                configured.append(ConfiguredPlugin(installed, settings, is_group_wide))
        return configured

    def _read_settings(
        self,
        installed: InstalledPlugin,
        settings_json: str,
        path: str,
        violations: list[Violation],
    ) -> BaseModel | None:
        """Return the settings, or note what is wrong: a validator is the plugin's own code."""

        def check(marker: Marker) -> _Checked:
            marker.enter(installed.name)
            try:
                return _checked(installed.settings_model, settings_json, path)
            except BaseException as error:  # noqa: BLE001  # even SystemExit is the plugin's own
                return _Checked(problem=traceback_of(error))

        try:
            checked = self._time.run(check)
        except PluginTimeIsUp:
            checked = _Checked(problem="did not answer in time")
        if checked.problem:
            name = installed.name
            logger.error("settings could not be checked", plugin=name, exception=checked.problem)
            violations.append(Violation(path, f"plugin {name!r} failed to check them"))
        violations += checked.violations
        return checked.settings


class _Checked(NamedTuple):
    """What came of checking a plugin's settings: all of it made within its time."""

    settings: BaseModel | None = None
    violations: Sequence[Violation] = ()
    problem: str = ""


def _checked(model: type[BaseModel], settings_json: str, path: str) -> _Checked:
    try:
        return _Checked(model.model_validate_json(settings_json))
    except ValidationError as error:
        return _Checked(violations=_violations(error, path))


def _violations(error: ValidationError, path: str) -> list[Violation]:
    return [
        Violation(path + "".join(_step(part) for part in problem["loc"]), problem["msg"])
        for problem in error.errors(include_url=False, include_input=False, include_context=False)
    ]


def _step(part: int | str) -> str:
    return f"[{part}]" if isinstance(part, int) else f".{part}"
