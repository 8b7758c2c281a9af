"""Instants as people type them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from google.protobuf.timestamp_pb2 import Timestamp

_EXAMPLE = "2026-06-01T04:00:00Z"


def parse_instant(text: str) -> datetime:
    """Return an instant as a person wrote it. Raises typer.BadParameter."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z").astimezone(UTC)
    except (ValueError, OverflowError):
        problem = f"{text!r} is no instant with its zone, such as {_EXAMPLE}"
        raise typer.BadParameter(problem) from None


From = Annotated[
    datetime,
    typer.Option(
        "--from",
        parser=parse_instant,
        metavar="INSTANT",
        help="First instant, as in 2026-06-01T04:00:00Z.",
    ),
]
To = Annotated[
    datetime,
    typer.Option(
        "--to", parser=parse_instant, metavar="INSTANT", help="First instant after, likewise."
    ),
]
MaybeFrom = Annotated[
    datetime | None,
    typer.Option(
        "--from",
        parser=parse_instant,
        metavar="INSTANT",
        help="First instant of a period, as in 2026-06-01T04:00:00Z.",
    ),
]
MaybeTo = Annotated[
    datetime | None,
    typer.Option(
        "--to", parser=parse_instant, metavar="INSTANT", help="First instant after the period."
    ),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        parser=parse_instant,
        metavar="INSTANT",
        help="A past moment, as in 2026-06-01T04:00:00Z.",
    ),
]


def timestamp(instant: datetime) -> Timestamp:
    """Return the message of an instant; one without a zone is in UTC."""
    message = Timestamp()
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    message.FromDatetime(aware.astimezone(UTC).replace(tzinfo=None))
    return message
