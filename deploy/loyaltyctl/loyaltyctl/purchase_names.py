"""How purchases, and parts of them, are written on the command line."""

from __future__ import annotations

import re
from decimal import Decimal

from loyalty.points.v1.return_service_pb2 import LineReturn, PurchaseReference, Receipt

from .errors import PurchaseNameRefused

ENTRY_ID = re.compile(r"[0-9A-Z]{26}-[0-9]{1,18}")
_RECEIPT = re.compile(r"([^/]+)/([^/]+)/(.+)/([0-9]{4}-[0-9]{2}-[0-9]{2})")
_QUANTITY = re.compile(r"[0-9]{1,15}(\.[0-9]{1,3})?")
_AMOUNT = re.compile(r"[0-9]{1,18}")
_MILLI = 1000


def parse_purchase(text: str) -> PurchaseReference:
    """Name a purchase by its entry's id, or by a receipt such as "retail/384/8812/2026-06-01".

    A receipt's number may hold slashes. Raises PurchaseNameRefused.
    """
    if ENTRY_ID.fullmatch(text):
        return PurchaseReference(entry_id=text)
    named = _RECEIPT.fullmatch(text)
    if named is None:
        raise PurchaseNameRefused(
            f"{text!r} is neither an entry's id nor BUSINESS/STORE/RECEIPT/DATE "
            "such as retail/384/8812/2026-06-01"
        )
    business_id, store_id, number, date = named.groups()
    receipt = Receipt(business_id=business_id, store_id=store_id, receipt_number=number, date=date)
    return PurchaseReference(receipt=receipt)


def parse_entry_id(text: str) -> str:
    """Return an entry's id as it is. Raises PurchaseNameRefused."""
    if not ENTRY_ID.fullmatch(text):
        raise PurchaseNameRefused(f"{text!r} is no entry's id; `statement` tells those")
    return text


def parse_line(text: str) -> LineReturn:
    """Say how much of a line is returned: "ID" all, "ID=2.5" a quantity, "ID:1250" an amount.

    The amount is in minor units. Raises PurchaseNameRefused.
    """
    line_id, equals, quantity = text.partition("=")
    if equals and _QUANTITY.fullmatch(quantity):
        return LineReturn(line_id=line_id, quantity_milli=int(Decimal(quantity) * _MILLI))
    line_id, colon, amount = text.partition(":")
    if colon and not equals and _AMOUNT.fullmatch(amount):
        return LineReturn(line_id=line_id, amount_minor=int(amount))
    if equals or colon or not text:
        raise PurchaseNameRefused(
            f"{text!r} is none of LINE, LINE=QUANTITY (at most three decimals) and "
            "LINE:AMOUNT (in minor units)"
        )
    return LineReturn(line_id=text)
