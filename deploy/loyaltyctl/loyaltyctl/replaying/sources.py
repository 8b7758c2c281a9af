"""Reading purchases files: JSON Lines, or Parquet where pyarrow is installed."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from loyalty.points.v1.member_pb2 import Identity

from loyaltyctl.errors import ReplayFileRefused
from loyaltyctl.member_names import name_identity

from .items import ReplayItem, identity_of, item_of

T = TypeVar("T")

PARQUET_SUFFIX = ".parquet"
PARQUET_BATCH_ROWS = 1000


def count_items(path: Path) -> int:
    """Read a file to its end and count its purchases. Raises ReplayFileRefused."""
    return sum(1 for _ in read_items(path))


def read_items(path: Path) -> Iterator[ReplayItem]:
    """Read a file's purchases in order. Raises ReplayFileRefused, naming the line."""
    return _read(path, item_of)


def read_identities(path: Path) -> Iterator[Identity]:
    """Read a file's identities, each once, in order of appearance. Raises ReplayFileRefused."""
    seen: set[str] = set()
    for identity in _read(path, identity_of):
        name = name_identity(identity)
        if name not in seen:
            seen.add(name)
            yield identity


def _read(path: Path, parse: Callable[[Mapping[str, Any]], T]) -> Iterator[T]:
    _require_file(path)
    rows = _parquet_rows(path) if path.suffix == PARQUET_SUFFIX else _json_rows(path)
    for number, row in rows:
        try:
            yield parse(row)
        except ReplayFileRefused as error:
            raise ReplayFileRefused(f"{path}, line {number}: {error}") from error


def _json_rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, _json_row(path, number, line)


def _json_row(path: Path, number: int, line: bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ReplayFileRefused(f"{path}, line {number}: not JSON: {error}") from error
    if not isinstance(row, dict):
        raise ReplayFileRefused(f"{path}, line {number}: not a JSON object")
    return row


def _parquet_rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    number = 0
    for batch in _parquet_file(path).iter_batches(batch_size=PARQUET_BATCH_ROWS):
        for row in batch.to_pylist():
            number += 1
            yield number, row


def _parquet_file(path: Path) -> Any:  # noqa: ANN401, pyarrow ships no types
    try:
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise ReplayFileRefused("Parquet needs pyarrow: install loyaltyctl[parquet]") from error
    try:
        return parquet.ParquetFile(path)
    except ValueError as error:
        raise ReplayFileRefused(f"{path} is not a Parquet file: {error}") from error


def _require_file(path: Path) -> None:
    if not path.is_file():
        raise ReplayFileRefused(f"there is no file {path}")
