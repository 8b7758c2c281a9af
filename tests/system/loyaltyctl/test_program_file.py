"""Program files: what people write, and the message it stands for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format
from loyalty.points.v1.program_pb2 import Business, PluginConfig, Program
from loyaltyctl.errors import ProgramFileRefused
from loyaltyctl.program_files import document_of, name_field, program_of, read_program

SETTINGS = {"spend": {"points": 9_007_199_254_740_993, "names": ["Zürich", "a.b"]}}


def document() -> dict[str, Any]:
    return {
        "effective_time": "2026-01-01T00:00:00Z",
        "time_zone": "Europe/Zurich",
        "businesses": [
            {
                "business_id": "retail",
                "stores": [{"store_id": "1"}],
                "plugins": [{"plugin": "retail", "settings": SETTINGS}, {"plugin": "other"}],
            }
        ],
        "group_plugins": [{"plugin": "welcome", "settings": {}}],
        "limits": {"max_purchase_age": "3600s"},
    }


def test_settings_become_a_string_of_json_without_losing_a_digit() -> None:
    plugins = program_of(document()).businesses[0].plugins
    assert json.loads(plugins[0].settings_json) == SETTINGS
    assert plugins[1].settings_json == ""


def test_group_plugins_are_converted_in_either_spelling() -> None:
    camel = document()
    camel["groupPlugins"] = camel.pop("group_plugins")
    assert program_of(camel).group_plugins[0].settings_json == "{}"
    assert program_of(document()).group_plugins[0].settings_json == "{}"


def test_a_program_printed_and_read_again_is_the_same_program() -> None:
    program = program_of(document())
    assert program_of(json.loads(json.dumps(document_of(program)))) == program


def test_what_only_the_server_fills_in_is_left_out_when_a_file_is_read() -> None:
    program = program_of(document() | {"version": "7", "publish_client_id": "somebody"})
    assert (program.version, program.publish_client_id) == (0, "")


def test_a_settings_string_is_still_accepted() -> None:
    with_string = {"group_plugins": [{"plugin": "welcome", "settings_json": '{"a":1}'}]}
    assert program_of(with_string).group_plugins[0].settings_json == '{"a":1}'


@pytest.mark.parametrize("settings", [[], "text", 1, None])
def test_settings_that_are_no_object_are_refused_by_the_plugins_name(settings: object) -> None:
    with pytest.raises(ProgramFileRefused, match="'welcome'"):
        program_of({"group_plugins": [{"plugin": "welcome", "settings": settings}]})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"plugins": [{"plugin": "own", "setings": {}}]},
            r"\(business 'retail', plugin 'own'\): no field 'setings'; there are plugin, settings$",
        ),
        ({"plugins": [{"plugin": "own", "settings": 1}]}, "business 'retail': plugin 'own': sett"),
        ({"plugins": [{"plugin": "own", "settings_json": {}}]}, "plugin 'own': use `settings`"),
        ({"storez": []}, r"\(business 'retail'\): no field 'storez'; there are business_id, disp"),
        ({"stores": [{"store_id": 1}]}, r"stores\[0\] \(business 'retail'\): store_id: must be a"),
    ],
)
def test_what_cannot_be_read_is_told_by_business_and_plugin_in_the_files_words(
    change: dict[str, Any], told: str
) -> None:
    with pytest.raises(ProgramFileRefused, match=told):
        program_of({"businesses": [{"business_id": "retail", **change}]})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "is not JSON"),
        ("[]", "one JSON object"),
        ('{"no_such_field": 1}', "no_such_field"),
        ('{"businesses": 3}', "is not a program"),
        ('{"businesses": [3]}', r"businesses\[0\]: must be an object"),
        ('{"group_plugins": [3]}', r"group_plugins\[0\]: must be an object"),
        ('{"effective_time": "soon"}', "effective_time: not an instant"),
        ('{"limits": {"max_purchase_age": "5"}}', "limits.max_purchase_age: not seconds"),
        ('{"expiry": {"months": "x"}}', "expiry.months: not a whole number"),
    ],
)
def test_a_bad_file_is_refused_in_words(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "program.json"
    path.write_text(text)
    with pytest.raises(ProgramFileRefused, match=told):
        read_program(path)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ProgramFileRefused, match=r"nowhere\.json"):
        read_program(tmp_path / "nowhere.json")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (
            "program.businesses[1].plugins[0].settings_json.spend.points",
            "businesses[1].plugins[0].settings.spend.points (business 'fuel', plugin 'volume')",
        ),
        ("program.businesses[0].currency_code", "businesses[0].currency_code (business 'hotel')"),
        (
            "program.group_plugins[0].settings_json",
            "group_plugins[0].settings (plugin 'welcome')",
        ),
        ("program.limits.max_purchase_age", "limits.max_purchase_age"),
        ("program.businesses[9].plugins[3]", "businesses[9].plugins[3]"),
        ("program.businesses[1].plugins[3]", "businesses[1].plugins[3] (business 'fuel')"),
        ("program.group_plugins[4]", "group_plugins[4]"),
    ],
)
def test_a_refused_field_is_named_the_way_the_file_has_it(path: str, shown: str) -> None:
    program = Program(
        businesses=[
            Business(business_id="hotel"),
            Business(business_id="fuel", plugins=[PluginConfig(plugin="volume")]),
        ],
        group_plugins=[PluginConfig(plugin="welcome")],
    )
    assert name_field(path, program) == shown


def test_the_message_is_the_plain_proto_mapping_apart_from_settings() -> None:
    plain = document()
    plain["businesses"][0]["plugins"] = [{"plugin": "retail"}]
    plain["group_plugins"] = []
    assert program_of(plain) == json_format.ParseDict(plain, Program())
