"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import signal
import stat
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from .errors import ExportRefused

TERMINATED = 143
"""The exit code after SIGTERM, as shells have it."""


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """Open a new file that takes the path's place once it is whole; what breaks off leaves none.

    A symlink stays, and what it leads to is replaced; the mode of what is replaced is kept.
    Raises ExportRefused, saying what is wrong with the path.
    """
    try:
        target = _target_of(path)
        mode = _mode_of(path, target)
        with _ending_in_order(), _new_file(target.parent) as (file, part):
            os.fchmod(file.fileno(), mode)
            yield file
            file.close()  # what is still to be written is in the file before it is in its place
            part.replace(target)
    except OSError as error:
        raise ExportRefused(f"{path} cannot be written: {error.strerror or error}") from error


def _target_of(path: Path) -> Path:
    """Return the path with symlinks followed. Raises OSError or ExportRefused."""
    if not path.name or "\0" in path.name:
        raise ExportRefused(f"{str(path)!r} is no name of a file")
    return Path(os.path.realpath(path))


def _mode_of(path: Path, target: Path) -> int:
    """Return the mode of what is there, or that of a new file. Raises OSError or ExportRefused."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        if not target.parent.is_dir():
            raise ExportRefused(f"there is no folder {target.parent}") from None
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
    if stat.S_ISDIR(mode):
        raise ExportRefused(f"{path} is a folder")
    if not stat.S_ISREG(mode):
        raise ExportRefused(f"{path} is no file that can be replaced: it is a device or a pipe")
    return stat.S_IMODE(mode)


@contextmanager
def _new_file(folder: Path) -> Iterator[tuple[TextIO, Path]]:
    """Open a file under a name of its own; it is gone at the end unless it was renamed."""
    descriptor, name = tempfile.mkstemp(prefix=".loyaltyctl-", suffix=".part", dir=folder)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            yield file, Path(name)
    finally:
        with suppress(OSError):
            Path(name).unlink()


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Let SIGTERM end the program as an error does, so that the new file is removed."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may listen to signals
        return
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
