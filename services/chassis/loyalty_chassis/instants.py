"""Instants as whole milliseconds, which is what MongoDB keeps of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def utc_text(instant: datetime) -> str:
    """Return an instant in UTC as RFC 3339 has it, such as "2026-11-26T07:30:00.123456Z"."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def to_ms(instant: datetime) -> int:
    """Return an instant in whole milliseconds since 1970, rounded down."""
    return (instant - EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """Return the instant of so many milliseconds since 1970, in UTC."""
    return EPOCH + milliseconds * _MILLISECOND
