"""Which business sold a line, and under which category."""

from __future__ import annotations

import re

from loyalty_local.ids import DINING, FUEL, RETAIL

from .rows import Row

DINING_DEPARTMENTS = frozenset({"DELI", "SALAD BAR", "RESTAURANT", "CHEF SHOPPE", "PASTRY"})
TOBACCO_CATEGORIES = frozenset({"CIGARETTES", "CIGARS", "TOBACCO OTHER"})

REGULAR = "regular-unleaded"
PREPAID = "prepaid-fuel"
TOBACCO = "tobacco"
GIFT_CARD = "gift-card"
UNASSIGNED = "unassigned"

_NO_LETTERS = re.compile(r"[^a-z0-9]+")


def business_of(department: str, product_type: str) -> str:
    """Return the business that sells a product.

    Gasoline goes to fuel also where its department is MISCELLANEOUS: it is priced by the
    thousandth of a gallon there as well.
    """
    if department == "FUEL" or product_type.startswith("GASOLINE"):
        return FUEL
    return DINING if department in DINING_DEPARTMENTS else RETAIL


def is_prepaid_fuel(row: Row) -> bool:
    """Tell fuel sold for a round sum: its quantity is 1, whatever it cost."""
    return row.quantity == 1 and business_of(row.department, row.product_type) == FUEL


def category_of(row: Row) -> str:
    """Return the category that rules go by."""
    if business_of(row.department, row.product_type) == FUEL:
        return PREPAID if is_prepaid_fuel(row) else REGULAR
    if row.product_category in TOBACCO_CATEGORIES:
        return TOBACCO
    if "GIFT CARD" in row.product_type:
        return GIFT_CARD
    return _NO_LETTERS.sub("-", row.department.lower()).strip("-") or UNASSIGNED


def quantity_milli_of(row: Row) -> int:
    """Return thousandths: of a gallon as the pump counts them, of a piece for all else."""
    if business_of(row.department, row.product_type) == FUEL and not is_prepaid_fuel(row):
        return row.quantity
    return row.quantity * 1000
