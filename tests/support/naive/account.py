"""An account kept in the plainest way: a list with every single point in it.

Shares no code with `loyalty_points.domain.accounts.account`, so that one checks the other.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

FOREVER = float("inf")


@dataclass
class Point:
    """One point."""

    funder: str
    activate: int
    expire: int
    """0 for never."""
    earner: str
    since: int

    @property
    def lot(self) -> str:
        return f"{self.funder}~{self.activate}~{self.expire}~{self.earner}"

    def is_usable(self, now: int) -> bool:
        return self.activate <= now and not self.is_over(now)

    def is_over(self, now: int) -> bool:
        return self.expire != 0 and self.expire <= now


@dataclass
class NaiveAccount:
    """Points and debts, one by one."""

    points: list[Point] = field(default_factory=list)
    debts: list[str] = field(default_factory=list)
    """A funder's name for every point owed to it."""

    def lots(self) -> dict[str, tuple[int, int]]:
        """Return points and age by lot."""
        counts = Counter(point.lot for point in self.points)
        return {lot: (count, self._age(lot)) for lot, count in counts.items()}

    def _age(self, lot: str) -> int:
        return min(point.since for point in self.points if point.lot == lot)

    def usable(self, now: int) -> list[Point]:
        """Return the points that can be spent, in the order in which they are."""
        usable = [point for point in self.points if point.is_usable(now)]
        return sorted(usable, key=lambda p: (p.expire or FOREVER, self._age(p.lot), p.lot))

    def available(self, now: int) -> int:
        return max(len(self.usable(now)) - len(self.debts), 0)

    def pending(self, now: int) -> int:
        return sum(p.activate > now and not p.is_over(now) for p in self.points)

    def due(self, now: int) -> int:
        return sum(point.is_over(now) for point in self.points)

    def give(self, number: int, point: Point, now: int) -> None:
        for _ in range(number):
            if self.debts and point.is_usable(now):
                owed_to_giver = point.funder in self.debts
                self.debts.remove(point.funder if owed_to_giver else min(self.debts))
            else:
                self.points.append(Point(**vars(point)))
        alike = [each for each in self.points if each.lot == point.lot]
        for each in alike:  # a lot is as old as the oldest point that was put in it
            each.since = min(other.since for other in alike)

    def spend(self, number: int, now: int) -> list[Point]:
        """Take the first usable points, one by one."""
        return [self._take(self.usable(now)[0]) for _ in range(number)]

    def claw_back(self, number: int, funder: str, own_lots: list[str], now: int) -> None:
        for _ in range(number):
            given = {tuple(lot.split("~")) for lot in own_lots}
            active = {(funder, "0", expire, earner) for funder, _, expire, earner in given}
            own = [p for p in self.points if tuple(p.lot.split("~")) in given | active]
            own.sort(key=lambda p: (p.expire or FOREVER, self._age(p.lot), p.lot))
            waiting = [point for point in own if point.activate > now and not point.is_over(now)]
            ready = [point for point in own if point.is_usable(now)]
            if at_hand := waiting or ready or self.usable(now):
                self._take(at_hand[0])
            else:
                self.debts.append(funder)

    def _take(self, point: Point) -> Point:
        self.points = [each for each in self.points if each is not point]
        return point
