"""What a point is worth between the parties of the group."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from pydantic import BaseModel, ConfigDict


class _Terms(BaseModel):
    """A part of a program: never changed, and nothing in it that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class TransferPrice(_Terms):
    """So many points are worth so much, in minor units of the clearing currency."""

    points: int
    amount_minor: int

    @property
    def per_point(self) -> Fraction:
        """Minor units a point."""
        return Fraction(self.amount_minor, self.points)


class PairPrice(_Terms):
    """The price of points for which one party owes another, where it is not the default."""

    debtor: str
    creditor: str
    price: TransferPrice


class Clearing(_Terms):
    """In which currency and at which prices the parties settle."""

    currency_code: str
    default_price: TransferPrice
    pair_prices: tuple[PairPrice, ...] = ()

    @cached_property
    def _by_pair(self) -> dict[tuple[str, str], Fraction]:
        return {(each.debtor, each.creditor): each.price.per_point for each in self.pair_prices}

    def per_point(self, debtor: str, creditor: str) -> Fraction:
        """Return what a point is worth that `debtor` owes `creditor`, in minor units."""
        return self._by_pair.get((debtor, creditor), self.default_price.per_point)
