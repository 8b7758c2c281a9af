"""Instants as people type them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from google.protobuf.timestamp_pb2 import Timestamp

FORMATS = ["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S%z"]

From = Annotated[
    datetime,
    typer.Option("--from", formats=FORMATS, help="First instant, as in 2026-06-01T04:00:00Z."),
]
To = Annotated[
    datetime, typer.Option("--to", formats=FORMATS, help="First instant after, likewise.")
]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=FORMATS, help="A past moment, as in 2026-06-01T04:00:00Z."),
]


def timestamp(instant: datetime) -> Timestamp:
    """Return the message of an instant; one without a zone is in UTC."""
    message = Timestamp()
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    message.FromDatetime(aware.astimezone(UTC).replace(tzinfo=None))
    return message
