"""A purchase as a till reports it, checked for shape. Amounts are in minor units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a purchase."""

    line_id: str
    sku: str
    category: str
    quantity_milli: int
    gross_amount_minor: int
    discount_amount_minor: int
    net_amount_minor: int


@dataclass(frozen=True, slots=True)
class Payment:
    """One means by which the bill was paid, points aside."""

    method: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Purchase:
    """A till transaction."""

    business_id: str
    store_id: str
    channel: str
    receipt_number: str
    purchase_time: datetime
    currency_code: str
    total_amount_minor: int
    lines: tuple[Line, ...]
    payments: tuple[Payment, ...]
    attributes: tuple[tuple[str, str], ...]
    """Sorted by name."""
