"""Purchases and redemptions as they were made, and what is left of them to be returned.

Kept in the plainest way. Shares no code with `loyalty_points.domain`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from support.naive.limits import Used
from support.naive.points import Point


class TooMuch(Exception):
    """More is to be returned than is left."""


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Split by largest remainder, the earlier part first where remainders are equal."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    while sum(parts) < total:
        most = remainders.index(max(remainders))
        parts[most], remainders[most] = parts[most] + 1, -1
    return parts


@dataclass
class SoldLine:
    """One line, and what of it was returned."""

    line_id: str
    net: int
    quantity: int
    points: int
    """What its award gave."""
    expiry: str
    """What the award was told of it."""
    like: Point
    """What the points of its award are like, or were turned into."""
    is_kept: bool
    """Whether any of them were added to the account: those that repaid debt were not."""
    qualifying: int
    """What its award gave toward the tier."""
    paid: list[Point] = field(default_factory=list)
    """Points that paid for it, in the order in which they were taken."""
    returned: int = 0
    returned_quantity: int = 0
    is_cancelled: bool = False

    @property
    def basis(self) -> int:
        return self.net or self.quantity or 1

    def part(self, component: int, returned: int) -> int:
        """Return how much of a component goes with so much of the line returned."""
        return component * returned // self.basis

    def step(self, component: int, gone: int) -> int:
        """Return how much of it goes when so much is returned, beyond what went before."""
        return self.part(component, gone) - self.part(component, self.returned)

    @property
    def points_left(self) -> int:
        return 0 if self.is_cancelled else self.points - self.part(self.points, self.returned)


@dataclass
class Sale:
    """A purchase."""

    entry_id: str
    owner: str
    """Who bought."""
    account: str
    """Whose account got the points."""
    business: str
    time: int
    lines: list[SoldLine]
    earned: Used
    spent: Used

    @property
    def is_untouched(self) -> bool:
        return not any(line.returned or line.returned_quantity for line in self.lines)

    def whole(self) -> list[tuple[int, int]]:
        """Return what of each line is returned, and of its quantity, once all is."""
        if all(line.returned == line.basis for line in self.lines):
            raise TooMuch
        return [(line.basis, line.quantity) for line in self.lines]

    def by_lines(self, wanted: dict[int, tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the same once quantity or amount (neither: all) of some lines is."""
        after = [(line.returned, line.returned_quantity) for line in self.lines]
        for place, (quantity, amount) in wanted.items():
            after[place] = _one(self.lines[place], quantity, amount)
        return after

    def by_amount(self, amount: int) -> list[tuple[int, int]]:
        """Return the same once an amount of the purchase is."""
        left = [line.net - line.returned if line.net else 0 for line in self.lines]
        if amount > sum(left):
            raise TooMuch
        return [
            (line.returned + part, line.returned_quantity)
            for line, part in zip(self.lines, split(amount, left), strict=True)
        ]


def _one(line: SoldLine, quantity: int, amount: int) -> tuple[int, int]:
    if line.returned == line.basis:
        raise TooMuch
    if not quantity and not amount:
        return line.basis, line.quantity
    pieces = line.returned_quantity + quantity
    gone = line.returned + amount
    if quantity:
        if pieces > line.quantity:
            raise TooMuch
        before = line.basis * line.returned_quantity // line.quantity
        gone += line.basis * pieces // line.quantity - before
    if gone > line.basis or (amount and gone > line.net):
        raise TooMuch
    return gone, pieces


@dataclass
class Spent:
    """A redemption, or a captured hold."""

    entry_id: str
    owner: str
    """Who spent them."""
    account: str
    """Whose account they were taken from."""
    business: str
    taken: list[Point]
    """In the order in which they were taken."""
    used: Used
    given_back: int = 0

    @property
    def left(self) -> int:
        return len(self.taken) - self.given_back

    def back(self, number: int) -> list[Point]:
        """Return the next so many points to go back: the last taken first."""
        going = self.taken[::-1][self.given_back : self.given_back + number]
        self.given_back += number
        return going
