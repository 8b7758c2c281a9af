"""Reading purchases files: JSON Lines, or Parquet where pyarrow is installed."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from loyalty.points.v1.member_pb2 import Identity

from loyaltyctl.errors import ReplayFileRefused
from loyaltyctl.json_objects import objects_by_line
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
    for identity in _read(path, lambda row, _: identity_of(row)):
        name = name_identity(identity)
        if name not in seen:
            seen.add(name)
            yield identity


def _read(path: Path, parse: Callable[[Mapping[str, Any], int], T]) -> Iterator[T]:
    is_parquet = path.suffix.lower() == PARQUET_SUFFIX
    try:
        _require_file(path)
        rows = _parquet_rows(path) if is_parquet else objects_by_line(path, ReplayFileRefused)
        for number, row in rows:
            try:
                yield parse(row, number)
            except ReplayFileRefused as error:
                raise ReplayFileRefused(f"{path}, line {number}: {error}") from error
    except OSError as error:
        raise ReplayFileRefused(f"{path} cannot be read: {error.strerror or error}") from error


def _parquet_rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        arrow, parquet = map(importlib.import_module, ("pyarrow", "pyarrow.parquet"))
    except ImportError as error:
        raise ReplayFileRefused("Parquet needs pyarrow: install loyaltyctl[parquet]") from error
    number = 0
    try:
        for batch in parquet.ParquetFile(path).iter_batches(batch_size=PARQUET_BATCH_ROWS):
            for row in batch.to_pylist():
                number += 1
                yield number, row
    except (OSError, ValueError, arrow.ArrowException) as error:
        problem = f"is not a Parquet file, or damaged after row {number}"
        raise ReplayFileRefused(f"{path} {problem}: {error}") from error


def _require_file(path: Path) -> None:
    if not path.is_file():
        raise ReplayFileRefused(f"there is no file {path}")
