"""Envelopes are read as they were written; what is none is refused, whatever it is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_chassis.events.envelope import EnvelopeInvalid, Event

TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=50)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=9)), timezone(-timedelta(hours=3))])
EVENTS = st.builds(
    Event,
    event_id=TEXT,
    type=st.from_regex(r"[a-z]{1,9}\.points\.v1\.[A-Z][a-z]{1,9}", fullmatch=True),
    source=TEXT,
    subject=TEXT,
    time=st.datetimes(datetime(2000, 1, 1), datetime(2999, 1, 1), timezones=ZONES),
    data=st.dictionaries(TEXT, st.one_of(TEXT, st.booleans(), st.lists(TEXT))),
    sequence=st.none() | st.integers(0, 2**63 - 1),
    traceparent=st.just("") | TEXT,
    schema_version=st.integers(1, 99),
)
AN_EVENT = Event(
    "e1",
    "loyalty.points.v1.PurchaseRecorded",
    "loyalty/points",
    "m1",
    datetime(2026, 3, 1, 12, 30, 0, 125000, UTC),
    {"earned_points": "12"},
    7,
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
)


@given(EVENTS)
def test_what_is_written_is_read_as_it_was(event: Event) -> None:
    assert Event.from_json(event.to_json()) == event


def test_an_envelope_is_what_cloudevents_says() -> None:
    assert json.loads(AN_EVENT.to_json()) == {
        "specversion": "1.0",
        "id": "e1",
        "type": "loyalty.points.v1.PurchaseRecorded",
        "source": "loyalty/points",
        "subject": "m1",
        "time": "2026-03-01T12:30:00.125000Z",
        "datacontenttype": "application/json",
        "dataschema": "loyalty/points/v1/1",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "sequence": "7",
        "data": {"earned_points": "12"},
    }


def test_attributes_that_are_not_known_are_passed_over() -> None:
    parts = json.loads(AN_EVENT.to_json()) | {"partitionkey": "m1", "severity": 3}
    assert Event.from_json(json.dumps(parts)) == AN_EVENT


def test_only_the_order_and_the_trace_may_be_missing() -> None:
    parts = json.loads(AN_EVENT.to_json())
    del parts["sequence"], parts["traceparent"], parts["datacontenttype"]
    assert Event.from_json(json.dumps(parts)) == replace(AN_EVENT, sequence=None, traceparent="")


def _with(**changed: Any) -> bytes:
    return json.dumps(json.loads(AN_EVENT.to_json()) | changed).encode()


def _without(name: str) -> bytes:
    parts = json.loads(AN_EVENT.to_json())
    del parts[name]
    return json.dumps(parts).encode()


NAMES = ("specversion", "id", "type", "source", "subject", "time", "dataschema", "data")


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe\x00", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "no JSON object"),
        (b"null", "no JSON object"),
        (_with(specversion="0.3"), "specversion"),
        (_with(id=""), "id"),
        (_with(id=7), "id"),
        (_with(subject="x" * 1025), "subject"),
        (_with(time="yesterday"), "time"),
        (_with(time="2026-03-01T12:30:00"), "time has no zone"),
        (_with(data="text"), "data"),
        (_with(sequence=7), "sequence"),
        (_with(sequence="-1"), "sequence"),
        (_with(sequence="1.5"), "sequence"),
        (_with(sequence="\u0663"), "sequence"),
        (_with(sequence="9" * 20), "sequence"),
        (_with(dataschema="loyalty/points/v1/x"), "dataschema"),
        (_with(traceparent=7), "traceparent"),
        *((_without(name), name) for name in NAMES),
    ],
)
def test_what_is_no_envelope_is_refused_and_says_why(body: bytes, trouble: str) -> None:
    with pytest.raises(EnvelopeInvalid, match=trouble):
        Event.from_json(body)


def test_a_number_that_is_none_is_not_written() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        replace(AN_EVENT, data={"rate": float("nan")}).to_json()
