"""What a restaurant can set. Amounts are in minor units of the restaurant's currency."""

from __future__ import annotations

from typing import Annotated

from loyalty_sdk import Rounding
from loyalty_sdk.settings import (
    BonusBps,
    BurnRate,
    Category,
    Positive,
    Settings,
    SpendRate,
    Weekday,
)
from pydantic import Field

ClockTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Guests = Annotated[int, Field(strict=True, ge=1, le=1000)]

WEEKDAYS: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


class Window(Settings):
    """A stretch of local time on some weekdays."""

    weekdays: tuple[Weekday, ...] = Field(
        default=WEEKDAYS, min_length=1, description="Days on which the window starts."
    )
    start_time: ClockTime = Field(description='First minute inside, local, as "HH:MM".')
    end_time: ClockTime = Field(
        description="First minute outside; if not after `start_time`, it is on the next day."
    )


class QuietHours(Settings):
    """When a bill earns more."""

    bonus_bps: BonusBps = Field(description="The extra on points earned; 10000 doubles them.")
    windows: tuple[Window, ...] = Field(min_length=1, description="Any of these is quiet.")


class PartyCap(Settings):
    """How much of a large bill one member may earn on."""

    amount_per_guest_max_minor: Positive = Field(
        description="The bill earns on at most this for each guest, in minor units."
    )
    guests_max: Guests = Field(description="At most this many guests count.")


class DiningSettings(Settings):
    """Rates of one restaurant."""

    spend: SpendRate = Field(description="Points for the bill.")
    tip_categories: tuple[Category, ...] = Field(
        default=("tip",), description="Tips: they earn nothing and points do not pay them."
    )
    tax_categories: tuple[Category, ...] = Field(
        default=(), description="Taxes that earn nothing and that points do not pay."
    )
    quiet_hours: QuietHours | None = Field(
        default=None, description="When a bill earns more; null for never."
    )
    party_cap: PartyCap | None = Field(
        default=None, description="Limit of large bills; null for none."
    )
    burn: BurnRate | None = Field(
        default=None, description="Points as payment for the bill; null for none."
    )
    rounding: Rounding = Field(
        default=Rounding.DOWN, description='Rounding of every award: "down", "up" or "half_up".'
    )
