"""What was met in the data and what was done with it, counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(slots=True)
class Findings:
    """Counts over the baskets converted so far."""

    basket_count: int = 0
    line_count: int = 0
    purchase_count: int = 0
    zero_quantity_line_count: int = 0
    """Lines with quantity 0 ..."""
    zero_quantity_kept_count: int = 0
    """... of which had a price, and stay as lines with quantity 0; the rest sell nothing."""
    no_department_line_count: int = 0
    """Lines whose product is unknown ..."""
    no_department_kept_count: int = 0
    """... of which were sold at a price, and go to retail as "unassigned"."""
    worthless_basket_count: int = 0
    """Baskets whose lines sum to nothing; no purchase is made of them."""
    worthless_part_count: int = 0
    """Parts of other baskets that cost nothing at one business; no purchase either."""
    loose_coupon_cents: int = 0
    """Coupons without a line, or larger than theirs, taken off the purchase's lines ..."""
    lost_coupon_cents: int = 0
    """... of which were more than the purchase, and are not used."""
    prepaid_fuel_line_count: int = 0
    """Fuel for a round sum: the volume is not in the data, so it earns nothing by volume."""
    misplaced_fuel_line_count: int = 0
    """Gasoline of another department, counted as fuel."""

    def sentences(self) -> Iterator[str]:
        """Tell what was found and done, one sentence each."""
        yield (
            f"{self.basket_count:,} baskets with {self.line_count:,} lines became "
            f"{self.purchase_count:,} purchases, one for each business of a basket."
        )
        yield (
            f"{self.zero_quantity_line_count:,} lines have quantity 0: "
            f"{self.zero_quantity_kept_count:,} with a price stay, the others sell nothing "
            "and are left out; their coupons are taken off the rest of the purchase."
        )
        yield (
            f"{self.no_department_line_count:,} lines have no department: "
            f"{self.no_department_kept_count:,} that were sold go to retail as "
            '"unassigned", the others sell nothing and are left out, their coupons likewise.'
        )
        yield (
            f"{self.worthless_basket_count:,} baskets sum to nothing and "
            f"{self.worthless_part_count:,} parts of other baskets cost nothing: left out."
        )
        yield (
            f"Coupons of {_dollars(self.loose_coupon_cents)} had no line or more than its "
            f"price; {_dollars(self.lost_coupon_cents)} were more than the purchase: not used."
        )
        yield (
            f"{self.prepaid_fuel_line_count:,} fuel lines are round sums without a volume; "
            f"{self.misplaced_fuel_line_count:,} gasoline lines of another department are fuel."
        )


def _dollars(amount_cents: int) -> str:
    return f"${amount_cents // 100:,}.{amount_cents % 100:02d}"
