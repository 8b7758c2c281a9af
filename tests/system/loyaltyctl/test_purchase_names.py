"""Purchases, lines and durations as people type them."""

from __future__ import annotations

import pytest
from loyalty.points.v1.return_service_pb2 import LineReturn, PurchaseReference, Receipt
from loyaltyctl.durations import parse_duration
from loyaltyctl.errors import DurationRefused, PurchaseNameRefused
from loyaltyctl.purchase_names import parse_entry_id, parse_line, parse_purchase

ENTRY_ID = "0" * 26 + "-12"


def test_an_entry_is_named_by_its_id() -> None:
    assert parse_purchase(ENTRY_ID) == PurchaseReference(entry_id=ENTRY_ID)
    assert parse_entry_id(ENTRY_ID) == ENTRY_ID


def test_a_receipts_number_may_hold_slashes() -> None:
    receipt = Receipt(
        business_id="retail", store_id="384", receipt_number="7/8812", date="2026-06-01"
    )
    assert parse_purchase("retail/384/7/8812/2026-06-01") == PurchaseReference(receipt=receipt)


@pytest.mark.parametrize(
    "text", ["", "8812", "0" * 26, f"{ENTRY_ID}x", "retail/384/2026-06-01", "retail/384/1/June"]
)
def test_what_names_no_purchase_is_refused(text: str) -> None:
    with pytest.raises(PurchaseNameRefused):
        parse_purchase(text)


def test_a_receipt_names_no_redemption() -> None:
    with pytest.raises(PurchaseNameRefused, match="no entry's id"):
        parse_entry_id("retail/384/8812/2026-06-01")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a.1", LineReturn(line_id="a.1")),
        ("1=2", LineReturn(line_id="1", quantity_milli=2000)),
        ("1=0.125", LineReturn(line_id="1", quantity_milli=125)),
        ("1:1250", LineReturn(line_id="1", amount_minor=1250)),
    ],
)
def test_a_line_is_returned_wholly_by_quantity_or_by_amount(text: str, line: LineReturn) -> None:
    assert parse_line(text) == line


@pytest.mark.parametrize("text", ["", "1=", "1=0.1234", "1=-1", "1:12.50", "1:", "1=1:2"])
def test_what_says_no_part_of_a_line_is_refused(text: str) -> None:
    with pytest.raises(PurchaseNameRefused):
        parse_line(text)


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("30m", 1800), ("12h", 43_200), ("3d", 259_200)]
)
def test_a_duration_has_a_unit(text: str, seconds: int) -> None:
    assert parse_duration(text).seconds == seconds


@pytest.mark.parametrize("text", ["", "90", "1.5h", "-3d", "3 d", "3w"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(DurationRefused):
        parse_duration(text)
