"""Which plugins are installed: found by entry point, checked before anything is served."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any

import loyalty_sdk.hookspecs
import pluggy
from loyalty_sdk import ENTRY_POINT_GROUP, PROJECT_NAME
from pydantic import BaseModel, ConfigDict

from loyalty_chassis.starting import CannotStart

HookCall = Callable[..., Any]
"""Calls one hook of one plugin, by keywords: returns the list of its one answer."""


class NoSettings(BaseModel):
    """The settings of a plugin that has none."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PluginUnusable(CannotStart):
    """An installed plugin does not fit the hooks; the service must not start.

    Attributes:
        plugin: its name.

    """

    def __init__(self, plugin: str, problem: str) -> None:
        """Name the plugin and what is wrong with it."""
        super().__init__(f"plugin {plugin!r}: {problem}")
        self.plugin = plugin


@dataclass(frozen=True, slots=True)
class InstalledPlugin:
    """A plugin as found: its name, version, implementation, hooks and settings model."""

    name: str
    version: str
    implementation: object
    hooks: pluggy.HookRelay
    """Of a manager of its own, as plugins are asked one at a time: asking one of many by
    `subset_hook_caller` looks through all of them at every call."""
    settings_model: type[BaseModel]

    def hook(self, name: str) -> HookCall | None:
        """Return what calls its hook of that name; None where it has none."""
        call: pluggy.HookCaller = getattr(self.hooks, name)
        return call if call.get_hookimpls() else None


def check_plugin(name: str, version: str, implementation: object) -> InstalledPlugin:
    """Return the plugin, checked: hooks and arguments known, settings model a model.

    Raises PluginUnusable.
    """
    manager = pluggy.PluginManager(PROJECT_NAME)
    manager.add_hookspecs(loyalty_sdk.hookspecs)
    try:
        manager.register(implementation, name)
        manager.check_pending()
        hook = manager.hook.settings_model
        models = hook() or [None] * len(hook.get_hookimpls())  # pluggy drops a None
    except Exception as error:  # the plugin's own code may raise anything
        raise PluginUnusable(name, str(error)) from error
    if not manager.get_hookcallers(implementation):
        raise PluginUnusable(name, "answers no hook; is there @hookimpl on its functions?")
    model = models[0] if models else NoSettings
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        raise PluginUnusable(name, f"settings_model must return a pydantic model, got {model!r}")
    return InstalledPlugin(name, version, implementation, manager.hook, model)


class PluginRegistry:
    """The installed plugins by name."""

    def __init__(self, plugins: Iterable[InstalledPlugin]) -> None:
        """Hold these plugins."""
        self.plugins: Mapping[str, InstalledPlugin] = {plugin.name: plugin for plugin in plugins}

    @classmethod
    def discover(cls) -> PluginRegistry:
        """Load every plugin of the entry-point group.

        Raises PluginUnusable, also where two distributions have a plugin of one name: which
        of them gave points must not depend on the order of their installation.
        """
        found: dict[str, InstalledPlugin] = {}
        for entry_point in sorted(
            entry_points(group=ENTRY_POINT_GROUP), key=lambda point: point.name
        ):
            try:
                implementation = entry_point.load()
            except Exception as error:  # importing a plugin may raise anything
                raise PluginUnusable(entry_point.name, str(error)) from error
            version = entry_point.dist.version if entry_point.dist else "unknown"
            if entry_point.name in found:
                raise PluginUnusable(entry_point.name, "is installed twice, by two distributions")
            found[entry_point.name] = check_plugin(entry_point.name, version, implementation)
        return cls(found.values())
