"""What of a bill earns, and what points may pay."""

from __future__ import annotations

import re
from collections.abc import Iterable

from loyalty_sdk import Line, Purchase

from .settings import DiningSettings

_GUESTS = re.compile(r"[0-9]{1,4}")


def earning_lines(purchase: Purchase, settings: DiningSettings) -> tuple[Line, ...]:
    """Return the lines that earn and of which money paid at least a part."""
    return tuple(line for line in _served(purchase, settings) if line.earning_amount_minor > 0)


def payable_line_ids(purchase: Purchase, settings: DiningSettings) -> tuple[str, ...]:
    """Return the ids of the lines that points may pay for."""
    return tuple(line.line_id for line in _served(purchase, settings) if line.net_amount_minor > 0)


def _served(purchase: Purchase, settings: DiningSettings) -> Iterable[Line]:
    excluded = {*settings.tip_categories, *settings.tax_categories}
    return (line for line in purchase.lines if line.category not in excluded)


def earning_amount_minor(purchase: Purchase, settings: DiningSettings) -> int:
    """Return the amount that earns, in minor units, within the party's cap."""
    amount = sum(line.earning_amount_minor for line in earning_lines(purchase, settings))
    cap = settings.party_cap
    if cap is None:
        return amount
    guests = min(guest_count(purchase), cap.guests_max)
    return min(amount, guests * cap.amount_per_guest_max_minor)


def guest_count(purchase: Purchase) -> int:
    """Return the attribute "guests"; 1 where it is absent, zero or not a whole number."""
    text = purchase.attribute("guests")
    return max(1, int(text)) if _GUESTS.fullmatch(text) else 1
