"""What a filling station can set. Volumes are in thousandths of the unit it sells by."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Self

from loyalty_sdk import Rounding
from loyalty_sdk.settings import BurnRate, Category, Points, Positive, Settings
from pydantic import Field, model_validator

Limit = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]


class Grade(Settings):
    """Points for the volume of some categories."""

    categories: tuple[Category, ...] = Field(min_length=1, description="What earns this.")
    points: Points = Field(description="Points for each `per_quantity_milli`.")
    qualifying_points: Points = Field(
        default=0, description="Qualifying points for each `per_quantity_milli`."
    )
    per_quantity_milli: Positive = Field(
        description="The volume that brings them; 1000 is one liter or gallon, as sold."
    )


class FuelBurnRate(BurnRate):
    """What points are worth as payment, and for what."""

    categories: tuple[Category, ...] = Field(min_length=1, description="What points may pay for.")


class FuelSettings(Settings):
    """Rates of one chain of filling stations."""

    grades: tuple[Grade, ...] = Field(
        min_length=1, description="Rates; a category is in one of them at most."
    )
    points_per_day_max: Limit = Field(
        default=0, description="The most points for volume in a local day; 0 for no limit."
    )
    burn: FuelBurnRate | None = Field(default=None, description="Points as payment; null for none.")
    rounding: Rounding = Field(
        default=Rounding.DOWN, description='Rounding of every award: "down", "up" or "half_up".'
    )

    @model_validator(mode="after")
    def _categories_are_unique(self) -> Self:
        counts = Counter(name for grade in self.grades for name in set(grade.categories))
        repeated = sorted(name for name, count in counts.items() if count > 1)
        if repeated:
            raise ValueError(f"category is in more than one grade: {', '.join(repeated)}")
        return self
