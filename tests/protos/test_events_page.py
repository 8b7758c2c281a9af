"""The page of the events says what the protos say, and its example can be read."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from google.protobuf.json_format import ParseDict
from loyalty.points.v1 import points_events_pb2
from loyalty_chassis.events.envelope import Event
from loyalty_points.events.envelopes import EVENT_TYPES

SCRIPT = Path(__file__).parents[2] / "protos" / "events_page.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("events_page", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["events_page"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_as_fresh_as_the_protos(script: ModuleType) -> None:
    assert script.PAGE.read_text() == script.page(), "run `make protos`"


def test_a_page_that_is_stale_is_named(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = tmp_path / "events.md"
    stale.write_text(script.page().replace("MemberEnrolled", "MemberEnroled"))
    monkeypatch.setattr(script, "PAGE", stale)
    with pytest.raises(SystemExit, match="make protos"):
        script.main(["--check"])
    script.main([])
    script.main(["--check"])


def test_every_event_and_every_field_is_described(script: ModuleType) -> None:
    described = {
        f"loyalty.points.v1.{message.name}": {field.name: field.comment for field in fields}
        for file in script.described_files()
        for message, fields in script.messages_of(file)
    }
    assert set(described) == set(EVENT_TYPES)
    for name, message in EVENT_TYPES.items():
        assert set(described[name]) == set(message.DESCRIPTOR.fields_by_name)
        assert all(described[name].values())


def test_the_example_is_an_envelope_that_can_be_read(script: ModuleType) -> None:
    event = Event.from_json(script.example())
    purchase = ParseDict(dict(event.data), points_events_pb2.PurchaseRecorded())
    assert (purchase.entry_id, purchase.total_amount_minor) == (event.event_id, 2_000)
