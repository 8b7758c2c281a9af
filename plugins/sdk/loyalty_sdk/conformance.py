"""The check behind `loyalty_sdk.testing.check_plugin`.

It finds mistakes. It is not a sandbox: Python cannot hold a plugin that means harm.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from copy import deepcopy
from dataclasses import replace
from datetime import date
from functools import cache

import pluggy
from pydantic import BaseModel

from . import hookspecs
from .decisions import BurnTerms, PointsAward
from .facts import Member, Purchase
from .journeys import JourneyOccurrence, JourneyStep
from .markers import PROJECT_NAME

DECISION_TYPES: Mapping[str, type[PointsAward | BurnTerms]] = {
    "award_points": PointsAward,
    "offer_burn_terms": BurnTerms,
}
JOURNEY_DECISION_TYPES: Mapping[str, type[JourneyOccurrence | JourneyStep]] = {
    "set_off_journeys": JourneyOccurrence,
    "take_journey_step": JourneyStep,
}
DAYS = (date(2026, 6, 3), date(2028, 2, 29))
"""On which `set_off_journeys` is asked."""
JOURNEY, OCCURRENCE = "a-journey", "an-occurrence"
"""Of which `take_journey_step` is asked, beside what `set_off_journeys` named."""
FORBIDDEN_EVENTS = ("socket.", "subprocess.", "os.system")

Facts = Mapping[str, object]
_attempts: ContextVar[list[str] | None] = ContextVar("_attempts", default=None)


class ConformanceError(AssertionError):
    """A plugin breaks a rule of the SDK; the message says which."""


def check_plugin(
    plugin: object,
    settings: BaseModel,
    purchases: Iterable[Purchase],
    members: Iterable[Member],
) -> None:
    """Ask a plugin about every purchase by every member, twice, the second time backwards.

    So with the members of journeys, on two days.

    Raises ConformanceError if an answer is not a tuple or list of the right decisions,
    names a line that is not in the purchase or differs the second time, or if a hook
    changes a fact, uses a socket or starts a process. Raises pluggy's
    PluginValidationError for a hook or an argument that does not exist.
    """
    hooks = _hooks(plugin)
    members = tuple(members)
    if "settings_model" in hooks:
        _check_settings_model(hooks["settings_model"].function(), settings)
    bought = [
        {"purchase": purchase, "member": member, "settings": settings}
        for purchase in purchases
        for member in members
    ]
    for name in sorted(DECISION_TYPES.keys() & hooks.keys()):
        _ask_twice(hooks[name], name, bought)
    _check_journeys(hooks, [{"member": member, "settings": settings} for member in members])


def _check_journeys(hooks: Mapping[str, pluggy.HookImpl], members: Sequence[Facts]) -> None:
    named = [OCCURRENCE]
    if "set_off_journeys" in hooks:
        days = [{**facts, "today": day} for facts in members for day in DAYS]
        for answer in _ask_twice(hooks["set_off_journeys"], "set_off_journeys", days):
            names = [each.name for each in answer if isinstance(each, JourneyOccurrence)]
            _require(len(set(names)) == len(names), "set_off_journeys repeats a name")
            named += names
    if "take_journey_step" in hooks:
        asked = [
            {**facts, "journey_id": JOURNEY, "occurrence": name}
            for facts in members
            for name in dict.fromkeys(named)
        ]
        for answer in _ask_twice(hooks["take_journey_step"], "take_journey_step", asked):
            _require(len(answer) <= 1, "take_journey_step must return one step at most")


def _ask_twice(
    hook: pluggy.HookImpl, name: str, cases: Sequence[Facts]
) -> list[tuple[object, ...]]:
    """Return the answers to all cases, asked again backwards to see that they are the same."""
    forward = [_ask(hook, name, case) for case in cases]
    backward = [_ask(hook, name, case) for case in reversed(cases)]
    _require(forward == backward[::-1], f"{name} answers the same facts differently")
    return forward


def _require(condition: object, message: str) -> None:
    if not condition:
        raise ConformanceError(message)


def _hooks(plugin: object) -> dict[str, pluggy.HookImpl]:
    manager = pluggy.PluginManager(PROJECT_NAME)
    manager.add_hookspecs(hookspecs)
    manager.register(plugin)
    manager.check_pending()
    callers = manager.get_hookcallers(plugin) or []
    _require(callers, f"{plugin!r} implements no hook")
    hooks = {caller.name: caller.get_hookimpls()[0] for caller in callers}
    for name, hook in hooks.items():
        _require(not (hook.wrapper or hook.hookwrapper), f"{name} must not be a wrapper")
    return hooks


def _check_settings_model(model: object, settings: BaseModel) -> None:
    _require(
        isinstance(model, type) and issubclass(model, BaseModel),
        f"settings_model must return a pydantic model, got {model!r}",
    )
    _require(type(settings) is model, f"settings must be of {model!r}, got {settings!r}")
    _require(settings.model_config.get("frozen") is True, "settings must be frozen")
    _require(settings.model_config.get("extra") == "forbid", "settings must forbid extra fields")


def _ask(hook: pluggy.HookImpl, name: str, case: Facts) -> tuple[object, ...]:
    before = deepcopy(case)
    # Called past pluggy, which drops a None and so would hide it.
    with _no_io(name):
        answer = hook.function(*(case[argument] for argument in hook.argnames))
    _require(case == before, f"{name} changes its facts")
    if not isinstance(answer, tuple | list):
        raise ConformanceError(f"{name} must return a tuple or list, got {answer!r}")
    for decision in answer:
        _check_decision(decision, name, case)
    return tuple(answer)


def _check_decision(decision: object, name: str, case: Facts) -> None:
    wanted = {**DECISION_TYPES, **JOURNEY_DECISION_TYPES}[name]
    if type(decision) is not wanted:
        raise ConformanceError(f"{name} must return {wanted.__name__}, got {decision!r}")
    replace(decision)  # runs the checks of a decision that was changed after it was made
    purchase = case.get("purchase")
    if isinstance(purchase, Purchase) and isinstance(decision, PointsAward | BurnTerms):
        line_ids = {line.line_id for line in purchase.lines}
        unknown = sorted(set(decision.line_ids) - line_ids)
        _require(not unknown, f"{name} names lines that are not in the purchase: {unknown}")


@contextmanager
def _no_io(name: str) -> Iterator[None]:
    _install_audit_hook()
    attempts: list[str] = []
    token = _attempts.set(attempts)
    try:
        yield
    finally:
        _attempts.reset(token)
    _require(not attempts, f"{name} must do no IO, but did {attempts}")


@cache
def _install_audit_hook() -> None:
    # An audit hook cannot be removed; it sleeps unless a check runs in this context.
    sys.addaudithook(_refuse_io)


def _refuse_io(event: str, _arguments: tuple[object, ...]) -> None:
    attempts = _attempts.get()
    if attempts is not None and event.startswith(FORBIDDEN_EVENTS):
        attempts.append(event)
        raise ConformanceError(f"a hook must do no IO: {event}")
