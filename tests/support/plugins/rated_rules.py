"""A plugin with settings, for programs that get them wrong."""

from __future__ import annotations

from loyalty_sdk import PointsAward, Purchase, hookimpl
from pydantic import BaseModel, ConfigDict, Field, field_validator

CHOKES_ON = 666
EXITS_ON = 667


class RatedSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    rate: int = Field(ge=0)

    @field_validator("rate")
    @classmethod
    def _choke(cls, value: int) -> int:
        if value == CHOKES_ON:
            raise KeyError(value)
        if value == EXITS_ON:
            raise SystemExit(value)
        return value


@hookimpl
def settings_model() -> type[BaseModel]:
    return RatedSettings


@hookimpl
def award_points(purchase: Purchase, settings: RatedSettings) -> tuple[PointsAward, ...]:
    points = purchase.earning_amount_minor * settings.rate
    return (PointsAward(points=points, rule_id="rated", reason="spend"),)
