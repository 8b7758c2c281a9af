"""Who owes whom for a period: exact sums, rounded once for each pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from loyalty_points.domain.programs.transfer_prices import Clearing

OwedPoints = Counter[tuple[str, str, int]]
"""Points owed, by debtor, creditor and the program version whose price holds."""


@dataclass(frozen=True, slots=True)
class PairTotal:
    """What one party owes another for a period."""

    debtor: str
    creditor: str
    points: int
    """Below zero where more was taken back than came to be owed."""
    amount_minor: int
    """Likewise, in minor units of the clearing currency."""


@dataclass(frozen=True, slots=True)
class Position:
    """What a party gets (above zero) or pays for a period, all others together."""

    party: str
    points: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """A period as it was closed, for good."""

    number: int
    """From 1, without gaps."""
    period: str
    start_time: datetime
    end_time: datetime
    """The first instant that is not in it."""
    time_zone: str
    currency_code: str
    """Empty where no program said in what parties settle."""
    pairs: tuple[PairTotal, ...]
    entry_count: int
    """Entries of the period."""
    account_count: int
    """Accounts whose heads it keeps."""
    heads_id: str
    """Under which the heads are kept."""
    breakage: dict[str, int]
    """Points that expired or were written off so far, by funder."""
    close_time: datetime
    client_id: str
    previous_hash: str
    """That of the close before; empty for the first."""
    close_hash: str = ""


def pair_totals(
    owed: OwedPoints, clearing_of: Callable[[int], Clearing | None]
) -> tuple[PairTotal, ...]:
    """Return what each party owes each other, in order of names.

    `clearing_of` returns the terms of a program version; without any, money is zero.
    Half a minor unit is rounded away from zero, so that undoing costs what doing did.
    """
    points: Counter[tuple[str, str]] = Counter()
    amounts: dict[tuple[str, str], Fraction] = {}
    for (debtor, creditor, version), count in owed.items():
        clearing, pair = clearing_of(version), (debtor, creditor)
        points[pair] += count
        worth = clearing.per_point(debtor, creditor) * count if clearing else Fraction(0)
        amounts[pair] = amounts.get(pair, Fraction(0)) + worth
    return tuple(
        PairTotal(*pair, points[pair], _rounded(amount))
        for pair, amount in sorted(amounts.items())
        if points[pair] or amount
    )


def _rounded(amount: Fraction) -> int:
    """Return the nearest whole number, halves away from zero."""
    whole = (2 * abs(amount.numerator) + amount.denominator) // (2 * amount.denominator)
    return whole if amount >= 0 else -whole


def positions(pairs: tuple[PairTotal, ...]) -> tuple[Position, ...]:
    """Return what each party gets or pays; all together are zero, in points and in money."""
    points: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    for pair in pairs:
        for party, sign in ((pair.creditor, 1), (pair.debtor, -1)):
            points[party] += sign * pair.points
            amounts[party] += sign * pair.amount_minor
    return tuple(Position(party, points[party], amounts[party]) for party in sorted(points))


def add_owed(totals: OwedPoints, owed: list[Mapping[str, object]], price_version: int) -> None:
    """Add what an entry says is owed, as stored."""
    for each in owed:
        key = (str(each["debtor"]), str(each["creditor"]), price_version)
        totals[key] += int(str(each["points"]))
