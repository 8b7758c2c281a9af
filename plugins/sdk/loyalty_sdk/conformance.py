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
from functools import cache

import pluggy
from pydantic import BaseModel

from . import hookspecs
from .decisions import BurnTerms, PointsAward
from .facts import Member, Purchase
from .markers import PROJECT_NAME

DECISION_TYPES: Mapping[str, type[PointsAward | BurnTerms]] = {
    "award_points": PointsAward,
    "offer_burn_terms": BurnTerms,
}
FORBIDDEN_EVENTS = ("socket.", "subprocess.", "os.system")

Case = tuple[Purchase, Member, BaseModel]
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

    Raises ConformanceError if an answer is not a tuple or list of the right decisions,
    names a line that is not in the purchase or differs the second time, or if a hook
    changes a fact, uses a socket or starts a process. Raises pluggy's
    PluginValidationError for a hook or an argument that does not exist.
    """
    hooks = _hooks(plugin)
    members = tuple(members)
    cases = [(purchase, member, settings) for purchase in purchases for member in members]
    if "settings_model" in hooks:
        _check_settings_model(hooks["settings_model"].function(), settings)
    for name in sorted(DECISION_TYPES.keys() & hooks.keys()):
        forward = [_ask(hooks[name], name, case) for case in cases]
        backward = [_ask(hooks[name], name, case) for case in reversed(cases)]
        _require(forward == backward[::-1], f"{name} answers the same facts differently")


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


def _ask(hook: pluggy.HookImpl, name: str, case: Case) -> tuple[object, ...]:
    facts = dict(zip(("purchase", "member", "settings"), case, strict=True))
    before = deepcopy(case)
    # Called past pluggy, which drops a None and so would hide it.
    with _no_io(name):
        answer = hook.function(*(facts[argument] for argument in hook.argnames))
    _require(case == before, f"{name} changes its facts")
    if not isinstance(answer, tuple | list):
        raise ConformanceError(f"{name} must return a tuple or list, got {answer!r}")
    _check_decisions(answer, name, case[0])
    return tuple(answer)


def _check_decisions(answer: Sequence[object], name: str, purchase: Purchase) -> None:
    line_ids = {line.line_id for line in purchase.lines}
    for decision in answer:
        wanted = DECISION_TYPES[name]
        if not isinstance(decision, PointsAward | BurnTerms) or type(decision) is not wanted:
            raise ConformanceError(f"{name} must return {wanted.__name__}, got {decision!r}")
        replace(decision)  # runs the checks of a decision that was changed after it was made
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
