"""What documents are made of, and the gate before every write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from loyalty_sdk import INT64_MAX, INT64_MIN, require_int

Document = dict[str, Any]

_SCALARS = (str, bytes, datetime, type(None), bool)
_PLAIN = frozenset(_SCALARS)
"""Nearly all values are exactly of one of these types."""


def require_storable(value: object, path: str = "") -> None:
    """Raise TypeError or ValueError unless `value` holds only what the suite stores.

    That is text, bytes, instants, booleans, whole numbers within 64 bits, and lists and
    mappings of them. Floats and decimals are what this keeps out.
    """
    if isinstance(value, (dict, Mapping)):
        for key, item in value.items():
            # Seen here, nearly all values cost no call: half the time of a document.
            kind = type(item)
            if kind in _PLAIN or (kind is int and INT64_MIN <= item <= INT64_MAX):
                continue
            require_storable(item, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for item in value:
            kind = type(item)
            if kind in _PLAIN or (kind is int and INT64_MIN <= item <= INT64_MAX):
                continue
            require_storable(item, path)
    elif isinstance(value, int) and not isinstance(value, bool):
        require_int(int(value), path)
    elif not isinstance(value, _SCALARS):
        raise TypeError(f"{path} cannot be stored: {value!r}")
