"""Asks the plugins of one business, one by one, and lets none of them do harm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import structlog
from pydantic import BaseModel

from loyalty_chassis.errors import PluginFailed
from loyalty_chassis.plugins.registry import HookCall, InstalledPlugin
from loyalty_chassis.plugins.telling import traceback_of
from loyalty_chassis.plugins.time_limit import Marker, PluginTime, PluginTimeIsUp

DECISIONS_MAX = 1000
RAISED = "raised an error"

logger = structlog.get_logger()


class Decision(Protocol):
    """A decision of the SDK checks itself when it is made."""

    def __post_init__(self) -> None:
        """Raise TypeError or ValueError unless every value is of its type and range."""


D = TypeVar("D", bound=Decision)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ConfiguredPlugin:
    """A plugin with the settings that a program gives it."""

    installed: InstalledPlugin
    settings: BaseModel
    is_group_wide: bool


class Answer(NamedTuple, Generic[D]):
    """What one plugin decided."""

    plugin: ConfiguredPlugin
    decisions: Sequence[D]


def failed(plugin: ConfiguredPlugin, problem: str) -> PluginFailed:
    """Return the failure of a plugin; `problem` completes "plugin x ..."."""
    name, version = plugin.installed.name, plugin.installed.version
    return PluginFailed(
        f"plugin {name!r} {problem}",
        {"plugin": name, "version": version, "problem": problem},
    )


def _checked(answers: list[object], decision_type: type[D]) -> Sequence[D]:
    """Return the one answer if it is a sequence of sound decisions.

    Raises TypeError or ValueError. pluggy drops None and checks no types.
    """
    if len(answers) != 1 or type(answers[0]) not in (tuple, list):
        raise TypeError(f"must answer with a tuple or list of {decision_type.__name__}")
    decisions: Any = answers[0]
    if len(decisions) > DECISIONS_MAX:
        raise ValueError(f"must answer with at most {DECISIONS_MAX} decisions")
    for decision in decisions:
        if type(decision) is not decision_type:
            raise TypeError(f"must answer with {decision_type.__name__}, not {type(decision)}")
        decision.__post_init__()
    return tuple(decisions)


class Outcome(NamedTuple):
    """What came of asking one plugin: decisions, or what is wrong."""

    decisions: Sequence[Any] = ()
    problem: str = ""
    trace: str = ""
    """Of what it raised, made within its time: the error's code is the plugin's own."""


def _outcome(
    plugin: ConfiguredPlugin,
    call: HookCall,
    decision_type: type[Decision],
    facts: Mapping[str, object],
) -> Outcome:
    """Call a plugin; never raise, and tell nobody of what it raised."""
    try:
        answer = call(settings=plugin.settings, **facts)
    except BaseException as error:  # noqa: BLE001  # even SystemExit is only the plugin's
        return Outcome(problem=RAISED, trace=traceback_of(error))
    try:
        return Outcome(_checked(answer, decision_type))
    except (TypeError, ValueError) as error:
        problem = f"gave a wrong answer: {error}"[:300]
        return Outcome(problem=problem, trace=traceback_of(error))
    except BaseException as error:  # noqa: BLE001  # a decision may be of any make
        return Outcome(problem="gave a wrong answer", trace=traceback_of(error))


def _decisions(plugin: ConfiguredPlugin, hook_name: str, outcome: Outcome) -> Sequence[Any]:
    """Return the decisions. Raises PluginFailed, after a line in the log."""
    if not outcome.problem:
        return outcome.decisions
    event = "plugin raised" if outcome.problem == RAISED else "plugin answered wrongly"
    name = plugin.installed.name
    logger.error(event, plugin=name, hook=hook_name, exception=outcome.trace)
    raise failed(plugin, outcome.problem)


class PluginHost:
    """The plugins of one business under one program, in order of name."""

    def __init__(self, plugins: Iterable[ConfiguredPlugin], time: PluginTime) -> None:
        """Ask these plugins, within `time`. Raises ValueError where two have one name."""
        self.plugins = tuple(sorted(plugins, key=lambda plugin: plugin.installed.name))
        if len({plugin.installed.name for plugin in self.plugins}) < len(self.plugins):
            raise ValueError("two plugins have one name")
        self._time = time
        self._calls: dict[str, list[tuple[ConfiguredPlugin, HookCall]]] = {}

    def _calls_of(self, hook_name: str) -> list[tuple[ConfiguredPlugin, HookCall]]:
        """Return who has the hook, in order of name, each with what calls it."""
        if hook_name not in self._calls:
            asked = [(plugin, plugin.installed.hook(hook_name)) for plugin in self.plugins]
            self._calls[hook_name] = [(plugin, call) for plugin, call in asked if call]
        return self._calls[hook_name]

    def within_time(self, work: Callable[[Marker], T]) -> T:
        """Run `work`, which asks what it wants, within the time limit. Raises PluginFailed."""
        try:
            return self._time.run(work)
        except PluginTimeIsUp as late:
            raise self._timed_out(late.culprit) from late

    def ask(
        self, hook_name: str, decision_type: type[D], marker: Marker, **facts: object
    ) -> list[Answer[D]]:
        """Return the answers of every plugin that has the hook.

        Raises PluginFailed, naming the first plugin that raised or answered wrongly;
        `marker` names the one that runs, for `within_time` around this.
        """
        answers = []
        for plugin, call in self._calls_of(hook_name):
            marker.enter(plugin.installed.name)
            outcome = _outcome(plugin, call, decision_type, facts)
            answers.append(Answer(plugin, _decisions(plugin, hook_name, outcome)))
        marker.culprit = ""
        return answers

    def has(self, name: str, hook_name: str) -> bool:
        """Tell whether the plugin of that name has the hook."""
        return any(each.installed.name == name for each, _ in self._calls_of(hook_name))

    def ask_plugin(
        self,
        name: str,
        hook_name: str,
        decision_type: type[D],
        **facts: object,
    ) -> Answer[D]:
        """Return the answer, in time, of the plugin of that name alone, which has the hook.

        Raises PluginFailed.
        """
        plugin, call = next(
            pair for pair in self._calls_of(hook_name) if pair[0].installed.name == name
        )

        def work(marker: Marker) -> Outcome:
            marker.enter(name)
            return _outcome(plugin, call, decision_type, facts)

        # What is wrong is logged here: on the plugin's thread that may not be safe.
        return Answer(plugin, _decisions(plugin, hook_name, self.within_time(work)))

    def _timed_out(self, name: str) -> PluginFailed:
        """Return the failure of the plugin of that name to answer in time.

        Without a name, no plugin was running: the machine itself is too slow.
        """
        for plugin in self.plugins:
            if plugin.installed.name == name:
                return failed(plugin, "did not answer in time")
        return PluginFailed("the rules were not done in time", {"plugin": "", "version": ""})
