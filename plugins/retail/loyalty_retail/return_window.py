"""Points that can be spent only once the goods can no longer be returned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from loyalty_sdk import Activation, PointsAward

from .settings import RetailSettings


def after_return_window(
    awards: Iterable[PointsAward], settings: RetailSettings
) -> tuple[PointsAward, ...]:
    """Let the points of `awards` wait for the end of the return window, if there is one."""
    days = settings.spendable_after_days
    if not days:
        return tuple(awards)
    return tuple(replace(award, activation=Activation.start_of_day(days)) for award in awards)
