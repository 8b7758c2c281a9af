"""Purchases files: JSON Lines and Parquet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from loyaltyctl.errors import ReplayFileRefused
from loyaltyctl.member_names import name_identity
from loyaltyctl.replaying import count_items, read_identities, read_items
from loyaltyctl.replaying.items import row_of


def row(number: int = 1, **changes: Any) -> dict[str, Any]:
    purchase = {
        "business_id": "retail",
        "store_id": "7",
        "receipt_number": str(number),
        "purchase_time": "2026-03-04T05:06:07Z",
        "total": {"amount_minor": "9007199254740993", "currency_code": "USD"},
        "lines": [{"line_id": "1", "category": "food", "net_amount_minor": "9007199254740993"}],
    }
    identity = {"type": "CARD", "value": f"C-{number % 2}"}
    plain = {"request_id": f"r-{number}", "identity": identity, "pay_with_points": False}
    return {**plain, "purchase": purchase, **changes}


def write_lines(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in rows))
    return path


def test_lines_are_read_in_order_and_blank_ones_skipped(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "p.jsonl", row(1), row(2, pay_with_points=True))
    path.write_text(path.read_text().replace("\n", "\n\n"))
    items = list(read_items(path))
    assert [item.request_id for item in items] == ["r-1", "r-2"]
    assert [item.pay_with_points for item in items] == [False, True]
    assert items[0].purchase.total.amount_minor == 9007199254740993
    assert count_items(path) == 2


def test_an_item_written_and_read_again_is_the_same_item(tmp_path: Path) -> None:
    first = next(read_items(write_lines(tmp_path / "a.jsonl", row())))
    assert next(read_items(write_lines(tmp_path / "b.jsonl", row_of(first)))) == first


def test_identities_come_once_each_in_order_of_appearance(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "p.jsonl", row(1), row(2), row(3))
    assert [name_identity(identity) for identity in read_identities(path)] == [
        "card:C-1",
        "card:C-0",
    ]


def test_parquet_has_the_same_columns_with_the_purchase_as_json(tmp_path: Path) -> None:
    rows = [row(1), row(2)]
    as_text = [{**each, "purchase": json.dumps(each["purchase"])} for each in rows]
    pq.write_table(pa.Table.from_pylist(as_text), tmp_path / "p.parquet")
    lines = write_lines(tmp_path / "p.jsonl", *rows)
    assert list(read_items(tmp_path / "p.parquet")) == list(read_items(lines))
    assert count_items(tmp_path / "p.parquet") == 2


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (row(request_id=""), "request_id"),
        (row(request_id=7), "request_id"),
        (row(pay_with_points="yes"), "pay_with_points"),
        (row(identity=None), "identity"),
        (row(identity={"type": "CARD"}), "identity"),
        (row(identity={"type": "SHOE", "value": "44"}), "identity.type"),
        (row(purchase=None), "purchase"),
        (row(purchase="{"), "purchase"),
        (row(purchase={"shop": 1}), "shop"),
        (row(purchase={"total": {"amount_minor": 1.5}}), "purchase"),
        (row(pay_with_ponts=True), "no field 'pay_with_ponts'"),
        (row(identity={"type": "CARD", "value": "C", "kind": 1}), "no field 'kind'"),
        (row(request_id="\ud800"), "half of a character"),
        (row(identity={"type": "CARD", "value": "\udfff"}), "half of a character"),
        (row(purchase={"\ud800": 1}), "half of a character"),
        (row(purchase=r'{"\ud800": 1}'), "purchase: has half of a character"),
        (row(purchase='{"store_id": "7", "store_id": "8"}'), "'store_id' is there twice"),
        (row(purchase="[" * 100_000), "purchase: .*nested too deeply"),
    ],
)
def test_a_bad_line_is_refused_by_its_number_and_field(
    tmp_path: Path, bad: dict[str, Any], told: str
) -> None:
    path = write_lines(tmp_path / "p.jsonl", row(1), bad)
    with pytest.raises(ReplayFileRefused, match=f"line 2: .*{told}"):
        list(read_items(path))


@pytest.mark.parametrize(
    "line", ["{", "[]", "[" * 100_000, "\ud800".encode("utf-8", "surrogatepass")]
)
def test_a_line_that_is_no_json_object_is_refused(tmp_path: Path, line: str | bytes) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(line if isinstance(line, bytes) else line.encode())
    with pytest.raises(ReplayFileRefused, match="line 1: not"):
        list(read_items(path))


def test_a_whole_character_written_as_two_halves_is_read(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "p.jsonl", row(request_id="\N{PARTY POPPER}"))
    assert r"\ud83c" in path.read_text()
    assert next(read_items(path)).request_id == "\N{PARTY POPPER}"


def test_a_suffix_in_capitals_is_the_same_suffix(tmp_path: Path) -> None:
    as_text = [{**row(), "purchase": json.dumps(row()["purchase"])}]
    pq.write_table(pa.Table.from_pylist(as_text), tmp_path / "P.PARQUET")
    assert next(read_items(tmp_path / "P.PARQUET")).line == 1


def test_damaged_parquet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    pq.write_table(pa.table({"request_id": [f"r-{number}" for number in range(9999)]}), path)
    whole = path.read_bytes()
    path.write_bytes(whole[:4] + bytes(len(whole) // 2) + whole[4 + len(whole) // 2 :])
    with pytest.raises(ReplayFileRefused, match="not a Parquet file, or damaged"):
        count_items(path)


def test_a_file_that_is_missing_or_not_parquet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReplayFileRefused, match="no file"):
        count_items(tmp_path / "nowhere.jsonl")
    fake = tmp_path / "fake.parquet"
    fake.write_text("not parquet")
    with pytest.raises(ReplayFileRefused, match="not a Parquet file"):
        count_items(fake)
