"""From a basket to purchases: one for each business that sold something in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loyalty.points.v1.purchase_pb2 import Line, Purchase
from loyalty.type.money_pb2 import Money
from loyalty_sdk import split_by_weight

from loyalty_local.ids import CURRENCY, FUEL

from .departments import business_of, category_of, is_prepaid_fuel, quantity_milli_of
from .findings import Findings
from .rows import Row


def purchases_of(basket: Sequence[Row], findings: Findings) -> Iterator[Purchase]:
    """Yield a basket's purchases, in order of business, and count what was met."""
    _count(basket, findings)
    worthless = not any(row.sales_cents for row in basket)
    findings.worthless_basket_count += worthless
    for business_id, rows in _parts(basket):
        purchase = _purchase(business_id, rows, findings)
        if purchase.total.amount_minor:
            findings.purchase_count += 1
            yield purchase
        else:
            findings.worthless_part_count += not worthless


def sells(row: Row) -> bool:
    """Tell whether a row sells anything: some quantity, or something with a price."""
    return bool(row.quantity or row.sales_cents or row.store_discount_cents)


def _parts(basket: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    parts: dict[str, list[Row]] = {}
    for row in basket:
        parts.setdefault(business_of(row.department, row.product_type), []).append(row)
    return sorted(parts.items())


def _purchase(business_id: str, rows: Sequence[Row], findings: Findings) -> Purchase:
    first, sold = rows[0], [row for row in rows if sells(row)]
    nets = _net_cents(rows, sold, findings)
    purchase = Purchase(
        business_id=business_id,
        store_id=str(first.store_id),
        receipt_number=str(first.basket_id),
        total=Money(amount_minor=sum(nets), currency_code=CURRENCY),
        lines=[_line(n, row, net) for n, (row, net) in enumerate(zip(sold, nets, strict=True), 1)],
    )
    purchase.purchase_time.FromDatetime(first.time)
    return purchase


def _net_cents(rows: Sequence[Row], sold: Sequence[Row], findings: Findings) -> list[int]:
    """Return what the customer paid for each row sold, all coupons of the part taken off.

    A coupon comes off its own row; what is more than the row, or has no row that sells,
    comes off the others in proportion; what is more than all of them is not used.
    """
    left = [max(0, row.sales_cents - row.coupon_cents) for row in sold]
    used = sum(row.sales_cents for row in sold) - sum(left)
    loose = sum(row.coupon_cents for row in rows) - used
    taken = min(loose, sum(left))
    findings.loose_coupon_cents += loose
    findings.lost_coupon_cents += loose - taken
    shares = split_by_weight(taken, left)
    return [amount - share for amount, share in zip(left, shares, strict=True)]


def _line(number: int, row: Row, net_cents: int) -> Line:
    gross_cents = row.sales_cents + row.store_discount_cents
    return Line(
        line_id=str(number),
        sku=str(row.product_id),
        category=category_of(row),
        quantity_milli=quantity_milli_of(row),
        gross_amount_minor=gross_cents,
        discount_amount_minor=gross_cents - net_cents,
        net_amount_minor=net_cents,
    )


def _count(basket: Sequence[Row], findings: Findings) -> None:
    findings.basket_count += 1
    findings.line_count += len(basket)
    for row in basket:
        sold = sells(row)
        findings.zero_quantity_line_count += not row.quantity
        findings.zero_quantity_kept_count += not row.quantity and sold
        findings.no_department_line_count += not row.department
        findings.no_department_kept_count += not row.department and sold
        findings.prepaid_fuel_line_count += is_prepaid_fuel(row)
        findings.misplaced_fuel_line_count += _is_misplaced_fuel(row)


def _is_misplaced_fuel(row: Row) -> bool:
    return row.department != "FUEL" and business_of(row.department, row.product_type) == FUEL
