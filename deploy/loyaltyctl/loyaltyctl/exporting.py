"""Entries into a file: JSON Lines, or CSV for spreadsheets."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from google.protobuf.json_format import MessageToDict
from loyalty.points.v1.entry_pb2 import Entry, EntryKind

COLUMNS = (
    "entry_id", "account_id", "member_id", "sequence", "kind", "business_id", "store_id",
    "event_time", "record_time", "earned_points", "burned_points", "qualifying_points",
    "available_points", "pending_points", "held_points", "debt_points", "due_points",
    "tier_id", "program_version", "receipt_number", "amount_minor", "currency_code",
    "reason", "reference", "owed", "price_version", "chain_hash",
)  # fmt: skip
"""Of a CSV file. Lines, awards and postings are in JSON Lines only."""


class Format(StrEnum):
    """How a file is written."""

    JSONL = "jsonl"
    CSV = "csv"


def write_entries(path: Path, form: Format, entries: Iterable[Entry]) -> int:
    """Write entries as they come, and return how many.

    The file is there once it is whole: until then it has ".part" at its end. What breaks
    off leaves none.
    """
    part = path.with_name(f"{path.name}.part")
    written = 0
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            for line in _lines(form, entries):
                file.write(line)
                written += 1
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return written - (form is Format.CSV)


def _lines(form: Format, entries: Iterable[Entry]) -> Iterator[str]:
    if form is Format.JSONL:
        for entry in entries:
            content = MessageToDict(entry, preserving_proto_field_name=True)
            yield json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
        return
    kept = _Kept()
    rows = csv.writer(kept)
    rows.writerow(COLUMNS)
    yield kept.line
    for entry in entries:
        rows.writerow(_row(entry))
        yield kept.line


class _Kept:
    """Keeps the one line that a CSV writer wrote last."""

    line = ""

    def write(self, line: str) -> None:
        self.line = line


def _row(entry: Entry) -> list[str]:
    balance, total = entry.balance_after, entry.purchase.total
    values: dict[str, object] = {
        "kind": EntryKind.Name(entry.kind).removeprefix("ENTRY_KIND_").lower(),
        "event_time": entry.event_time.ToJsonString(),
        "record_time": entry.record_time.ToJsonString(),
        "receipt_number": entry.purchase.receipt_number,
        "amount_minor": total.amount_minor if entry.HasField("purchase") else "",
        "currency_code": total.currency_code,
        "owed": " ".join(f"{owed.debtor}>{owed.creditor}:{owed.points}" for owed in entry.owed),
    }
    for name in COLUMNS:
        if name not in values:
            holder = balance if name in balance.DESCRIPTOR.fields_by_name else entry
            values[name] = getattr(holder, name)
    return [str(values[name]) for name in COLUMNS]
