"""Entries into a file: JSON Lines, or CSV for spreadsheets."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from google.protobuf.json_format import MessageToDict
from loyalty.points.v1.entry_pb2 import Entry, EntryKind

from .errors import ExportRefused

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


def format_of(path: Path, asked: Format | None) -> Format:
    """Return the format that was asked for, or else the one that the file's suffix names.

    Raises ExportRefused where the two differ.
    """
    suffix = path.suffix.lower().removeprefix(".")
    named = Format(suffix) if suffix in tuple(Format) else None
    if asked and named and asked is not named:
        raise ExportRefused(f"{path} is named as {named}, but --format says {asked}")
    return asked or named or Format.JSONL


def write_entries(file: TextIO, form: Format, entries: Iterable[Entry]) -> int:
    """Write entries as they come, and return how many."""
    written = 0
    for line in _lines(form, entries):
        file.write(line)
        written += 1
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
