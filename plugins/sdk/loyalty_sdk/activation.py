"""When an award's points become spendable. Until then they are pending, and never expire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timezone
from enum import StrEnum
from zoneinfo import ZoneInfo

from .integers import require_int

DELAY_DAYS_MAX = 3660
"""The longest that a rule may keep points pending by a delay: ten years."""
DELAY_SECONDS_MAX = DELAY_DAYS_MAX * 86_400
_FIRST_YEAR, _LAST_YEAR = 1970, 8999


class ActivationKind(StrEnum):
    """What makes points spendable."""

    AT_ONCE = "at_once"
    """The purchase itself."""
    AFTER_INTERVAL = "after_interval"
    """So many seconds after the purchase."""
    AT_INSTANT = "at_instant"
    """An instant; at once where it has passed."""
    ON_DATE = "on_date"
    """The start of a local day; at once where it has passed."""
    START_OF_DAY = "start_of_day"
    """The start of the local day so many days after the purchase's."""
    END_OF_DAY = "end_of_day"
    """The end of the local day so many days after the purchase's: the midnight after it."""
    ON_CONFIRMATION = "on_confirmation"
    """The till's word: a hotel's check-out, the end of a time to return goods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """When points become spendable. Best made by the methods below.

    Days are those of the awarding business's zone, or of the program's for a group-wide
    plugin. Raises TypeError or ValueError where a value is not of its type and range, or
    belongs to another kind.
    """

    kind: ActivationKind
    seconds: int = 0
    """For AFTER_INTERVAL: 1 to `DELAY_SECONDS_MAX`."""
    instant: datetime | None = None
    """For AT_INSTANT: aware, in a zone of `timezone` or `ZoneInfo`, from 1970 to 8999."""
    day: date | None = None
    """For ON_DATE: from 1970 to 8999."""
    days: int = 0
    """For START_OF_DAY 1, for END_OF_DAY 0, to `DELAY_DAYS_MAX`."""

    def __post_init__(self) -> None:
        if type(self.kind) is not ActivationKind:
            raise TypeError(f"kind must be an ActivationKind, got {self.kind!r}")
        _require_seconds(self.kind, self.seconds)
        _require_days(self.kind, self.days)
        _require_instant(self.kind, self.instant)
        _require_day(self.kind, self.day)

    @classmethod
    def at_once(cls) -> Activation:
        """Return the activation by the purchase itself, the same as none."""
        return cls(kind=ActivationKind.AT_ONCE)

    @classmethod
    def after(cls, seconds: int) -> Activation:
        """Return the activation so many seconds after the purchase."""
        return cls(kind=ActivationKind.AFTER_INTERVAL, seconds=seconds)

    @classmethod
    def at(cls, instant: datetime) -> Activation:
        """Return the activation at an instant."""
        return cls(kind=ActivationKind.AT_INSTANT, instant=instant)

    @classmethod
    def on(cls, day: date) -> Activation:
        """Return the activation at the start of a local day."""
        return cls(kind=ActivationKind.ON_DATE, day=day)

    @classmethod
    def start_of_day(cls, days: int) -> Activation:
        """Return the activation at the start of the local day `days` on: 1 is tomorrow."""
        return cls(kind=ActivationKind.START_OF_DAY, days=days)

    @classmethod
    def end_of_day(cls, days: int) -> Activation:
        """Return the activation at the end of the local day `days` on: 0 is today."""
        return cls(kind=ActivationKind.END_OF_DAY, days=days)

    @classmethod
    def on_confirmation(cls) -> Activation:
        """Return the activation by the till's word."""
        return cls(kind=ActivationKind.ON_CONFIRMATION)


def require_activation(value: object) -> None:
    """Check an award's activation, also one that was changed after it was made."""
    if value is None:
        return
    if type(value) is not Activation:
        raise TypeError(f"activation must be an Activation or None, got {value!r}")
    value.__post_init__()


def _require_seconds(kind: ActivationKind, seconds: object) -> None:
    is_used = kind is ActivationKind.AFTER_INTERVAL
    require_int(seconds, "seconds", int(is_used), DELAY_SECONDS_MAX if is_used else 0)


def _require_days(kind: ActivationKind, days: object) -> None:
    first = {ActivationKind.START_OF_DAY: 1, ActivationKind.END_OF_DAY: 0}.get(kind)
    require_int(days, "days", first or 0, 0 if first is None else DELAY_DAYS_MAX)


def _require_instant(kind: ActivationKind, instant: object) -> None:
    if kind is not ActivationKind.AT_INSTANT:
        _require_unset(instant, "instant", kind)
        return
    # A class derived from these would run the plugin's code inside the service.
    if type(instant) is not datetime or type(instant.tzinfo) not in (timezone, ZoneInfo):
        raise TypeError(f"instant must be an aware datetime, got {instant!r}")
    _require_year(instant.year, "instant")


def _require_day(kind: ActivationKind, day: object) -> None:
    if kind is not ActivationKind.ON_DATE:
        _require_unset(day, "day", kind)
        return
    if type(day) is not date:
        raise TypeError(f"day must be a date, got {day!r}")
    _require_year(day.year, "day")


def _require_unset(value: object, name: str, kind: ActivationKind) -> None:
    if value is not None:
        raise ValueError(f"{name} does not go with {kind.name}")


def _require_year(year: int, name: str) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"{name} must be between the years {_FIRST_YEAR} and {_LAST_YEAR}")
