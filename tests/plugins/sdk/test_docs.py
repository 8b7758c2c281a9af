import inspect
import re
import sys
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import ModuleType

import loyalty_sdk
import pytest
from loyalty_sdk import (
    Activation,
    BurnTerms,
    ExpiryOverride,
    JourneyOccurrence,
    JourneyStep,
    Line,
    Member,
    Payment,
    PointsAward,
    Purchase,
    Visits,
    hookspecs,
)
from loyalty_sdk.testing import NOON

README = (Path(loyalty_sdk.__file__).parents[1] / "README.md").read_text()
SNIPPETS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
HOOKS = [
    hook
    for hook in vars(hookspecs).values()
    if inspect.isfunction(hook) and hook.__module__ == hookspecs.__name__
]


def table_row(name: str) -> str:
    return next(row for row in README.splitlines() if row.startswith(f"| `{name}"))


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.__name__)
def test_every_hook_is_documented_with_its_arguments(hook: Callable[..., object]) -> None:
    arguments = ", ".join(inspect.signature(hook).parameters)
    assert table_row(f"{hook.__name__}({arguments})`")


@pytest.mark.parametrize(
    "value",
    [
        Purchase,
        Line,
        Payment,
        Member,
        Visits,
        PointsAward,
        BurnTerms,
        JourneyOccurrence,
        JourneyStep,
        Activation,
        ExpiryOverride,
    ],
)
def test_every_field_of_a_fact_or_decision_is_documented(value: type) -> None:
    row = table_row(value.__name__)
    assert [f.name for f in fields(value) if f"`{f.name}`" not in row] == []


@pytest.mark.parametrize("name", ["divide", "apply_rate_bps", "points_per", "split_by_weight"])
def test_every_sum_is_documented_with_its_arguments(name: str) -> None:
    arguments = ", ".join(inspect.signature(getattr(loyalty_sdk, name)).parameters)
    assert table_row(f"{name}({arguments})`")


@pytest.mark.parametrize("decision", [Activation, ExpiryOverride])
def test_every_way_to_make_it_is_documented_and_works_as_printed(decision: type) -> None:
    printed = re.findall(rf"`({decision.__name__}\.(\w+)\([^`]*\))`", README)
    names = {**vars(loyalty_sdk), "date": date, "instant": NOON}
    made = {name: eval(call, names) for call, name in printed}  # noqa: S307
    assert all(type(value) is decision for value in made.values())
    ways = {name for name, value in vars(decision).items() if isinstance(value, classmethod)}
    assert set(made) == ways


def test_the_check_is_not_called_a_sandbox() -> None:
    assert "It is a check, not a sandbox" in README


def test_the_tutorial_works_as_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    plugin = ModuleType("loyalty_product_bonus")
    monkeypatch.setitem(sys.modules, plugin.__name__, plugin)
    exec(SNIPPETS[0], plugin.__dict__)  # noqa: S102
    tests: dict[str, object] = {}
    exec(SNIPPETS[1], tests)  # noqa: S102
    ran = [test() for name, test in tests.items() if name.startswith("test_") and callable(test)]
    assert len(ran) == 2


def test_every_public_name_exists() -> None:
    assert all(hasattr(loyalty_sdk, name) for name in loyalty_sdk.__all__)
