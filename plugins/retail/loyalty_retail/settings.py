"""What a shop can set. Amounts are in minor units of the shop's currency."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Self

from loyalty_sdk import Rounding
from loyalty_sdk.settings import BonusBps, BurnRate, Category, Settings, SpendRate, Weekday
from pydantic import Field, model_validator

ClassId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,31}$")]
Amount = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
DayOfMonth = Annotated[int, Field(strict=True, ge=1, le=31)]
WindowDays = Annotated[int, Field(strict=True, ge=0, le=366)]

DEFAULT_CLASS_ID = "default"


class RateClass(SpendRate):
    """Points for money spent on some categories, instead of the default rate."""

    class_id: ClassId = Field(description='Names the rate in awards; not "default".')
    categories: tuple[Category, ...] = Field(min_length=1, description="What has this rate.")


class MemberDay(Settings):
    """Days on which everything earns more."""

    weekdays: tuple[Weekday, ...] = Field(default=(), description="Local weekdays.")
    days_of_month: tuple[DayOfMonth, ...] = Field(
        default=(), description="Local days, 1 to 31; a month without the day has none."
    )
    bonus_bps: BonusBps = Field(description="The extra on points earned; 10000 doubles them.")

    @model_validator(mode="after")
    def _has_a_day(self) -> Self:
        if not self.weekdays and not self.days_of_month:
            raise ValueError("name at least one of weekdays and days_of_month")
        return self


class RetailSettings(Settings):
    """Rates of one shop."""

    default_rate: SpendRate = Field(description="For every category not named elsewhere.")
    rate_classes: tuple[RateClass, ...] = Field(
        default=(), description="Other rates; a category is in one of them at most."
    )
    excluded_categories: tuple[Category, ...] = Field(
        default=(), description="They earn nothing and points do not pay them."
    )
    amount_min_minor: Amount = Field(
        default=0, description="A basket whose earning lines come to less earns nothing."
    )
    member_day: MemberDay | None = Field(default=None, description="Null for none.")
    spendable_after_days: WindowDays = Field(
        default=0,
        description="Points are spendable from the start of the day so many days after the "
        "purchase's, up to 366; 0 for at once.",
    )
    burn: BurnRate | None = Field(default=None, description="Points as payment; null for none.")
    rounding: Rounding = Field(
        default=Rounding.DOWN, description='Rounding of every award: "down", "up" or "half_up".'
    )

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        class_ids = [DEFAULT_CLASS_ID, *(rate.class_id for rate in self.rate_classes)]
        _refuse_repeats("class_id", class_ids)
        categories = [name for rate in self.rate_classes for name in set(rate.categories)]
        _refuse_repeats("category", [*categories, *set(self.excluded_categories)])
        return self


def _refuse_repeats(what: str, names: list[str]) -> None:
    repeated = sorted(name for name, count in Counter(names).items() if count > 1)
    if repeated:
        raise ValueError(f"{what} is used more than once: {', '.join(repeated)}")
