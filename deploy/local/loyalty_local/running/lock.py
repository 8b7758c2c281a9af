"""One suite a folder."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loyalty_local.errors import LocalError

FILE = "lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep a folder to ourselves; the lock ends with this process, however it ends.

    Raises LocalError where another process has it.
    """
    with (folder / FILE).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LocalError(f"another `make run` uses {folder}; stop it first") from error
        yield
