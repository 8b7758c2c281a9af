"""Fields that do not bend what they are given, and the gate before every write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import mongoengine
from bson.int64 import Int64
from loyalty_sdk import INT64_MAX, INT64_MIN, require_int

Document = dict[str, Any]


class StrictIntField(mongoengine.fields.BaseField):
    """A whole number within signed 64 bits.

    mongoengine's own would store 1.9 as 1 and True as 1.
    """

    def validate(self, value: object) -> None:
        """Refuse anything but an int within 64 bits. Large ones are read as bson's Int64."""
        try:
            require_int(int(value) if type(value) is Int64 else value, self.name or "number")
        except (TypeError, ValueError) as error:
            self.error(str(error))


_SCALARS = (str, bytes, datetime, type(None), bool)
_PLAIN = frozenset(_SCALARS)
"""Nearly all values are exactly of one of these types."""
_LISTS = frozenset({list, tuple})
_QUICKLY_SEEN_MAX = 100_000
"""Lists and mappings in one document; what has more may contain itself."""


def require_storable(value: object, path: str = "") -> None:
    """Raise TypeError or ValueError unless `value` holds only what the suite stores.

    That is text, bytes, instants, booleans, whole numbers within 64 bits, and lists and
    mappings of them. Floats and decimals are what this keeps out.
    """
    # The quick look costs half as much, and nearly always suffices.
    if not _is_plainly_storable(value):
        _require_each_storable(value, path)


def _is_plainly_storable(value: object) -> bool:
    """Tell whether all of it is exactly of the types that are stored, not of their kin.

    Where it is more than is quickly seen, it may be all the same.
    """
    unseen = [value]
    for _ in range(_QUICKLY_SEEN_MAX):
        if not unseen:
            return True
        container = unseen.pop()
        kind = type(container)
        items: Any = (container,)
        if kind is dict:
            items = container.values()  # type: ignore[attr-defined]  # it is a dict
        elif kind in _LISTS:
            items = container
        for item in items:
            kind = type(item)
            if kind in _PLAIN:
                continue
            if kind is int:
                if not INT64_MIN <= item <= INT64_MAX:
                    return False
            elif kind is dict or kind in _LISTS:
                unseen.append(item)
            else:
                return False
    return False


def _require_each_storable(value: object, path: str) -> None:
    if isinstance(value, int) and not isinstance(value, bool):
        require_int(int(value), path)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _require_each_storable(item, path)
    elif isinstance(value, (dict, Mapping)):
        for key, item in value.items():
            _require_each_storable(item, f"{path}.{key}")
    elif not isinstance(value, _SCALARS):
        raise TypeError(f"{path} cannot be stored: {value!r}")
