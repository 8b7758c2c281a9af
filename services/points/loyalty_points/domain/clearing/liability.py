"""What the group owes its members at an instant, by who pays for it and until when.

Points in lots, debts and holds only add up, so that accounts and entries give the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.holds import LotPart
from loyalty_points.domain.accounts.lots import LotKey
from loyalty_points.domain.instants import from_ms, local_date

NEVER = ""
"""The month of points that do not expire."""
Place = tuple[str, str]
"""Funder, and the local month "YYYY-MM" in which the points expire."""


@dataclass(slots=True)
class Liability:
    """Points that members hold, as of an instant. Held ones are not in the other counts."""

    now_ms: int
    time_zone: str
    """In which months are counted."""
    active: Counter[Place] = field(default_factory=Counter)
    pending: Counter[Place] = field(default_factory=Counter)
    held: Counter[Place] = field(default_factory=Counter)
    due: Counter[Place] = field(default_factory=Counter)
    """Past their expiry, and not written off yet."""
    debt: Counter[str] = field(default_factory=Counter)
    """What members owe, by funder."""
    breakage: Counter[str] = field(default_factory=Counter)
    """What expired or was written off so far, by funder."""
    _months: dict[int, str] = field(default_factory=dict)

    def add_account(self, account: Account) -> None:
        """Add what an account holds."""
        for lot in account.lots.values():
            self.add_lot(lot.lot_id, lot.points)
        for funder, points in account.debt.items():
            self.debt[funder] += points
        for hold in account.holds.values():
            self.add_hold(hold.deadline_ms, hold.parts, 1)

    def add_lot(self, lot_id: str, points: int) -> None:
        """Add points of a lot."""
        key = LotKey.parse(lot_id)
        self._view(key)[self._place(key)] += points

    def add_hold(self, deadline_ms: int, parts: Iterable[LotPart], sign: int) -> None:
        """Set the points of a hold apart if it is live, or no more where `sign` is -1."""
        if deadline_ms <= self.now_ms:
            return
        for part in parts:
            key = LotKey.parse(part.lot_id)
            place = self._place(key)
            self.held[place] += sign * part.points
            self._view(key)[place] -= sign * part.points

    @property
    def places(self) -> list[Place]:
        """All funders and months in which there is something, those that never expire last."""
        views = (self.active, self.pending, self.held, self.due)
        found = {place for view in views for place, points in view.items() if points}
        return sorted(found, key=lambda place: (place[0], place[1] == NEVER, place[1]))

    @property
    def funders(self) -> list[str]:
        """All parties that anything is told of."""
        owed = {name for totals in (self.debt, self.breakage) for name in totals if totals[name]}
        return sorted(owed | {funder for funder, _ in self.places})

    def outstanding(self, funder: str) -> int:
        """Return the points of a funder that can be spent, now or later."""
        views = (self.active, self.pending, self.held)
        return sum(view[place] for view in views for place in self.places if place[0] == funder)

    def _view(self, key: LotKey) -> Counter[Place]:
        if key.expire_ms and key.expire_ms <= self.now_ms:
            return self.due
        return self.pending if key.activate_ms > self.now_ms else self.active

    def _place(self, key: LotKey) -> Place:
        if key.expire_ms not in self._months:
            self._months[key.expire_ms] = self._month(key.expire_ms)
        return key.funder, self._months[key.expire_ms]

    def _month(self, expire_ms: int) -> str:
        """Return the month whose end, or within which, they can last be spent."""
        if not expire_ms:
            return NEVER
        return f"{local_date(from_ms(expire_ms - 1), self.time_zone):%Y-%m}"
