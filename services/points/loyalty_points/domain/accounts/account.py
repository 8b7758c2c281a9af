"""The account: lots and debt, and the only ways to change them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from loyalty_chassis.errors import LimitReached
from loyalty_sdk import INT64_MAX

from loyalty_points.domain.accounts.holds import Hold, LotPart, held_by_lot
from loyalty_points.domain.accounts.lots import NEVER_MS, Lot, LotChange, LotKey, spending_order
from loyalty_points.domain.errors import InsufficientPoints

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
    """Whose points repaid it; `funder` itself where debt was made, nobody where it was
    forgiven."""
    points: int
    """Above zero, more is owed."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a command did to lots and debts."""

    lot_changes: tuple[LotChange, ...] = ()
    debt_changes: tuple[DebtChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """Where points went that were given."""

    lot_changes: tuple[LotChange, ...]
    """The lot they were put in: one change, or none where all of them repaid debt."""
    debt_changes: tuple[DebtChange, ...]


@dataclass(slots=True)
class Account:
    """An account as read, changed in memory by one command.

    All instants are milliseconds since 1970. What else can be done with it is in the
    modules beside this one: `holding`, `clawing_back`, `restoring`, `due`.
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
    holds: dict[str, Hold] = field(default_factory=dict)
    """By id, those that have lapsed and were not cleared yet included."""
    forward_to: str = ""
    """The account that answers for this one, which is empty; itself where it is empty."""
    told_ms: tuple[int, ...] = ()
    """The expiries ahead that the member was told of."""

    @property
    def debt_points(self) -> int:
        """All that is owed."""
        return sum(self.debt.values())

    @property
    def total_points(self) -> int:
        """All points in lots, whatever can be done with them, less debt."""
        return sum(lot.points for lot in self.lots.values()) - self.debt_points

    def held(self, now_ms: int) -> dict[str, int]:
        """Return how many points of each lot are set aside by live holds, where any are."""
        return held_by_lot(hold for hold in self.holds.values() if hold.is_live(now_ms))

    def balance(self, now_ms: int) -> Balance:
        """Return the points as of that instant."""
        held = self.held(now_ms)
        spendable = pending = due = 0
        # Of up to 200 lots at each look: asked of `is_due` and its like it takes a third longer.
        for lot in self.lots.values():
            free = lot.points - held.get(lot.lot_id, 0)
            if lot.expire_ms <= now_ms:
                due += free
            elif lot.activate_ms > now_ms:
                pending += free
            else:
                spendable += free
        debt = self.debt_points
        return Balance(max(0, spendable - debt), pending, sum(held.values()), debt, due)

    def expirations(self, now_ms: int) -> list[tuple[int, int]]:
        """Return when active points expire, and how many, soonest first; held ones aside."""
        held = self.held(now_ms)
        expiring: dict[int, int] = {}
        for lot in self.lots.values():
            if lot.activate_ms <= now_ms < lot.expire_ms < NEVER_MS:
                free = lot.points - held.get(lot.lot_id, 0)
                expiring[lot.expire_ms] = expiring.get(lot.expire_ms, 0) + free
        return sorted(item for item in expiring.items() if item[1])

    def require_available(self, points: int, now_ms: int) -> None:
        """Raise InsufficientPoints where fewer than `points` can be spent."""
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

    def spend(self, points: int, now_ms: int) -> tuple[LotChange, ...]:
        """Take `points`, soonest expiry first. Raises InsufficientPoints, taking none."""
        self.require_available(points, now_ms)
        return self.take(self.choose(points, self.spendable(now_ms), now_ms))

    def give(self, key: LotKey, points: int, since_ms: int, now_ms: int) -> Given:
        """Put `points` in the lot of `key`, after repaying debt, its own funder's first.

        Pending points and points past their expiry repay nothing.
        Raises LimitReached where the account would hold more than 64 bits allow.
        """
        lot_id = key.lot_id
        repaid: tuple[DebtChange, ...] = ()
        if self.debt and Lot.open(lot_id, points, since_ms).is_spendable(now_ms):
            repaid = self.repay(points, key.funder)
        rest = points + sum(change.points for change in repaid)
        if not rest:
            return Given((), repaid)
        return Given((self.put(LotChange(lot_id, rest, since_ms)),), repaid)

    def require_room(self) -> None:
        """Raise LimitReached if there are more open lots than an account may have."""
        if len(self.lots) > OPEN_LOTS_MAX:
            raise LimitReached(
                f"the account would have more than {OPEN_LOTS_MAX} open lots",
                {"limit": "open_lots", "maximum": OPEN_LOTS_MAX},
            )

    def spendable(self, now_ms: int) -> list[Lot]:
        """Return the active lots in the order in which they are spent."""
        spendable = [lot for lot in self.lots.values() if lot.is_spendable(now_ms)]
        return sorted(spendable, key=spending_order)

    def choose(self, points: int, lots: Iterable[Lot], now_ms: int) -> tuple[LotPart, ...]:
        """Return where up to `points` would be taken from `lots`, held points aside."""
        held = self.held(now_ms)
        parts = []
        for lot in lots:
            if not points:
                break
            part = LotPart(lot.lot_id, min(points, lot.points - held.get(lot.lot_id, 0)))
            if part.points:
                points -= part.points
                parts.append(part)
        return tuple(parts)

    def take(self, parts: Iterable[LotPart]) -> tuple[LotChange, ...]:
        """Take points out of lots, as chosen before."""
        changes = []
        for part in parts:
            lot = self.lots[part.lot_id]
            changes.append(LotChange(lot.lot_id, -part.points, lot.since_ms))
            if part.points == lot.points:
                del self.lots[lot.lot_id]
            else:
                rest = lot.points - part.points
                self.lots[lot.lot_id] = Lot.open(lot.lot_id, rest, lot.since_ms)
        return tuple(changes)

    def put(self, change: LotChange) -> LotChange:
        """Put points in a lot, opening it if it is not there. Raises LimitReached."""
        before = self.lots.get(change.lot_id)
        points = change.points + (before.points if before else 0)
        since_ms = min(change.since_ms, before.since_ms) if before else change.since_ms
        if sum(lot.points for lot in self.lots.values()) + change.points > INT64_MAX:
            raise LimitReached(
                "the account would hold more than 2^63-1 points", {"limit": "balance"}
            )
        self.lots[change.lot_id] = Lot.open(change.lot_id, points, since_ms)
        return change

    def repay(self, points: int, payer: str) -> tuple[DebtChange, ...]:
        """Repay debt with up to `points` that `payer` funds, its own debt first."""
        changes = []
        for owed_to in sorted(self.debt, key=lambda name: (name != payer, name)):
            repaid = min(points, self.debt[owed_to])
            if not repaid:
                break
            points -= repaid
            changes.append(DebtChange(owed_to, payer, -repaid))
        owed = {change.funder: self.debt[change.funder] + change.points for change in changes}
        self.debt = {name: left for name, left in (self.debt | owed).items() if left}
        return tuple(changes)

    def repay_from_lots(self, now_ms: int) -> Moved:
        """Repay debt with the points that can be spent, which they were not before."""
        lot_changes: list[LotChange] = []
        debt_changes: list[DebtChange] = []
        for part in self.choose(self.debt_points, self.spendable(now_ms), now_ms):
            payer = self.lots[part.lot_id].funder
            lot_changes += self.take([part])
            debt_changes += self.repay(part.points, payer)
        return Moved(tuple(lot_changes), tuple(debt_changes))
