"""Purchases, from messages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loyalty.points.v1 import purchase_pb2 as pb
from loyalty_chassis.validation import Fields

from loyalty_points.domain.purchases.purchase import Line, Payment, Purchase
from loyalty_points.rpc.ids import CODE, read_place
from loyalty_points.rpc.read.read_attributes import read_attributes
from loyalty_points.rpc.times import read_time

AMOUNT_MAX = 10**11
"""Minor units of a line and of a purchase: a rule may give ten points for each of them."""
QUANTITY_MAX = 10**12
LINES_MAX = 500
PAYMENTS_MAX = 20
CURRENCY_CODE = re.compile(r"[A-Z]{3}")
RECEIPT_NUMBER = re.compile(r"[A-Za-z0-9_./-]{1,64}")
RECEIPT_NUMBER_WORDS = "1 to 64 of [A-Za-z0-9_./-]"
LINE_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
LINE_ID_WORDS = "1 to 64 of [A-Za-z0-9_.-]"
_SKU = re.compile(r"[A-Za-z0-9_.:/-]{0,64}")
_CATEGORY = re.compile(r"[a-z0-9_.-]{1,64}")


def read_purchase(
    fields: Fields, message: pb.Purchase, *, is_set: bool, needs_receipt: bool = True
) -> Purchase:
    """Return a purchase whose parts are well-formed and add up, or note what is wrong."""
    if not is_set:
        fields.wrong("purchase", "must be set")
    read_place(fields, message.business_id, message.store_id, "purchase.")
    channel = message.channel or "till"
    fields.matches(channel, "purchase.channel", CODE, "1 to 32 of [a-z0-9_-]")
    if needs_receipt or message.receipt_number:
        number, path = message.receipt_number, "purchase.receipt_number"
        fields.matches(number, path, RECEIPT_NUMBER, RECEIPT_NUMBER_WORDS)
    total = message.total
    fields.matches(
        total.currency_code, "purchase.total.currency_code", CURRENCY_CODE, "an ISO 4217 code"
    )
    lines = _read_lines(fields, message.lines)
    _check_total(fields, total.amount_minor, lines)
    return Purchase(
        business_id=message.business_id,
        store_id=message.store_id,
        channel=channel,
        receipt_number=message.receipt_number,
        purchase_time=read_time(
            fields,
            message.purchase_time,
            "purchase.purchase_time",
            is_set=message.HasField("purchase_time"),
        ),
        currency_code=total.currency_code,
        total_amount_minor=total.amount_minor,
        lines=lines,
        payments=_read_payments(fields, message.payments, total.amount_minor),
        attributes=read_attributes(fields, message.attributes, "purchase.attributes"),
    )


def _check_total(fields: Fields, total_minor: int, lines: Sequence[Line]) -> None:
    path = "purchase.total.amount_minor"
    fields.whole(total_minor, path, 0, AMOUNT_MAX)
    added_up = sum(line.net_amount_minor for line in lines)
    if lines and added_up != total_minor:
        fields.wrong(path, f"must be what the lines add up to, {added_up}, is {total_minor}")


def _read_lines(fields: Fields, messages: Sequence[pb.Line]) -> tuple[Line, ...]:
    if not fields.count(messages, "purchase.lines", 1, LINES_MAX):
        return ()
    fields.unlike(
        (f"purchase.lines[{index}].line_id", line.line_id) for index, line in enumerate(messages)
    )
    return tuple(
        _read_line(fields, message, f"purchase.lines[{index}]")
        for index, message in enumerate(messages)
    )


def _read_line(fields: Fields, message: pb.Line, path: str) -> Line:
    line = Line(
        line_id=message.line_id,
        sku=message.sku,
        category=message.category,
        quantity_milli=message.quantity_milli,
        gross_amount_minor=message.gross_amount_minor,
        discount_amount_minor=message.discount_amount_minor,
        net_amount_minor=message.net_amount_minor,
    )
    gross, discount, net = (
        line.gross_amount_minor,
        line.discount_amount_minor,
        line.net_amount_minor,
    )
    fields.matches(line.line_id, f"{path}.line_id", LINE_ID, LINE_ID_WORDS)
    fields.matches(line.sku, f"{path}.sku", _SKU, "at most 64 of [A-Za-z0-9_.:/-]")
    fields.matches(line.category, f"{path}.category", _CATEGORY, "1 to 64 of [a-z0-9_.-]")
    fields.whole(line.quantity_milli, f"{path}.quantity_milli", 0, QUANTITY_MAX)
    fields.whole(gross, f"{path}.gross_amount_minor", 0, AMOUNT_MAX)
    fields.whole(discount, f"{path}.discount_amount_minor", 0, max(gross, 0))
    if net != gross - discount:
        fields.wrong(
            f"{path}.net_amount_minor",
            f"must be gross less discount, {gross - discount}, is {net}",
        )
    return line


def _read_payments(
    fields: Fields, messages: Sequence[pb.Payment], total_minor: int
) -> tuple[Payment, ...]:
    if not fields.count(messages, "purchase.payments", 0, PAYMENTS_MAX):
        return ()
    for index, payment in enumerate(messages):
        path = f"purchase.payments[{index}]"
        fields.matches(payment.method, f"{path}.method", CODE, "1 to 32 of [a-z0-9_-]")
        fields.whole(payment.amount_minor, f"{path}.amount_minor", 1, AMOUNT_MAX)
    if sum(payment.amount_minor for payment in messages) > total_minor:
        fields.wrong("purchase.payments", "must not add up to more than the total")
    return tuple(Payment(payment.method, payment.amount_minor) for payment in messages)
