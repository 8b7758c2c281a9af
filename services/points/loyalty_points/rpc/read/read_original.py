"""What is to be undone or settled, from messages."""

from __future__ import annotations

import re
from datetime import date

from loyalty.points.v1 import return_service_pb2 as pb
from loyalty_chassis.validation import REQUEST_ID, Fields

from loyalty_points.rpc.ids import read_place
from loyalty_points.rpc.read.read_purchase import RECEIPT_NUMBER, RECEIPT_NUMBER_WORDS
from loyalty_points.use_cases.returns.return_commands import Original, Receipt

_ENTRY_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}-[1-9][0-9]{0,17}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def read_purchase_reference(fields: Fields, message: pb.PurchaseReference) -> Original:
    """Return which purchase is meant."""
    kind = message.WhichOneof("purchase")
    if kind == "entry_id":
        return _by_entry(fields, message.entry_id, "original.entry_id")
    if kind == "receipt":
        return _by_receipt(fields, message.receipt)
    if kind == "purchase_request_id":
        path = "original.purchase_request_id"
        return _by_request(fields, message.purchase_request_id, path)
    fields.wrong("original", "must hold an entry_id, a receipt or a purchase_request_id")
    return Original()


def read_redemption_reference(fields: Fields, message: pb.ReverseRedemptionRequest) -> Original:
    """Return which redemption is meant."""
    kind = message.WhichOneof("original")
    if kind == "entry_id":
        return _by_entry(fields, message.entry_id, "entry_id")
    if kind == "redemption_request_id":
        return _by_request(fields, message.redemption_request_id, "redemption_request_id")
    fields.wrong("entry_id", "must be set, or redemption_request_id")
    return Original()


def _by_entry(fields: Fields, entry_id: str, path: str) -> Original:
    fields.matches(entry_id, path, _ENTRY_ID, "an entry's id, as the server gave it")
    return Original(entry_id=entry_id)


def _by_request(fields: Fields, request_id: str, path: str) -> Original:
    fields.matches(request_id, path, REQUEST_ID, "1 to 64 of [A-Za-z0-9_-]")
    return Original(request_id=request_id)


def _by_receipt(fields: Fields, message: pb.Receipt) -> Original:
    prefix = "original.receipt."
    read_place(fields, message.business_id, message.store_id, prefix)
    number = message.receipt_number
    fields.matches(number, f"{prefix}receipt_number", RECEIPT_NUMBER, RECEIPT_NUMBER_WORDS)
    if not _is_day(message.date):
        fields.wrong(f"{prefix}date", "must be a day, YYYY-MM-DD")
    return Original(receipt=Receipt(message.business_id, message.store_id, number, message.date))


def _is_day(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
