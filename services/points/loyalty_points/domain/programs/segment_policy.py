"""What a program says of segments: from when on who is in which."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class SegmentPolicy(BaseModel):
    """Thresholds, for the group and for each business alike."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    window_days: int
    """Purchases of so many local days, today the last, count for how often and for how much."""
    active_days: int
    """Who bought so many days ago or later is active."""
    at_risk_days: int
    """Otherwise, who bought so many days ago or later is at risk; all others are lost."""
    frequency_counts: tuple[int, ...] = ()
    """Purchases that reach the second level and those above; rising, none for no levels."""
    monetary_amounts_minor: tuple[int, ...] = ()
    """Net amounts that do, likewise, in minor units of the businesses' currency."""
