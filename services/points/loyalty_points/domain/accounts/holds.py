"""Holds: points set aside, to be captured, released, or to lapse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

HOLDS_MAX = 64


@dataclass(frozen=True, slots=True)
class LotPart:
    """Points of one lot."""

    lot_id: str
    points: int


@dataclass(frozen=True, slots=True)
class Hold:
    """Points set aside for one business, in the order in which they would be spent.

    They stay in their lots and do not expire while it is live.
    """

    hold_id: str
    member_id: str
    """Who is to spend them."""
    business_id: str
    store_id: str
    deadline_ms: int
    """From then on it has lapsed, whether a worker has said so or not."""
    parts: tuple[LotPart, ...]

    @property
    def points(self) -> int:
        """All that is set aside."""
        return sum(part.points for part in self.parts)

    def is_live(self, now_ms: int) -> bool:
        """Tell whether it can still be captured."""
        return now_ms < self.deadline_ms

    def first(self, points: int) -> tuple[LotPart, ...]:
        """Return the parts that its first `points` are in."""
        return first_points(self.parts, points)


def first_points(parts: Iterable[LotPart], points: int) -> tuple[LotPart, ...]:
    """Return the parts that the first `points` of some are in."""
    taken = []
    for part in parts:
        if not points:
            break
        taken.append(LotPart(part.lot_id, min(points, part.points)))
        points -= taken[-1].points
    return tuple(taken)


def held_by_lot(holds: Iterable[Hold]) -> dict[str, int]:
    """Return how many points of each lot are set aside, of those of which any are."""
    held: dict[str, int] = {}
    for hold in holds:
        for part in hold.parts:
            held[part.lot_id] = held.get(part.lot_id, 0) + part.points
    return held
