"""Parts of settings that most businesses need, so that they read alike in every program.

Numbers are strict: neither 1.0 nor true is one. Amounts are in minor units.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from .arithmetic import BASIS_POINTS
from .decisions import BurnTerms

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
BusinessId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
Category = Annotated[str, Field(pattern=r"^[a-z0-9_.-]{1,64}$")]
Channel = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,32}$")]
Points = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
Positive = Annotated[int, Field(strict=True, ge=1, le=1_000_000_000)]
ShareBps = Annotated[int, Field(strict=True, ge=1, le=BASIS_POINTS)]
BonusBps = Annotated[int, Field(strict=True, ge=1, le=100 * BASIS_POINTS)]


class Settings(BaseModel):
    """Base of settings: never changed, and nothing in them that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SpendRate(Settings):
    """Points for money."""

    points: Points = Field(description="Points for each `per_amount_minor`; 0 for none.")
    qualifying_points: Points = Field(
        default=0, description="Qualifying points for each `per_amount_minor`."
    )
    per_amount_minor: Positive = Field(description="The amount that brings them, in minor units.")


class BurnRate(Settings):
    """What points are worth as payment."""

    points: Positive = Field(description="This many points ...")
    amount_minor: Positive = Field(description="... pay this amount, in minor units.")
    points_min: Positive = Field(default=1, description="The fewest points that can be spent.")
    points_step: Positive = Field(default=1, description="Points are spent in multiples of this.")
    share_bps_max: ShareBps = Field(
        default=BASIS_POINTS,
        description="The largest part of the lines on offer that points pay, in ten-thousandths.",
    )

    def terms(self, reason: str, line_ids: tuple[str, ...]) -> BurnTerms:
        """Return the terms for these lines, under the rule id "burn"."""
        return BurnTerms(
            points=self.points,
            amount_minor=self.amount_minor,
            rule_id="burn",
            reason=reason,
            points_min=self.points_min,
            points_step=self.points_step,
            share_bps_max=self.share_bps_max,
            line_ids=line_ids,
        )
