"""Which lines of a folio a rule looks at."""

from __future__ import annotations

from loyalty_sdk import Line, Purchase

from .settings import HotelSettings


def earning_lines(purchase: Purchase, settings: HotelSettings) -> tuple[Line, ...]:
    """Return the room and folio lines of which money paid at least a part."""
    return tuple(
        line
        for line in purchase.lines
        if line.category not in settings.tax_categories and line.earning_amount_minor > 0
    )


def night_lines(purchase: Purchase, settings: HotelSettings) -> tuple[Line, ...]:
    """Return the room lines of which money paid at least a part of a night."""
    return tuple(
        line
        for line in earning_lines(purchase, settings)
        if line.category in settings.room_categories and line.quantity_milli > 0
    )


def payable_line_ids(purchase: Purchase, settings: HotelSettings) -> tuple[str, ...]:
    """Return the ids of the lines that points may pay for."""
    return tuple(
        line.line_id
        for line in purchase.lines
        if line.category not in settings.tax_categories and line.net_amount_minor > 0
    )
