"""Points and holds in the plainest way: every point is an object.

Shares no code with `loyalty_points.domain`. Instants are milliseconds since 1970.
"""

from __future__ import annotations

from dataclasses import dataclass

FOREVER = float("inf")


@dataclass(eq=False)
class Point:
    """One point."""

    funder: str
    earner: str
    active: int
    """From when on it can be spent; 0 where that is written down, or was at once."""
    end: int
    """From when on it cannot; 0 for never."""
    idle: int
    """After how many days without activity it ends; 0 where its end is fixed."""
    since: int
    hold: str = ""

    @property
    def lot(self) -> str:
        idle = f"~{self.idle}-days-end_of_day" if self.idle else ""
        return f"{self.funder}~{self.active}~{self.end}~{self.earner}{idle}"

    def is_over(self, at: int) -> bool:
        return 0 < self.end <= at

    def is_usable(self, at: int) -> bool:
        return self.active <= at and not self.is_over(at)


@dataclass
class NaiveHold:
    """Points set aside, in the order in which they would be spent."""

    business: str
    deadline: int
    points: list[Point]
    member: str = ""
    """Who is to spend them."""
