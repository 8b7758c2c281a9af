"""Changing stored documents by hand, one value at a time."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

from loyalty.points.v1 import audit_service_pb2
from loyalty_chassis.storage.documents import Document

from support.harness import Client
from support.together import audit

Path = tuple[str | int, ...]


def difference(client: Client, account_id: str = "") -> audit_service_pb2.AuditDifference | None:
    last = audit(client, account_id)
    return last.difference if last.HasField("difference") else None


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the way to every single value within a document."""
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    if not inner:
        yield path
    for key, item in inner:
        yield from leaves(item, (*path, key))


def flipped(value: Any) -> Any:
    """Return another value, of the same type where there is one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1_000
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, datetime):
        return value + timedelta(milliseconds=1)
    return ["x"]


def flip(document: Document, path: Path) -> Document:
    """Return the document with the one value at `path` changed."""
    changed = deepcopy(document)
    place: Any = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = flipped(place[path[-1]])
    return changed
