"""Decisions about journeys, and the check of the hooks that make them."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from loyalty_sdk import JourneyOccurrence, JourneyStep, Member, hookimpl
from loyalty_sdk.settings import Settings
from loyalty_sdk.testing import ConformanceError, check_plugin, member, purchase


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"points": 0, "reason": "luck"},
        {"points": 10**9 + 1, "reason": "luck"},
        {"points": 1},
        {"points": True, "reason": "luck"},
        {"points": 1.0, "reason": "luck"},
        {"points": 1, "reason": "Not A Code"},
        {"points": 1, "reason": "luck", "funder": "a b"},
        {"points": 1, "reason": "luck", "event_name": "told"},
        {"points": 1, "reason": "luck", "attributes": (("a", "b"),)},
        {"event_name": "told", "funder": "retail"},
        {"event_name": "not a code"},
        {"event_name": "told", "attributes": {"a": "b"}},
        {"event_name": "told", "attributes": (("a", "b c"),)},
        {"event_name": "told", "attributes": (("A", "b"),)},
        {"event_name": "told", "attributes": (("a", 1),)},
        {"event_name": "told", "attributes": (("a", "b"), ("a", "c"))},
        {"event_name": "told", "attributes": tuple((f"a{n}", "b") for n in range(21))},
    ],
)
def test_a_step_that_is_not_one_thing_or_out_of_range_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        JourneyStep(**wrong)


def test_a_step_gives_points_or_tells_others() -> None:
    assert JourneyStep(points=10**9, reason="luck").funder == ""
    told = tuple((f"a{number}", "A_b.c:/-1") for number in range(20))
    assert JourneyStep(event_name="told", attributes=told).points == 0


@pytest.mark.parametrize("name", ["", "A", "a b", "-a", "a" * 65, None])
def test_an_occurrence_needs_a_code(name: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        JourneyOccurrence(name=name)


class NoSettings(Settings):
    """None."""


def _plugin(set_off: Any, step: Any) -> SimpleNamespace:
    @hookimpl
    def set_off_journeys(member: Member, today: date) -> Any:
        return set_off(today)

    @hookimpl
    def take_journey_step(member: Member, journey_id: str, occurrence: str) -> Any:
        return step(occurrence)

    return SimpleNamespace(set_off_journeys=set_off_journeys, take_journey_step=take_journey_step)


def _today(today: date) -> Any:
    return [JourneyOccurrence(name=today.isoformat())]


def _gift(occurrence: str) -> Any:
    return [JourneyStep(points=len(occurrence), reason="gift")]


def _check(set_off: Any, step: Any) -> None:
    check_plugin(_plugin(set_off, step), NoSettings(), [purchase()], [member()])


def test_a_plugin_of_journeys_that_keeps_the_rules_passes_the_check() -> None:
    _check(_today, _gift)


@pytest.mark.parametrize(
    ("set_off", "step", "told"),
    [
        (lambda _: None, _gift, "set_off_journeys must return a tuple or list"),
        (lambda today: [today], _gift, "must return JourneyOccurrence"),
        (lambda today: _today(today) * 2, _gift, "repeats a name"),
        (_today, lambda name: _gift(name) * 2, "one step at most"),
        (_today, lambda name: [name], "must return JourneyStep"),
    ],
)
def test_a_plugin_of_journeys_that_breaks_a_rule_fails_the_check(
    set_off: Any, step: Any, told: str
) -> None:
    with pytest.raises(ConformanceError, match=told):
        _check(set_off, step)


def test_a_plugin_that_remembers_earlier_calls_fails_the_check() -> None:
    calls: list[date] = []

    def counted(today: date) -> Any:
        calls.append(today)
        return [JourneyOccurrence(name=f"call-{len(calls)}")]

    with pytest.raises(ConformanceError, match="differently"):
        _check(counted, _gift)
