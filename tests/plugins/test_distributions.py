"""What holds for each of our plugins, as it would for a partner's."""

import ast
import json
import re
from datetime import timedelta
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loyalty_sdk import ENTRY_POINT_GROUP, Line, Member, Purchase
from loyalty_sdk.testing import NOON, check_plugin, line, member, purchase, visits
from pydantic import BaseModel

NAMES = ["dining", "fuel", "hotel", "retail", "welcome"]
CATEGORIES = ["room", "suite", "city-tax", "food", "tip", "fruit", "tobacco", "e5", "super-plus"]
AMOUNTS = st.integers(0, 10**9)


def load(name: str) -> ModuleType:
    (entry_point,) = entry_points(group=ENTRY_POINT_GROUP, name=name)
    module = entry_point.load()
    assert isinstance(module, ModuleType)
    return module


def folder(name: str) -> Path:
    return Path(load(name).__file__ or "").parent


def readme(name: str) -> str:
    return (folder(name).parent / "README.md").read_text()


def example_settings(name: str) -> BaseModel:
    (example,) = re.findall(r"```json\n(.*?)```", readme(name), re.DOTALL)
    model: type[BaseModel] = load(name).settings_model()
    return model.model_validate_json(example)


def models(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [schema, *schema.get("$defs", {}).values()]


@st.composite
def any_line(draw: st.DrawFn) -> Line:
    net = draw(AMOUNTS)
    return line(
        net,
        draw(st.sampled_from(CATEGORIES)),
        quantity_milli=draw(AMOUNTS),
        earning_amount_minor=draw(st.integers(0, net)),
    )


@st.composite
def any_purchase(draw: st.DrawFn) -> Purchase:
    return purchase(
        *draw(st.lists(any_line(), min_size=1, max_size=8)),
        channel=draw(st.sampled_from(["till", "agency"])),
        currency_code=draw(st.sampled_from(["EUR", "JPY", "USD"])),
        local_time=NOON + timedelta(minutes=draw(st.integers(0, 60 * 24 * 40))),
        attributes=draw(st.dictionaries(st.just("guests"), st.text(max_size=64))),
    )


@st.composite
def any_member(draw: st.DrawFn) -> Member:
    been_to = draw(st.sets(st.sampled_from(["shop", "hotel"])))
    return member(
        *(visits(business_id) for business_id in been_to),
        tier_id=draw(st.sampled_from(["", "gold"])),
        is_birthday_month=draw(st.booleans()),
    )


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(purchases=st.lists(any_purchase(), max_size=3), who=any_member())
def test_a_plugin_keeps_the_rules_of_the_sdk(
    name: str, purchases: list[Purchase], who: Member
) -> None:
    check_plugin(load(name), example_settings(name), purchases, [who])


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_and_the_model_describe_every_setting(name: str) -> None:
    text = readme(name)
    for model in models(load(name).settings_model().model_json_schema()):
        for setting, described in model.get("properties", {}).items():
            assert described.get("description"), f"{setting} has no description"
            assert re.search(rf"\b{setting}\b", text), f"{setting} is not in the README"


@pytest.mark.parametrize("name", NAMES)
def test_settings_are_frozen_and_have_no_float(name: str) -> None:
    model = load(name).settings_model()
    assert '"number"' not in json.dumps(model.model_json_schema())
    assert (model.model_config["frozen"], model.model_config["extra"]) == (True, "forbid")


@pytest.mark.parametrize("name", NAMES)
def test_settings_survive_the_journey_as_text(name: str) -> None:
    example = example_settings(name)
    assert type(example).model_validate_json(example.model_dump_json()) == example
    assert type(example).model_validate(json.loads(example.model_dump_json())) == example


@pytest.mark.parametrize("name", NAMES)
def test_no_float_is_made_in_the_code(name: str) -> None:
    for path in folder(name).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            assert not isinstance(node, ast.Div), path
            assert not (isinstance(node, ast.Constant) and type(node.value) is float), path
            assert not (isinstance(node, ast.Name) and node.id in {"float", "round"}), path
