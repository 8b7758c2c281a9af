"""Moments that callers ask about."""

from __future__ import annotations

from datetime import datetime

from loyalty_chassis.errors import InvalidField, Violation


def require_past(now: datetime, instant: datetime, path: str) -> None:
    """Raise InvalidField, naming the field at `path`, if an instant is still to come."""
    if instant > now:
        description = f"must not be in the future; the server's time is {now.isoformat()}"
        raise InvalidField.of([Violation(path, description)])
