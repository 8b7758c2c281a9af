"""The account: lots and debt, and the only ways to change them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from loyalty_chassis.errors import LimitReached
from loyalty_sdk import INT64_MAX

from loyalty_points.domain.errors import InsufficientPoints
from loyalty_points.domain.lots import Lot, LotChange, LotKey, spending_order

OPEN_LOTS_MAX = 200


@dataclass(frozen=True, slots=True)
class Balance:
    """Points by what can be done with them at an instant. None is negative."""

    available_points: int
    pending_points: int
    held_points: int
    debt_points: int
    due_points: int


@dataclass(frozen=True, slots=True)
class DebtChange:
    """What an entry does to the debt owed to one funder."""

    funder: str
    """Who is owed."""
    payer: str
    """Whose points repaid it; `funder` itself where debt was made."""
    points: int
    """Above zero, more is owed."""


@dataclass(frozen=True, slots=True)
class Given:
    """Where points went that were given."""

    lot_changes: tuple[LotChange, ...]
    """The lot they were put in: one change, or none where all of them repaid debt."""
    debt_changes: tuple[DebtChange, ...]


@dataclass(slots=True)
class Account:
    """An account as read, changed in memory by one command.

    All instants are milliseconds since 1970.
    """

    account_id: str
    version: int
    sequence: int
    chain_head: str
    record_time: datetime
    """When its last entry was written: the next is no earlier."""
    lots: dict[str, Lot] = field(default_factory=dict)
    debt: dict[str, int] = field(default_factory=dict)
    """Points owed, above zero, by funder."""

    @property
    def debt_points(self) -> int:
        """All that is owed."""
        return sum(self.debt.values())

    def balance(self, now_ms: int) -> Balance:
        """Return the points as of that instant."""
        spendable = pending = due = 0
        for lot in self.lots.values():
            if lot.is_due(now_ms):
                due += lot.points
            elif lot.is_pending(now_ms):
                pending += lot.points
            else:
                spendable += lot.points
        debt = self.debt_points
        return Balance(max(0, spendable - debt), pending, 0, debt, due)

    def next_expiration(self, now_ms: int) -> tuple[int, int] | None:
        """Return when the next active points expire, and how many; None if none do."""
        active = [lot for lot in self.lots.values() if lot.is_spendable(now_ms) and lot.expires]
        if not active:
            return None
        soonest = min(lot.expire_ms for lot in active)
        return soonest, sum(lot.points for lot in active if lot.expire_ms == soonest)

    def spend(self, points: int, now_ms: int) -> tuple[LotChange, ...]:
        """Take `points`, soonest expiry first. Raises InsufficientPoints, taking none."""
        available = self.balance(now_ms).available_points
        if points > available:
            raise InsufficientPoints(
                f"{points} points are to be spent and {available} are available",
                {
                    "required": points,
                    "available": available,
                    "missing": points - available,
                },
            )
        return self._take(points, self._spendable(now_ms))

    def give(self, key: LotKey, points: int, since_ms: int, now_ms: int) -> Given:
        """Put `points` in the lot of `key`, after repaying debt, its own funder's first.

        Pending points and points past their expiry repay nothing.
        Raises LimitReached where the account would hold more than 64 bits allow.
        """
        lot_id = key.lot_id
        repaid: tuple[DebtChange, ...] = ()
        if self.debt and Lot.open(lot_id, points, since_ms).is_spendable(now_ms):
            repaid = self._repay(points, key.funder)
        rest = points + sum(change.points for change in repaid)
        if not rest:
            return Given((), repaid)
        return Given((self._put(LotChange(lot_id, rest, since_ms)),), repaid)

    def claw_back(
        self, points: int, funder: str, own_lot_ids: Sequence[str], now_ms: int
    ) -> tuple[tuple[LotChange, ...], tuple[DebtChange, ...]]:
        """Take back points that `funder` gave: from their own lots, then others, then as debt.

        Returns what was taken from which lot, and what became debt.
        """
        own = [self.lots[lot_id] for lot_id in own_lot_ids if lot_id in self.lots]
        others = [lot for lot in self._spendable(now_ms) if lot not in own]
        at_hand = min(points, sum(lot.points for lot in (*own, *others)))
        taken = self._take(at_hand, (*own, *others))
        owed = points - at_hand
        if not owed:
            return taken, ()
        self.debt = {**self.debt, funder: self.debt.get(funder, 0) + owed}
        return taken, (DebtChange(funder, funder, owed),)

    def require_room(self) -> None:
        """Raise LimitReached if there are more open lots than an account may have."""
        if len(self.lots) > OPEN_LOTS_MAX:
            raise LimitReached(
                f"the account would have more than {OPEN_LOTS_MAX} open lots",
                {"limit": "open_lots", "maximum": OPEN_LOTS_MAX},
            )

    def _spendable(self, now_ms: int) -> list[Lot]:
        spendable = [lot for lot in self.lots.values() if lot.is_spendable(now_ms)]
        return sorted(spendable, key=spending_order)

    def _take(self, points: int, lots: Iterable[Lot]) -> tuple[LotChange, ...]:
        changes = []
        for lot in lots:
            if not points:
                break
            taken = min(points, lot.points)
            points -= taken
            changes.append(LotChange(lot.lot_id, -taken, lot.since_ms))
            if taken == lot.points:
                del self.lots[lot.lot_id]
            else:
                self.lots[lot.lot_id] = Lot.open(lot.lot_id, lot.points - taken, lot.since_ms)
        return tuple(changes)

    def _put(self, change: LotChange) -> LotChange:
        before = self.lots.get(change.lot_id)
        points = change.points + (before.points if before else 0)
        since_ms = min(change.since_ms, before.since_ms) if before else change.since_ms
        if sum(lot.points for lot in self.lots.values()) + change.points > INT64_MAX:
            raise LimitReached(
                "the account would hold more than 2^63-1 points", {"limit": "balance"}
            )
        self.lots[change.lot_id] = Lot.open(change.lot_id, points, since_ms)
        return change

    def _repay(self, points: int, funder: str) -> tuple[DebtChange, ...]:
        changes = []
        for owed_to in sorted(self.debt, key=lambda name: (name != funder, name)):
            repaid = min(points, self.debt[owed_to])
            if not repaid:
                break
            points -= repaid
            changes.append(DebtChange(owed_to, funder, -repaid))
        owed = {change.funder: self.debt[change.funder] + change.points for change in changes}
        self.debt = {name: left for name, left in (self.debt | owed).items() if left}
        return tuple(changes)
