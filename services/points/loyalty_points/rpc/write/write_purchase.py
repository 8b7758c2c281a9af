"""Purchases, to messages."""

from __future__ import annotations

from loyalty.points.v1 import purchase_pb2
from loyalty.type import money_pb2

from loyalty_points.domain.purchases.purchase import Purchase
from loyalty_points.rpc.times import write_time


def write_purchase(purchase: Purchase) -> purchase_pb2.Purchase:
    """Return the message of a purchase as it was recorded."""
    return purchase_pb2.Purchase(
        business_id=purchase.business_id,
        store_id=purchase.store_id,
        channel=purchase.channel,
        receipt_number=purchase.receipt_number,
        purchase_time=write_time(purchase.purchase_time),
        total=money_pb2.Money(
            amount_minor=purchase.total_amount_minor, currency_code=purchase.currency_code
        ),
        lines=[
            purchase_pb2.Line(
                line_id=line.line_id,
                sku=line.sku,
                category=line.category,
                quantity_milli=line.quantity_milli,
                gross_amount_minor=line.gross_amount_minor,
                discount_amount_minor=line.discount_amount_minor,
                net_amount_minor=line.net_amount_minor,
            )
            for line in purchase.lines
        ],
        payments=[
            purchase_pb2.Payment(method=payment.method, amount_minor=payment.amount_minor)
            for payment in purchase.payments
        ],
        attributes=dict(purchase.attributes),
    )
