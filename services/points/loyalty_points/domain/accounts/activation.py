"""When points become spendable."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from loyalty_sdk import Activation, ActivationKind

from loyalty_points.domain.accounts.lots import AWAITING_MS
from loyalty_points.domain.instants import (
    add_days,
    from_ms,
    local_date,
    start_of_day,
    to_ms,
)


class Awaits(Enum):
    """What points wait for that is no instant."""

    CONFIRMATION = "confirmation"


def activate_time(
    activation: Activation | None, earned: datetime, zone_name: str
) -> datetime | Awaits | None:
    """Return the instant from which points are spendable, or that they await confirmation.

    None for at once, which an instant that is not after `earned` is too. Cut to
    milliseconds, as it is kept. A local day starts at the first instant that is in it or
    after it, where midnight or the whole day is skipped.
    """
    if activation is None or activation.kind is ActivationKind.AT_ONCE:
        return None
    if activation.kind is ActivationKind.ON_CONFIRMATION:
        return Awaits.CONFIRMATION
    instant = from_ms(to_ms(_instant(activation, earned, zone_name)))
    return instant if instant > earned else None


def activate_ms(activation: Activation | None, earned: datetime, zone_name: str) -> int:
    """Return the same as a lot's key says it: 0 for at once, AWAITING_MS for the till's word."""
    found = activate_time(activation, earned, zone_name)
    if isinstance(found, Awaits):
        return AWAITING_MS
    return to_ms(found) if found else 0


def _instant(activation: Activation, earned: datetime, zone_name: str) -> datetime:
    if activation.instant is not None:
        return activation.instant
    if activation.day is not None:
        return start_of_day(activation.day, zone_name)
    if activation.kind is ActivationKind.AFTER_INTERVAL:
        return earned + timedelta(seconds=activation.seconds)
    days = activation.days + int(activation.kind is ActivationKind.END_OF_DAY)
    return start_of_day(add_days(local_date(earned, zone_name), days), zone_name)
