"""What came of a purchase or a redemption afterwards: returns, confirmation, cancellation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from loyalty_points.domain.purchases.purchase import Line
from loyalty_points.domain.returns.returns import LineState, untouched


class Pending(StrEnum):
    """What became of the points that a purchase gave for later."""

    OPEN = ""
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ElsewhereStep:
    """What came of a purchase in another account's journal, where its points waited by then."""

    version: int
    """Of the state, once it was done."""
    entry_id: str


@dataclass(frozen=True, slots=True)
class PurchaseState:
    """As read, or version 0 where nothing came of it yet."""

    entry_id: str
    version: int
    lines: tuple[LineState, ...]
    """One for each line; one in all for a redemption."""
    pending: Pending = Pending.OPEN
    active_lot_ids: tuple[str, ...] = ()
    """For each award, the lot that its confirmed points went to; empty where none did."""
    cancelled_awards: tuple[int, ...] = ()
    """Indices of awards whose points were taken back while they were pending."""
    elsewhere: tuple[ElsewhereStep, ...] = ()
    """Confirmations and cancellations in other accounts' journals than the original's."""


def untouched_state(entry_id: str, lines: Sequence[Line]) -> PurchaseState:
    """Return the state of an original of which nothing came yet; without lines, of a redemption."""
    return PurchaseState(entry_id, 0, untouched(lines) or (LineState(),))
