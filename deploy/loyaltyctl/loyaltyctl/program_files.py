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
from loyalty.points.v1.program_pb2 import Program

from .errors import ProgramFileRefused

OUTPUT_ONLY = ("version", "publish_time", "publish_client_id")
_PLUGIN_PATH = re.compile(
    r"businesses\[(?P<business>\d+)\](?:\.plugins\[(?P<plugin>\d+)\])?"
    r"|group_plugins\[(?P<group>\d+)\]"
)


def read_program(path: Path) -> Program:
    """Read a program file. Raises ProgramFileRefused, saying what is wrong where."""
    try:
        return program_of(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ProgramFileRefused(f"{path} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ProgramFileRefused(f"{path} is not JSON: {error}") from error
    except json_format.ParseError as error:
        raise ProgramFileRefused(f"{path} is not a program: {error}") from error


def program_of(document: object) -> Program:
    """Make the message that a program file's content stands for.

    Raises ProgramFileRefused or json_format.ParseError.
    """
    if not isinstance(document, dict):
        raise ProgramFileRefused("a program file is one JSON object")
    content = {name: value for name, value in document.items() if name not in OUTPUT_ONLY}
    converted = _map_plugins(content, _settings_to_text)
    return json_format.ParseDict(converted, Program())


def document_of(program: Program) -> dict[str, Any]:
    """Return what a program file of this program contains."""
    document = json_format.MessageToDict(program, preserving_proto_field_name=True)
    return dict(_map_plugins(document, _settings_to_object))


def name_field(path: str, program: Program) -> str:
    """Turn the path of a refused field into one that its author finds in the file."""
    place = path.removeprefix("program.").replace(".settings_json", ".settings")
    names = ", ".join(_names_along(place, program))
    return f"{place} ({names})" if names else place


def _names_along(place: str, program: Program) -> Iterator[str]:
    match = _PLUGIN_PATH.match(place)
    if match is None:
        return
    if match["group"] is not None:
        yield from _plugin_name(program.group_plugins, int(match["group"]))
    elif int(match["business"]) < len(program.businesses):
        business = program.businesses[int(match["business"])]
        yield f"business {business.business_id!r}"
        if match["plugin"] is not None:
            yield from _plugin_name(business.plugins, int(match["plugin"]))


def _plugin_name(plugins: Any, index: int) -> Iterator[str]:  # noqa: ANN401, a protobuf container
    if index < len(plugins):
        yield f"plugin {plugins[index].plugin!r}"


def _map_plugins(content: Mapping[str, Any], convert: Any) -> dict[str, Any]:  # noqa: ANN401
    """Convert every plugin of a program, wherever it stands; the rest stays as it is."""
    converted: dict[str, Any] = {}
    for name, value in content.items():
        if name in {"plugins", "group_plugins", "groupPlugins"} and isinstance(value, list):
            converted[name] = [convert(p) if isinstance(p, dict) else p for p in value]
        elif name == "businesses" and isinstance(value, list):
            converted[name] = [
                _map_plugins(b, convert) if isinstance(b, dict) else b for b in value
            ]
        else:
            converted[name] = value
    return converted


def _settings_to_text(plugin: dict[str, Any]) -> dict[str, Any]:
    if "settings" not in plugin:
        return plugin
    if not isinstance(plugin["settings"], dict):
        raise ProgramFileRefused(f"the settings of plugin {plugin.get('plugin')!r} are no object")
    others = {name: value for name, value in plugin.items() if name != "settings"}
    return {**others, "settings_json": json.dumps(plugin["settings"], ensure_ascii=False)}


def _settings_to_object(plugin: dict[str, Any]) -> dict[str, Any]:
    others = {name: value for name, value in plugin.items() if name != "settings_json"}
    text = plugin.get("settings_json", "")
    return {**others, "settings": json.loads(text)} if text else others
