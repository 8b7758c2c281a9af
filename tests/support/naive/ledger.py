"""An account kept in the plainest way, with everything that can happen to points.

Every point is an object. Shares no code with `loyalty_points.domain`, so that one checks
the other. Instants are milliseconds since 1970.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from copy import copy, deepcopy
from dataclasses import dataclass, field

from support.naive.points import FOREVER, NaiveHold, Point
from support.naive.time import AWAITS, end_of


@dataclass
class NaiveLedger:
    """Points, debts and holds, one by one."""

    points: list[Point] = field(default_factory=list)
    debts: list[str] = field(default_factory=list)
    """A funder's name for every point owed to it."""
    holds: dict[str, NaiveHold] = field(default_factory=dict)
    """Those that ended are gone; those that lapsed stay until somebody writes it down."""
    owed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Points that one party owes another for what was done here: by debtor and creditor."""

    # What can be seen.

    def is_held(self, point: Point, at: int) -> bool:
        return point.hold in self.holds and at < self.holds[point.hold].deadline

    def usable(self, at: int) -> list[Point]:
        """Return the points that can be spent, in the order in which they are."""
        usable = [p for p in self.points if p.is_usable(at) and not self.is_held(p, at)]
        return sorted(usable, key=lambda p: (p.end or FOREVER, p.since, p.lot))

    def available(self, at: int) -> int:
        return max(len(self.usable(at)) - len(self.debts), 0)

    def seen(self, at: int) -> dict[str, object]:
        """Return what GetAccount is to say."""
        if self.debts and self.has_points_to_set_free(at):
            # Who looks writes nothing off, so what has expired meanwhile is due still.
            caught_up = deepcopy(self)
            while caught_up.debts and caught_up.has_points_to_set_free(at):
                caught_up.settle_at(caught_up.next_set_free())
            return caught_up.seen(at)
        free = [point for point in self.points if not self.is_held(point, at)]
        ends = [point.end for point in self.usable(at) if point.end]
        return {
            "available": self.available(at),
            "pending": sum(point.active > at and not point.is_over(at) for point in free),
            "held": len(self.points) - len(free),
            "debt": len(self.debts),
            "due": sum(point.is_over(at) for point in free),
            "expirations": [(end, ends.count(end)) for end in sorted(set(ends))],
            "holds": sorted(
                (hold.deadline, hold_id, len(hold.points))
                for hold_id, hold in self.holds.items()
                if at < hold.deadline
            ),
        }

    # What callers do.

    def put(self, point: Point) -> None:
        """Add a point; a lot is as old as the oldest point that was put in it."""
        self.points.append(point)
        alike = [each for each in self.points if each.lot == point.lot]
        oldest = min(each.since for each in alike)
        for each in alike:
            each.since = oldest

    def give(self, number: int, point: Point, at: int) -> int:
        """Add points like this one, repaying debt first; return how many were added."""
        kept = 0
        for _ in range(number):
            if self.debts and point.is_usable(at):
                self.repay_one(point.funder)
            else:
                self.put(copy(point))
                kept += 1
        return kept

    def put_all(self, like: Point, number: int) -> None:
        for _ in range(number):
            self.put(copy(like))

    def repay_one(self, payer: str) -> None:
        repaid = payer if payer in self.debts else min(self.debts)
        self.debts.remove(repaid)
        self.owe(payer, repaid)

    def owe(self, debtor: str, creditor: str, number: int = 1) -> None:
        """Note that who funded a point owes it to who redeemed it; a party owes itself none."""
        if debtor != creditor:
            self.owed[debtor, creditor] += number

    def redeem(self, business: str, points: Iterable[Point]) -> None:
        """Note that a business took these points."""
        for point in points:
            self.owe(point.funder, business)

    def repay(self, at: int) -> None:
        """Repay debt with the points that can be spent."""
        for point in self.usable(at)[: len(self.debts)]:
            self.remove(point)
            self.repay_one(point.funder)

    def remove(self, point: Point) -> Point:
        self.points = [each for each in self.points if each is not point]
        return point

    def spend(self, number: int, at: int) -> list[Point]:
        """Take the first usable points."""
        return [self.remove(point) for point in self.usable(at)[:number]]

    def set_aside(self, hold: NaiveHold, hold_id: str, number: int, at: int) -> None:
        """Put the first usable points into a hold that has none yet."""
        hold.points = self.usable(at)[:number]
        self.holds[hold_id] = hold
        for point in hold.points:
            point.hold = hold_id

    def take_in(self, other: NaiveLedger, member: str, at: int) -> None:
        """Have all that another has, whose holds are a member's from now on; repay debt."""
        for point in other.points:
            self.put(point)
        for hold in other.holds.values():
            hold.member = member
        self.holds |= other.holds
        self.owed.update(other.owed)
        self.debts += other.debts
        self.repay(at)

    def free(self, hold_id: str, at: int, take: int = 0) -> list[Point]:
        """End a hold: take its first points, let go of the rest; then repay debt."""
        hold = self.holds.pop(hold_id)
        taken = [self.remove(point) for point in hold.points[:take]]
        for point in hold.points:
            if point.hold == hold_id:
                point.hold = ""
        self.repay(at)
        return taken

    def restore(
        self, taken: Iterable[Point], business: str, at: int, grace_end: int
    ) -> tuple[int, int]:
        """Put back what a business took; return how many are available, and how many expired."""
        came = []
        for point in taken:
            self.owe(point.funder, business, -1)
            back = Point(point.funder, point.earner, 0, point.end, point.idle, point.since)
            if back.is_over(at) and grace_end > at:
                back.end, back.idle = grace_end, 0
            came.append(back)
            self.put(back)
        expired = sum(point.is_over(at) for point in came)
        if expired < len(came):
            self.repay(at)
        return len(came) - expired, expired

    def claw_back(
        self, number: int, funder: str, own: list[Point], at: int
    ) -> tuple[int, int, int]:
        """Take points back; return how many were pending, available, and became debt.

        `own` are like those that were given, and as they may have become since.
        """
        pending = available = 0
        for _ in range(number):
            mine = [p for p in self.points if self._is_own(p, own) and not self.is_held(p, at)]
            mine.sort(key=lambda p: (p.end or FOREVER, p.since, p.lot))
            waiting = [p for p in mine if p.active > at and not p.is_over(at)]
            ready = [p for p in mine if p.is_usable(at)] or self.usable(at)
            if waiting:
                self.remove(waiting[0])
                pending += 1
            elif ready:
                self.owe(self.remove(ready[0]).funder, funder)
                available += 1
            else:
                self.debts.append(funder)
        return pending, available, number - pending - available

    @staticmethod
    def _is_own(point: Point, own: list[Point]) -> bool:
        for given in own:
            alike = (point.funder, point.earner, point.idle) == (
                given.funder,
                given.earner,
                given.idle,
            )
            still = point.active == given.active or (not point.active and given.active != AWAITS)
            if alike and still and (given.idle or point.end == given.end):
                return True
        return False

    def slide(self, active: int, at: int) -> None:
        """Move points that end after inactivity on, as the member was active then."""
        moving = [point for point in self.usable(at) if point.idle]
        for point in moving:
            end = end_of(f"i{point.idle}", active, point.funder)
            if end > point.end:
                self.remove(point)
                point.end, point.active, point.hold = end, 0, ""
                self.put(point)

    # What time does.

    def next_set_free(self) -> float:
        """Return the next instant at which points become active, or a hold lapses."""
        instants: list[float] = [hold.deadline for hold in self.holds.values()]
        instants += [point.active for point in self.points if 0 < point.active < AWAITS]
        return min(instants, default=FOREVER)

    def next_due(self) -> float:
        """Return the next instant at which something is to be written down."""
        instants = [self.next_set_free()]
        instants += [p.end for p in self.points if p.end and p.hold not in self.holds]
        return min(instants, default=FOREVER)

    def has_points_to_set_free(self, now: int) -> bool:
        """Tell whether points became active, or holds lapsed, and it is not written down."""
        return any(0 < point.active <= now for point in self.points) or any(
            hold.deadline <= now for hold in self.holds.values()
        )

    def catch_up(self, now: int) -> None:
        """Write down what has come due, but only as far as it can repay debt."""
        while self.has_points_to_set_free(now):
            self.settle_next()

    def settle(self, now: int) -> None:
        """Write down all that has come due."""
        while self.next_due() <= now:
            self.settle_next()

    def settle_next(self) -> None:
        """Write down what was due first; at equal instants activate, then lapse, then expire."""
        self.settle_at(self.next_due())

    def settle_at(self, instant: float) -> None:
        at = int(instant)
        ready = [p for p in self.points if 0 < p.active <= at]
        lapsed = [(h.deadline, name) for name, h in self.holds.items() if h.deadline <= at]
        if ready:
            for point in ready:
                self.remove(point)
            for point in sorted(ready, key=lambda p: p.lot):
                point.active = 0
                self.put(point)
            self.repay(at)
        elif lapsed:
            self.free(min(lapsed)[1], at)
        else:
            over = [p for p in self.points if p.is_over(at) and not self.is_held(p, at)]
            for point in over:
                self.remove(point)
