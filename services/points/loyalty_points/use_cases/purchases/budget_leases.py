"""The budgets of businesses, as this server has leased them.

A budget is the points that purchases of one day may earn at a business. It would be a hot
document, so a server leases a slice of it and awards from that in memory. It is never
overrun: an award comes out of a slice, and slices out of the budget. What is left of the
slice of a server that stops is not awarded any more.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from loyalty_chassis.errors import LoyaltyError
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import DuplicateKey, LostRace

from loyalty_points.store import leasing

SLICES = 20
"""Of a budget, at least; a slice has one point at least."""
BUDGETS_MAX = 2000
"""Kept in mind at once, of the business and day last used; others lose what is left of a slice."""
TRIES_MAX = 10
"""To lease what others lease at the same time."""

NOTHING_WRITTEN = (DuplicateKey, LostRace, LoyaltyError)
"""What a command raises that is known to have written nothing. Where the database does not
answer it may have; points it took are not given to others."""

Spend = Callable[[int], int]
"""Takes points of a budget: given how many are wanted, returns how many there are."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The points of one business and day."""

    budget_id: str
    maximum: int
    """More than zero."""

    def slices_of(self, points: int) -> int:
        """Return the fewest points in whole slices that are `points`, or the whole budget."""
        size = max(1, self.maximum // SLICES)
        return min(self.maximum, -(-points // size) * size)


@dataclass(slots=True)
class _Leased:
    """What this server has of a budget."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    points: int = 0
    """Leased and not awarded yet."""
    used_up: int = 0
    """The maximum of which nothing is left to lease."""


class BudgetLeases:
    """Takes points of budgets, with a command only where a slice is used up."""

    def __init__(self, unit_of_work: UnitOfWork) -> None:
        """Start without any slice."""
        self._unit_of_work = unit_of_work
        self._lock = threading.Lock()
        self._leased: OrderedDict[str, _Leased] = OrderedDict()

    @contextmanager
    def spending(self, budget: Budget | None) -> Iterator[Spend]:
        """Give what takes points of a budget; they go back if the block writes nothing.

        Without a budget there are as many as are wanted.
        """
        if budget is None:
            yield lambda points: points
            return
        taken = 0

        def take(points: int) -> int:
            nonlocal taken
            got = self._take(budget, points)
            taken += got
            return got

        try:
            yield take
        except NOTHING_WRITTEN:
            self._give_back(budget, taken)
            raise

    def left_of(self, budget: Budget | None) -> Spend:
        """Return what tells how many points there may be, as far as this server knows.

        It takes none, and asks nobody.
        """
        if budget is None:
            return lambda points: points
        leased = self._of(budget)
        most = leased.points if leased.used_up >= budget.maximum else budget.maximum
        return lambda points: min(points, most)

    def _take(self, budget: Budget, points: int) -> int:
        leased = self._of(budget)
        with leased.lock:
            if points > leased.points and leased.used_up < budget.maximum:
                leased.points += self._lease(budget, points - leased.points, leased)
            taken = min(points, leased.points)
            leased.points -= taken
            return taken

    def _lease(self, budget: Budget, missing: int, leased: _Leased) -> int:
        """Lease what is missing, in whole slices; less where the budget has less left."""
        wanted = budget.slices_of(missing)
        for _ in range(TRIES_MAX):
            if leasing.lease(self._unit_of_work, budget.budget_id, wanted, budget.maximum):
                return wanted
            left = budget.maximum - leasing.read_leased(budget.budget_id)
            if left <= 0:
                leased.used_up = budget.maximum
                break
            wanted = min(wanted, left)
        return 0

    def _give_back(self, budget: Budget, points: int) -> None:
        leased = self._of(budget)
        with leased.lock:
            leased.points += points

    def _of(self, budget: Budget) -> _Leased:
        with self._lock:
            leased = self._leased.setdefault(budget.budget_id, _Leased())
            self._leased.move_to_end(budget.budget_id)
            if len(self._leased) > BUDGETS_MAX:
                self._leased.popitem(last=False)
            return leased
