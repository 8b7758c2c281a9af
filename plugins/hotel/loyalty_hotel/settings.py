"""What a hotel can set. Amounts are in minor units of the hotel's currency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from loyalty_sdk import Rounding
from loyalty_sdk.settings import BonusBps, BurnRate, Category, Channel, Points, Settings, SpendRate
from pydantic import Field, StrictBool, model_validator

TierId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]


class HotelSettings(Settings):
    """Rates of one hotel."""

    room_categories: tuple[Category, ...] = Field(
        min_length=1, description="Categories whose quantity counts nights."
    )
    tax_categories: tuple[Category, ...] = Field(
        default=(), description="Taxes and levies: they earn nothing and points do not pay them."
    )
    agency_channels: tuple[Channel, ...] = Field(
        default=(), description="Channels of travel agencies, whose bookings earn nothing."
    )
    points_per_night: Points = Field(default=0, description="Points for one paid night.")
    qualifying_points_per_night: Points = Field(
        default=0, description="Qualifying points for one paid night."
    )
    spend: SpendRate | None = Field(
        default=None, description="Points for room and folio; null for none."
    )
    tier_bonus_bps: Mapping[TierId, BonusBps] = Field(
        default={}, description="By tier: the extra on points earned; 2500 adds a quarter."
    )
    awaits_confirmation: StrictBool = Field(
        default=False,
        description="Whether points wait until the till confirms the stay, at check-out: for "
        "hotels that record bookings before.",
    )
    burn: BurnRate | None = Field(
        default=None, description="Points as payment for room and folio; null for none."
    )
    rounding: Rounding = Field(
        default=Rounding.DOWN, description='Rounding of every award: "down", "up" or "half_up".'
    )

    @model_validator(mode="after")
    def _room_is_not_tax(self) -> Self:
        both = sorted(set(self.room_categories) & set(self.tax_categories))
        if both:
            raise ValueError(f"categories are both room and tax: {', '.join(both)}")
        return self
