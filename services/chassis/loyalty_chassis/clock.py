"""The server's clock. Everything that needs the time is handed one of these."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def to_milliseconds(instant: datetime) -> datetime:
    """Cut an instant to whole milliseconds, which is what MongoDB keeps."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def system_clock() -> datetime:
    """Return the current instant in UTC, to the millisecond."""
    return to_milliseconds(datetime.now(UTC))
