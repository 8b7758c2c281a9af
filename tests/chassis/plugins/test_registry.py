"""Plugins that do not fit the hooks are found at the start, by name, and nothing is served."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from loyalty_chassis.plugins import registry as registry_module
from loyalty_chassis.plugins.registry import (
    NoSettings,
    PluginRegistry,
    PluginUnusable,
    check_plugin,
)
from loyalty_sdk import ENTRY_POINT_GROUP, Purchase, hookimpl
from pydantic import BaseModel


class Settings(BaseModel):
    rate: int = 1


class Sound:
    @hookimpl
    def settings_model(self) -> type[BaseModel]:
        return Settings

    @hookimpl
    def award_points(self, purchase: Purchase, settings: Settings) -> tuple[()]:
        assert purchase or settings
        return ()


class Plain:
    @hookimpl
    def award_points(self) -> tuple[()]:
        return ()


class Unmarked:
    def award_points(self, purchase: Purchase) -> tuple[()]:
        assert purchase
        return ()


class Misspelt:
    @hookimpl
    def award_pionts(self, purchase: Purchase) -> tuple[()]:
        assert purchase
        return ()


class WrongArgument:
    @hookimpl
    def award_points(self, purchase: Purchase, weather: str) -> tuple[()]:
        assert purchase or weather
        return ()


def settings_of(answer: Callable[[], Any]) -> object:
    class Odd:
        @hookimpl
        def settings_model(self) -> Any:
            return answer()

    return Odd()


def _raise() -> None:
    raise RuntimeError("no model today")


UNUSABLE: Mapping[str, object] = {
    "a misspelt hook": Misspelt(),
    "a hook without its mark": Unmarked(),
    "an empty module": ModuleType("empty"),
    "an argument that no hook has": WrongArgument(),
    "a model that is a dict": settings_of(lambda: {"rate": 1}),
    "a model that is an instance": settings_of(Settings),
    "a model that is another class": settings_of(lambda: int),
    "a model that is None": settings_of(lambda: None),
    "a model that raises": settings_of(_raise),
}


def test_a_sound_plugin_is_taken_with_its_model() -> None:
    implementation = Sound()
    installed = check_plugin("sound", "1.2", implementation)
    assert (installed.name, installed.version) == ("sound", "1.2")
    assert installed.implementation is implementation
    assert installed.settings_model is Settings


def test_a_plugin_without_a_model_has_no_settings() -> None:
    installed = check_plugin("plain", "1.0", Plain())
    assert installed.settings_model is NoSettings
    with pytest.raises(ValueError, match="Extra inputs"):
        NoSettings.model_validate({"rate": 1})


@pytest.mark.parametrize("what", sorted(UNUSABLE))
def test_a_plugin_that_does_not_fit_is_named(what: str) -> None:
    with pytest.raises(PluginUnusable, match="'odd'") as caught:
        check_plugin("odd", "1.0", UNUSABLE[what])
    assert caught.value.plugin == "odd"


@pytest.fixture
def points(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The entry points that are installed, as far as the registry can tell."""
    installed: list[Any] = []

    def entry_points(group: str) -> list[Any]:
        assert group == ENTRY_POINT_GROUP
        return installed

    monkeypatch.setattr(registry_module, "entry_points", entry_points)
    return installed


def point(name: str, load: Callable[[], object]) -> Any:
    return SimpleNamespace(name=name, load=load, dist=SimpleNamespace(version="3.1"))


def test_every_installed_plugin_is_found_with_its_version(points: list[Any]) -> None:
    points += [point("b", Sound), point("a", Sound)]
    plugins = PluginRegistry.discover().plugins
    assert list(plugins) == ["a", "b"]
    assert plugins["a"].version == "3.1"


def test_the_plugins_of_this_tree_are_all_usable() -> None:
    assert set(PluginRegistry.discover().plugins) >= {
        "dining",
        "fuel",
        "hotel",
        "retail",
        "welcome",
    }


@pytest.mark.parametrize("error", [ImportError("no such module"), SyntaxError("bad"), KeyError(1)])
def test_a_plugin_that_cannot_be_imported_is_named(points: list[Any], error: Exception) -> None:
    def load() -> object:
        raise error

    points += [point("a", Sound), point("broken", load)]
    with pytest.raises(PluginUnusable, match="'broken'") as caught:
        PluginRegistry.discover()
    assert caught.value.__cause__ is error


def test_one_plugin_that_does_not_fit_stops_them_all(points: list[Any]) -> None:
    points += [point("a", Sound), point("odd", Misspelt)]
    with pytest.raises(PluginUnusable, match="'odd'"):
        PluginRegistry.discover()


def test_two_distributions_with_one_name_are_refused(points: list[Any]) -> None:
    points += [point("twin", Sound), point("twin", Plain)]
    with pytest.raises(PluginUnusable, match="twice") as caught:
        PluginRegistry.discover()
    assert caught.value.plugin == "twin"
