"""The gate that every number passes: whole, and within signed 64 bits."""

from __future__ import annotations

INT64_MAX = 2**63 - 1
INT64_MIN = -(2**63)


def require_int(
    value: object, name: str, minimum: int = INT64_MIN, maximum: int = INT64_MAX
) -> int:
    """Return `value` if it is an int (a bool is not) between `minimum` and `maximum`.

    Raises TypeError for another type and ValueError for a number out of range.
    """
    if type(value) is not int:
        raise TypeError(f"{name} must be an int, got {value!r}")
    if not minimum <= value <= maximum:
        raise ValueError(f"{name} must be between {minimum} and {maximum}, got {value}")
    return value
