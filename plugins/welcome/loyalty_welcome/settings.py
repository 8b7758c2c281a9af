"""What the group can set. A group has several currencies, so amounts are set by currency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from loyalty_sdk import Rounding
from loyalty_sdk.settings import BusinessId, Category, Channel, Positive, Settings
from pydantic import Field

CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Points = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]


class Birthday(Settings):
    """Extra points for money in the month of the member's birthday."""

    points: Points = Field(description="Points for each amount of `per_amount_minor`.")
    per_amount_minor: Mapping[CurrencyCode, Positive] = Field(
        min_length=1,
        description="By currency: the amount that brings them; another currency earns nothing.",
    )


class FirstVisit(Settings):
    """Points for the first purchase at one more business of the group."""

    points: Points = Field(description="Points for the purchase, whatever its size.")
    amount_min_minor: Mapping[CurrencyCode, Positive] = Field(
        default={},
        description="By currency: the least earning amount; 1 for a currency not named.",
    )


class RoundVisits(Settings):
    """A gift of the group at every so many purchases, for journeys that ask this plugin."""

    every: Annotated[int, Field(strict=True, ge=2, le=1000)] = Field(
        description="How many purchases at all businesses together, such as 10."
    )
    points: Points = Field(description="Points for each time that many are reached.")


class WelcomeSettings(Settings):
    """Bonuses of the group."""

    birthday: Birthday | None = Field(default=None, description="Null for none.")
    first_visit: FirstVisit | None = Field(default=None, description="Null for none.")
    round_visits: RoundVisits | None = Field(default=None, description="Null for none.")
    excluded_categories: tuple[Category, ...] = Field(
        default=(), description="Lines that neither bonus looks at, at any business."
    )
    excluded_channels: tuple[Channel, ...] = Field(
        default=(), description="Channels, such as agencies', whose purchases earn neither bonus."
    )
    confirmed_business_ids: tuple[BusinessId, ...] = Field(
        default=(),
        description="Businesses whose tills confirm what they record: both bonuses wait for that.",
    )
    funded_by: Literal["group", "business"] = Field(
        default="group", description="Who pays: the group, or the business of the purchase."
    )
    rounding: Rounding = Field(
        default=Rounding.DOWN, description='Rounding of every award: "down", "up" or "half_up".'
    )
