"""What callers ask for about holds."""

from __future__ import annotations

from dataclasses import dataclass

from loyalty_points.use_cases.commands import MemberKey

PLACE_HOLD = "place_hold"
CAPTURE_HOLD = "capture_hold"
RELEASE_HOLD = "release_hold"


@dataclass(frozen=True, slots=True)
class PlaceHold:
    """Set points aside for a business."""

    member: MemberKey
    business_id: str
    store_id: str
    points: int
    duration_seconds: int
    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class CaptureHold:
    """Spend points of a hold."""

    member: MemberKey
    hold_id: str
    points: int
    """0 for all."""
    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class ReleaseHold:
    """Set the points of a hold free."""

    member: MemberKey
    hold_id: str
