"""What is sent about an event: a CloudEvents 1.0 envelope in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from loyalty_chassis.instants import utc_text

CONTENT_TYPE = "application/cloudevents+json"
_SPEC_VERSION = "1.0"
_TEXT_MAX = 1024
"""Characters of a type, source, subject or id: far above what the suite uses."""


class EnvelopeInvalid(Exception):
    """What came is no event that can be read. The message says which part is wrong."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. Sent more than once it keeps its id."""

    event_id: str
    """Unique within the source, and the same however often the event is published."""
    type: str
    """The full name of the payload's message, such as loyalty.points.v1.PurchaseRecorded."""
    source: str
    """Where it happened, such as loyalty/points."""
    subject: str
    """What it happened to: events of one subject keep their order."""
    time: datetime
    """When it was recorded, with its zone."""
    data: Mapping[str, object]
    """The payload, as protobuf writes it in JSON."""
    sequence: int | None = None
    """Rises with the events of one subject; None where nothing orders them."""
    traceparent: str = ""
    """The W3C trace context of what caused it; empty for none."""
    schema_version: int = 1
    """Of the payload; higher where older readers would misread it. A new field is no reason."""

    @property
    def dataschema(self) -> str:
        """The package of the payload's message and its schema version, as a path."""
        package = self.type.rpartition(".")[0]
        return f"{package.replace('.', '/')}/{self.schema_version}"

    def to_json(self) -> bytes:
        """Return the envelope. Raises TypeError for data that JSON does not know."""
        envelope: dict[str, object] = {
            "specversion": _SPEC_VERSION,
            "id": self.event_id,
            "type": self.type,
            "source": self.source,
            "subject": self.subject,
            "time": utc_text(self.time),
            "datacontenttype": "application/json",
            "dataschema": self.dataschema,
        }
        if self.traceparent:
            envelope["traceparent"] = self.traceparent
        if self.sequence is not None:
            # A text, as CloudEvents has it: its own integers end at 32 bits.
            envelope["sequence"] = str(self.sequence)
        envelope["data"] = self.data
        return json.dumps(envelope, separators=(",", ":"), allow_nan=False).encode()

    @classmethod
    def from_json(cls, body: bytes | str) -> Event:
        """Return the event of an envelope. Attributes that are not known are passed over.

        Raises EnvelopeInvalid.
        """
        parts = _parse(body)
        if parts.get("specversion") != _SPEC_VERSION:
            raise EnvelopeInvalid("specversion is not 1.0")
        data = parts.get("data")
        if not isinstance(data, dict):
            raise EnvelopeInvalid("data is not an object")
        return cls(
            event_id=_text(parts, "id"),
            type=_text(parts, "type"),
            source=_text(parts, "source"),
            subject=_text(parts, "subject"),
            time=_time(parts),
            data=data,
            sequence=_sequence(parts),
            traceparent=_text(parts, "traceparent") if "traceparent" in parts else "",
            schema_version=_schema_version(parts),
        )


def _parse(body: bytes | str) -> dict[str, Any]:
    try:
        parts = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise EnvelopeInvalid(f"no JSON: {error}") from error
    if not isinstance(parts, dict):
        raise EnvelopeInvalid("no JSON object")
    return parts


def _text(parts: Mapping[str, object], name: str) -> str:
    value = parts.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= _TEXT_MAX:
        raise EnvelopeInvalid(f"{name} is not a text of 1 to {_TEXT_MAX} characters")
    return value


def _time(parts: Mapping[str, object]) -> datetime:
    try:
        time = datetime.fromisoformat(_text(parts, "time"))
    except ValueError as error:
        raise EnvelopeInvalid("time is not as RFC 3339 writes it") from error
    if time.tzinfo is None:
        raise EnvelopeInvalid("time has no zone")
    return time.astimezone(UTC)


def _sequence(parts: Mapping[str, object]) -> int | None:
    if parts.get("sequence") is None:
        return None
    return _whole_number(_text(parts, "sequence"), "sequence")


def _schema_version(parts: Mapping[str, object]) -> int:
    return _whole_number(_text(parts, "dataschema").rpartition("/")[2], "dataschema's version")


def _whole_number(text: str, name: str) -> int:
    digits_max = 19  # of signed 64 bits
    if not (text.isascii() and text.isdigit() and len(text) <= digits_max):
        raise EnvelopeInvalid(f"{name} is not a whole number")
    return int(text)
