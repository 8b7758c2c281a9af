"""A file of what failed of another file, one JSON line for each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from .errors import ExportRefused
from .failures import Failure


class FailuresFile:
    """Takes failures as they come, and writes them where there is a file."""

    def __init__(self, path: Path | None = None, file: TextIO | None = None) -> None:
        self._path = path
        self._file = file

    def write(self, item: Mapping[str, object], failure: Failure) -> None:
        """Write a failure with what names its item. Raises ExportRefused."""
        if self._path is not None and self._file is not None:
            reason = failure.reason or failure.code
            told = {**item, "reason": reason, "message": failure.sentence()}
            with _writing(self._path):
                self._file.write(json.dumps(told) + "\n")


@contextmanager
def failures_file(path: Path | None, source: Path) -> Iterator[FailuresFile]:
    """Open a file for the failures of `source`; what it held before is gone.

    Each failure is in it at once. Raises ExportRefused where it cannot be written, or is
    `source` itself.
    """
    if path is None:
        yield FailuresFile()
        return
    with _writing(path):
        if path.exists() and path.samefile(source):
            raise ExportRefused(f"{path} is the file that is sent: give --failures another")
        file = path.open("w", encoding="utf-8", buffering=1)
    try:
        yield FailuresFile(path, file)
    finally:
        with _writing(path):
            file.close()


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ExportRefused(f"{path} cannot be written: {error.strerror or error}") from error
