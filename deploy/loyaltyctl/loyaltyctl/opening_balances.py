"""Files of opening balances: JSON Lines or CSV, and the requests they stand for.

The request id of a balance follows from what it says, so that a file that is sent again,
or mended and sent again, imports nothing twice. Lines that say the same are told apart by
their number among their like.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from google.protobuf import json_format
from loyalty.points.v1.adjustment_service_pb2 import OpeningBalance, OpeningLot

from .errors import BalanceFileRefused, MemberNameRefused
from .json_objects import objects_by_line
from .member_names import parse_member
from .numbers import is_plain
from .plain_words import plain_words
from .request_ids import derived_request_id

CSV_SUFFIX = ".csv"
CSV_COLUMNS = ("member", "funder", "points", "expire_time", "earn_time")
BATCH_ITEMS = 100
BATCH_LOTS = 5000


def read_numbered(path: Path) -> list[tuple[int, OpeningBalance]]:
    """Read a file to its end, each balance with its line. Raises BalanceFileRefused."""
    try:
        balances = list(_read(path))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BalanceFileRefused(f"{path} cannot be read: {error}") from error
    if not balances:
        raise BalanceFileRefused(f"there are no balances in {path}")
    return balances


def batches(balances: Iterable[OpeningBalance]) -> Iterator[list[OpeningBalance]]:
    """Yield the balances in portions that one call takes."""
    batch: list[OpeningBalance] = []
    lots = 0
    for balance in balances:
        if len(batch) == BATCH_ITEMS or (batch and lots + len(balance.lots) > BATCH_LOTS):
            yield batch
            batch, lots = [], 0
        batch.append(balance)
        lots += len(balance.lots)
    if batch:
        yield batch


def _read(path: Path) -> Iterator[tuple[int, OpeningBalance]]:
    if not path.is_file():
        raise BalanceFileRefused(f"there is no file {path}")
    alike: Counter[str] = Counter()
    is_csv = path.suffix.lower() == CSV_SUFFIX
    for number, row in _csv_rows(path) if is_csv else objects_by_line(path, BalanceFileRefused):
        try:
            yield number, _balance_of(row, alike)
        except BalanceFileRefused as error:
            raise BalanceFileRefused(f"{path}, line {number}: {error}") from error


def _balance_of(row: Mapping[str, Any], alike: Counter[str]) -> OpeningBalance:
    """Make a balance of a row with `member` and `lots`. Raises BalanceFileRefused."""
    if unknown := set(row) - {"member", "lots"}:
        raise BalanceFileRefused(f"no field {min(unknown)!r}; there are member, lots")
    member, lots = row.get("member"), row.get("lots")
    if not isinstance(member, str):
        raise BalanceFileRefused("member must be an id, or TYPE:VALUE such as card:CJ-000012")
    if not isinstance(lots, list) or not lots:
        raise BalanceFileRefused("lots must be a list of one or more")
    try:
        balance = OpeningBalance(member=parse_member(member), lots=map(_lot_of, lots))
    except MemberNameRefused as error:
        raise BalanceFileRefused(f"member: {error}") from error
    content = balance.SerializeToString(deterministic=True)
    alike[content.hex()] += 1
    number = f"{alike[content.hex()]}|".encode()
    balance.request_id = derived_request_id("opening", number + content)
    return balance


def _lot_of(lot: object) -> OpeningLot:
    if not isinstance(lot, dict):
        raise BalanceFileRefused("a lot must be an object")
    _require_plain(lot.get("points", 0))
    try:
        return json_format.ParseDict(lot, OpeningLot())
    except json_format.ParseError as error:
        raise BalanceFileRefused(f"lots: {plain_words(error)}") from error


def _require_plain(points: object) -> None:
    """Refuse what Python or protobuf would take for a number and people might not mean."""
    if type(points) is not int and not (isinstance(points, str) and is_plain(points)):
        raise BalanceFileRefused(f"points: {points!r} is no whole number in plain digits")


def _csv_rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield a row of one lot for each line of a CSV file with a header."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        columns = reader.fieldnames or ()
        if len(set(columns)) < len(columns):
            raise BalanceFileRefused(f"{path}: two columns of one name in the header")
        if unknown := set(columns) - set(CSV_COLUMNS):
            known = ", ".join(CSV_COLUMNS)
            raise BalanceFileRefused(f"{path}: no column {min(unknown)!r}; there are {known}")
        if missing := set(CSV_COLUMNS[:3]) - set(columns):
            raise BalanceFileRefused(f"{path}: column {min(missing)!r} is missing in the header")
        for row in reader:
            if None in row or None in row.values():
                problem = f"must have {len(columns)} columns"
                raise BalanceFileRefused(f"{path}, line {reader.line_num}: {problem}")
            lot = {name: value for name, value in row.items() if name != "member" and value}
            yield reader.line_num, {"member": row["member"], "lots": [lot]}
