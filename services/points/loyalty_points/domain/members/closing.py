"""A member leaves for good: what becomes of the account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loyalty_points.domain.accounts.account import Account, DebtChange, Moved
from loyalty_points.domain.accounts.holds import Hold, LotPart
from loyalty_points.domain.accounts.lots import LotChange, spending_order
from loyalty_points.domain.journal.postings import Flow, expired_flows, inner_flow


@dataclass(frozen=True, slots=True)
class AccountClosed:
    """What a close did to the account, in this order."""

    holds: tuple[Hold, ...]
    """Released."""
    repaid: Moved
    """Debt, with the points that could be spent."""
    written_off: tuple[LotChange, ...]
    """The gain of whoever funded them, like points that expired."""
    forgiven: tuple[DebtChange, ...]
    """Debt for which there were no points: whoever is owed bears it, as points given away."""

    @property
    def lot_changes(self) -> tuple[LotChange, ...]:
        """All of them."""
        return (*self.repaid.lot_changes, *self.written_off)

    @property
    def debt_changes(self) -> tuple[DebtChange, ...]:
        """All of them."""
        return (*self.repaid.debt_changes, *self.forgiven)

    def flows(self) -> Iterator[Flow]:
        """Yield where points went."""
        yield inner_flow(self.repaid.lot_changes, self.repaid.debt_changes)
        yield from expired_flows(self.written_off)
        for change in self.forgiven:
            yield Flow(f"issued:{change.funder}", debt_points=-change.points)


def close_account(account: Account, now_ms: int) -> AccountClosed:
    """Release all holds, repay debt with what can be spent, write off the rest of both."""
    holds = tuple(account.holds.values())
    account.holds = {}
    repaid = account.repay_from_lots(now_ms)
    lots = sorted(account.lots.values(), key=spending_order)
    written_off = account.take([LotPart(lot.lot_id, lot.points) for lot in lots])
    forgiven = tuple(DebtChange(name, "", -points) for name, points in account.debt.items())
    account.debt = {}
    return AccountClosed(holds, repaid, written_off, forgiven)
