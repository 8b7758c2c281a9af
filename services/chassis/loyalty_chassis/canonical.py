"""One way to turn values into bytes, for digests and hash chains.

JSON in UTF-8 with sorted keys, no spaces and integers in full. Dataclasses become
objects, without the fields that hold their default: a field added later, with a default,
changes no digest made before. Instants become whole microseconds since 1970, bytes
hexadecimal.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@cache
def _fields_of(kind: Any) -> tuple[tuple[str, object], ...]:  # noqa: ANN401
    """Return the fields of a dataclass with their defaults: looked up each time they cost most."""
    return tuple((field.name, field.default) for field in fields(kind))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return (aware - _EPOCH) // _MICROSECOND
    if is_dataclass(value) and not isinstance(value, type):
        return {
            name: content
            for name, default in _fields_of(type(value))
            if (content := getattr(value, name)) != default
        }
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"no canonical form for {type(value).__name__}")


_encode = json.JSONEncoder(
    sort_keys=True,
    separators=(",", ":"),
    ensure_ascii=False,
    allow_nan=False,
    default=_plain,
).encode


def canonical_bytes(value: object) -> bytes:
    """Return the canonical form of `value`.

    Raises TypeError for a type without one, and ValueError for NaN, infinity, text that is
    not Unicode and what contains itself. Other floats are the gate's before a write to refuse.
    """
    return _encode(value).encode()


def keyed_digest(key: bytes, value: object) -> bytes:
    """Return the HMAC-SHA-256, 32 bytes, of the canonical form of `value`.

    Raises as `canonical_bytes` does.
    """
    return hmac.digest(key, canonical_bytes(value), hashlib.sha256)
