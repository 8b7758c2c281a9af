"""Files of opening balances: JSON Lines and CSV, and the request ids that follow from them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from loyalty.points.v1.adjustment_service_pb2 import OpeningBalance
from loyaltyctl.errors import BalanceFileRefused
from loyaltyctl.opening_balances import batches, read_numbered


def read_balances(path: Path) -> list[OpeningBalance]:
    return [balance for _, balance in read_numbered(path)]


def row(member: str = "card:C-0001", **lot: Any) -> dict[str, Any]:
    return {"member": member, "lots": [{"funder": "retail", "points": "9007199254740993", **lot}]}


def write_lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(each) + "\n\n" for each in rows))
    return path


def test_csv_and_json_lines_say_the_same(tmp_path: Path) -> None:
    lines = write_lines(
        tmp_path / "b.jsonl",
        row(),
        row("card:C-2222", points="5", earn_time="2020-01-01T00:00:00Z"),
    )
    table = tmp_path / "b.csv"
    table.write_text(
        "earn_time,member,funder,points\n"
        ",card:C-0001,retail,9007199254740993\n"
        "2020-01-01T00:00:00Z,card:C-2222,retail,5\n",
        encoding="utf-8-sig",
    )
    assert read_balances(lines) == read_balances(table)
    assert read_balances(lines)[0].lots[0].points == 9007199254740993


def test_request_ids_follow_from_what_a_line_says_not_from_where_it_stands(tmp_path: Path) -> None:
    def ids(*rows: object) -> list[str]:
        return [each.request_id for each in read_balances(write_lines(tmp_path / "b", *rows))]

    one, two = row(), row("card:C-2222")
    first = ids(one, two, one)
    assert len(set(first)) == 3, "the same line twice is two balances"
    assert ids(two, one, one) == [first[1], first[0], first[2]]
    assert ids(one, row(points="7"), one)[::2] == first[::2]


def test_batches_keep_within_what_a_call_takes(tmp_path: Path) -> None:
    long = {"member": "card:C-0001", "lots": [{"funder": "retail", "points": 1}] * 200}
    short = [row(f"card:C-{number:04}") for number in range(250)]
    path = write_lines(tmp_path / "b.jsonl", *([long] * 30), *short)
    balances = read_balances(path)
    sizes = [(len(batch), sum(len(each.lots) for each in batch)) for batch in batches(balances)]
    assert sizes == [(25, 5000), (100, 1095), (100, 100), (55, 55)]


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ({"member": 7, "lots": []}, "member"),
        (row("shoe:44"), "no type of identity"),
        ({"member": "card:C-0001", "lots": []}, "lots"),
        ({"member": "card:C-0001", "lots": [7]}, "lot must be an object"),
        ({"member": "card:C-0001", "lots": [{"luck": 1}]}, "luck"),
        (row(points=1.5), "points"),
        (row() | {"request_id": "r"}, "request_id"),
        ([], "not a JSON object"),
        (row(points="1_000"), "'1_000' is no whole number"),
        (row(points="\N{FULLWIDTH DIGIT ONE}"), "no whole number"),
        (row(points=1e2), "100.0 is no whole number"),
        (row(points=True), "True is no whole number"),
        (row("card:\ud800"), "half of a character"),
        ({"\ud800": 1}, "half of a character"),
    ],
)
def test_a_bad_line_is_refused_by_its_number(tmp_path: Path, bad: object, told: str) -> None:
    path = write_lines(tmp_path / "b.jsonl", row(), bad)
    with pytest.raises(BalanceFileRefused, match=f"line 3: .*{told}"):
        read_balances(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("member,points\n", "'funder' is missing"),
        ("member,funder,points,luck\n", "no column 'luck'"),
        ("member,funder,points\ncard:C-0001,retail\n", "line 2: must have 3 columns"),
        ("member,funder,points\ncard:C-0001,retail,5,6\n", "line 2: must have 3 columns"),
        ("member,funder,points\ncard:C-0001,retail,many\n", "line 2: .*many"),
        ("member,funder,points\ncard:C-0001,retail,1e2\n", "line 2: points: '1e2'"),
        ("member,funder,points,points\n", "two columns of one name"),
        ("member,funder,points\n", "there are no balances in"),
        ("", "missing in the header"),
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "b.CSV"
    path.write_text(text)
    with pytest.raises(BalanceFileRefused, match=told):
        read_balances(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\n", "there are no balances in"),
        ('{"member": "card:C-0001", "member": "card:C-0002"}', "line 1: .*'member' is there twice"),
        ("[" * 100_000, "line 1: .*nested too deeply"),
    ],
)
def test_a_bad_text_is_refused(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text(text)
    with pytest.raises(BalanceFileRefused, match=told):
        read_balances(path)


def test_a_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BalanceFileRefused, match="no file"):
        read_balances(tmp_path / "nowhere.csv")
