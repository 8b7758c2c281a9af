"""Which lines of a basket a rule looks at."""

from __future__ import annotations

from loyalty_sdk import Line, Purchase

from .settings import DEFAULT_CLASS_ID, RetailSettings


def earning_lines(purchase: Purchase, settings: RetailSettings) -> tuple[Line, ...]:
    """Return the lines not excluded of which money paid at least a part."""
    return tuple(
        line
        for line in purchase.lines
        if line.category not in settings.excluded_categories and line.earning_amount_minor > 0
    )


def lines_by_class(lines: tuple[Line, ...], settings: RetailSettings) -> dict[str, list[Line]]:
    """Return the lines of each rate class that has any, by class id."""
    class_ids = {
        category: rate.class_id for rate in settings.rate_classes for category in rate.categories
    }
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(class_ids.get(line.category, DEFAULT_CLASS_ID), []).append(line)
    return groups


def payable_line_ids(purchase: Purchase, settings: RetailSettings) -> tuple[str, ...]:
    """Return the ids of the lines that points may pay for."""
    return tuple(
        line.line_id
        for line in purchase.lines
        if line.category not in settings.excluded_categories and line.net_amount_minor > 0
    )
