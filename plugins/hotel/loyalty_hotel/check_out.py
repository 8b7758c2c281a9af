"""Points of a stay that was recorded before it was over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from loyalty_sdk import Activation, PointsAward

from .settings import HotelSettings


def await_check_out(
    awards: Iterable[PointsAward], settings: HotelSettings
) -> tuple[PointsAward, ...]:
    """Let the points of `awards` wait for the till's confirmation, if the hotel wants that."""
    if not settings.awaits_confirmation:
        return tuple(awards)
    return tuple(replace(award, activation=Activation.on_confirmation()) for award in awards)
