"""Purchases, to messages."""

from __future__ import annotations

from loyalty.points.v1 import purchase_pb2

from loyalty_points.domain.purchases.purchase import Purchase
from loyalty_points.rpc.times import fill_time


def fill_purchase(message: purchase_pb2.Purchase, purchase: Purchase) -> None:
    """Fill the empty message of a purchase as it was recorded."""
    message.business_id = purchase.business_id
    message.store_id = purchase.store_id
    message.channel = purchase.channel
    message.receipt_number = purchase.receipt_number
    fill_time(message.purchase_time, purchase.purchase_time)
    message.total.amount_minor = purchase.total_amount_minor
    message.total.currency_code = purchase.currency_code
    for line in purchase.lines:
        message.lines.add(
            line_id=line.line_id,
            sku=line.sku,
            category=line.category,
            quantity_milli=line.quantity_milli,
            gross_amount_minor=line.gross_amount_minor,
            discount_amount_minor=line.discount_amount_minor,
            net_amount_minor=line.net_amount_minor,
        )
    for payment in purchase.payments:
        message.payments.add(method=payment.method, amount_minor=payment.amount_minor)
    message.attributes.update(purchase.attributes)
