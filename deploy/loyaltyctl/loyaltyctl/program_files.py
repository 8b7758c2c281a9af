"""Program files: JSON as people write it, and the message it stands for.

A program file is the proto JSON mapping of `loyalty.points.v1.Program`, except that each
plugin's settings are written as an object under `settings`, not as a string of JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message
from loyalty.points.v1.program_pb2 import Business, PluginConfig, Program, Store

from .errors import ProgramFileRefused
from .json_objects import require_characters
from .plain_words import plain_words

OUTPUT_ONLY = ("version", "publish_time", "publish_client_id")
_PLUGIN_PATH = re.compile(
    r"businesses\[(?P<business>\d+)\](?:\.plugins\[(?P<plugin>\d+)\])?"
    r"|group_plugins\[(?P<group>\d+)\]"
)


def read_program(path: Path) -> Program:
    """Read a program file. Raises ProgramFileRefused, saying what is wrong where."""
    try:
        return program_of(json.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise ProgramFileRefused(f"{path} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ProgramFileRefused(f"{path} is not JSON: {error}") from error
    except ProgramFileRefused as error:
        raise ProgramFileRefused(f"{path} is not a program: {error}") from error


def program_of(document: object) -> Program:
    """Make the message that a program file's content stands for.

    Raises ProgramFileRefused, naming the business and the plugin.
    """
    if not isinstance(document, dict):
        raise ProgramFileRefused("a program file is one JSON object")
    content = {name: value for name, value in document.items() if name not in OUTPUT_ONLY}
    converted = _map_plugins(content, _settings_to_text)
    try:
        require_characters(converted)
        return json_format.ParseDict(converted, Program())
    except UnicodeEncodeError as error:
        raise ProgramFileRefused("it holds half a character") from error
    except json_format.ParseError as error:
        raise ProgramFileRefused(_what_is_wrong(converted, error)) from error


def document_of(program: Program) -> dict[str, Any]:
    """Return what a program file of this program contains."""
    document = json_format.MessageToDict(program, preserving_proto_field_name=True)
    return dict(_map_plugins(document, _settings_to_object))


def name_field(path: str, program: Program) -> str:
    """Turn the path of a refused field into one that its author finds in the file."""
    place = path.removeprefix("program.").replace(".settings_json", ".settings")
    return _named(place, json_format.MessageToDict(program, preserving_proto_field_name=True))


def _named(place: str, document: Mapping[str, Any]) -> str:
    """Add the names of the business and the plugin to a place in a program file."""
    names = ", ".join(_names_along(place, document))
    return f"{place} ({names})" if names else place


def _names_along(place: str, document: Mapping[str, Any]) -> Iterator[str]:
    match = _PLUGIN_PATH.match(place)
    if match is None:
        return
    if match["group"] is not None:
        yield from _name("plugin", _list(document, "group_plugins"), int(match["group"]))
        return
    index, businesses = int(match["business"]), _list(document, "businesses")
    yield from _name("business", businesses, index)
    if match["plugin"] is not None and index < len(businesses):
        yield from _name("plugin", _list(businesses[index], "plugins"), int(match["plugin"]))


def _name(what: str, parts: list[Any], index: int) -> Iterator[str]:
    part = parts[index] if index < len(parts) else None
    if isinstance(part, dict):
        key = {"business": "business_id"}.get(what, what)
        name = part.get(key, part.get("businessId", ""))
        if name:
            yield f"{what} {name!r}"


def _list(content: object, name: str) -> list[Any]:
    """Return a list of a document in either spelling; empty where it is none."""
    if not isinstance(content, dict):
        return []
    found = content.get(name, content.get({"group_plugins": "groupPlugins"}.get(name, name)))
    return found if isinstance(found, list) else []


def _what_is_wrong(document: Mapping[str, Any], error: json_format.ParseError) -> str:
    """Tell an error by the smallest part of the program that has it."""
    for place, content, message in _parts(document):
        try:
            json_format.ParseDict(content, message)
        except json_format.ParseError as inner:
            return f"{_named(place, document)}: {plain_words(inner)}"
        except (TypeError, AttributeError):
            return f"{_named(place, document)}: must be an object"
    return plain_words(error)


def _parts(document: Mapping[str, Any]) -> Iterator[tuple[str, Any, Message]]:
    """Yield the plugins, stores and businesses of a program with their places, inner ones first."""
    for number, plugin in enumerate(_list(document, "group_plugins")):
        yield f"group_plugins[{number}]", plugin, PluginConfig()
    for number, business in enumerate(_list(document, "businesses")):
        place = f"businesses[{number}]"
        for inner, plugin in enumerate(_list(business, "plugins")):
            yield f"{place}.plugins[{inner}]", plugin, PluginConfig()
        for inner, store in enumerate(_list(business, "stores")):
            yield f"{place}.stores[{inner}]", store, Store()
        yield place, business, Business()


def _map_plugins(content: Mapping[str, Any], convert: Any) -> dict[str, Any]:  # noqa: ANN401
    """Convert every plugin of a program, wherever it stands; the rest stays as it is."""
    converted: dict[str, Any] = {}
    for name, value in content.items():
        if name in {"plugins", "group_plugins", "groupPlugins"} and isinstance(value, list):
            converted[name] = [convert(p) if isinstance(p, dict) else p for p in value]
        elif name == "businesses" and isinstance(value, list):
            converted[name] = [
                _map_business(b, convert) if isinstance(b, dict) else b for b in value
            ]
        else:
            converted[name] = value
    return converted


def _map_business(business: Mapping[str, Any], convert: Any) -> dict[str, Any]:  # noqa: ANN401
    try:
        return _map_plugins(business, convert)
    except ProgramFileRefused as error:
        name = business.get("business_id", business.get("businessId"))
        raise ProgramFileRefused(f"business {name!r}: {error}") from error


def _settings_to_text(plugin: dict[str, Any]) -> dict[str, Any]:
    for name in ("settings_json", "settingsJson"):
        if not isinstance(plugin.get(name, ""), str):
            raise ProgramFileRefused(f"plugin {plugin.get('plugin')!r}: use `settings`, not {name}")
    if "settings" not in plugin:
        return plugin
    if not isinstance(plugin["settings"], dict):
        raise ProgramFileRefused(f"plugin {plugin.get('plugin')!r}: settings must be an object")
    others = {name: value for name, value in plugin.items() if name != "settings"}
    return {**others, "settings_json": json.dumps(plugin["settings"], ensure_ascii=False)}


def _settings_to_object(plugin: dict[str, Any]) -> dict[str, Any]:
    others = {name: value for name, value in plugin.items() if name != "settings_json"}
    text = plugin.get("settings_json", "")
    return {**others, "settings": json.loads(text)} if text else others
