"""The stores of each business, from the data."""

from __future__ import annotations

import pyarrow as pa

from .departments import business_of


def stores_by_business(table: pa.Table) -> dict[str, list[str]]:
    """Return the ids of the stores at which each business sold anything, in order."""
    columns = ["store_id", "department", "product_type"]
    stores: dict[str, set[int]] = {}
    for row in table.select(columns).group_by(columns).aggregate([]).to_pylist():
        business_id = business_of(row["department"] or "", row["product_type"] or "")
        stores.setdefault(business_id, set()).add(row["store_id"])
    return {name: [str(store) for store in sorted(ids)] for name, ids in stores.items()}
