"""The embedded database: a process of its own, spoken to over its wire protocol only."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pymongo
from pymongo.errors import PyMongoError

from loyalty_local.errors import LocalError

from .cpus import keep_database_to_one
from .ports import LOOPBACK, free_port
from .processes import ManagedProcess

PROGRAM = "secantusd-py"
NAME = "loyalty_points"
START_SECONDS = 60.0
STOP_SECONDS = 20.0
PING_MILLISECONDS = 500


@contextmanager
def embedded_database(storage: Path, log: Path) -> Iterator[str]:
    """Run the database on that folder and give its address; stop it in the end.

    Raises LocalError where it does not start.
    """
    with database_process(storage, log) as (url, _):
        yield url


@contextmanager
def database_process(
    storage: Path, log: Path, *, on_one_cpu: bool = True
) -> Iterator[tuple[str, ManagedProcess]]:
    """Run the database on that folder and give its address and process; stop it in the end.

    It is faster on one CPU; else it runs as it comes.
    `--sync-on-commit`, because without it a killed database loses what it has acknowledged.
    Raises LocalError where it does not start.
    """
    storage.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = [_program(), "--sync-on-commit", "--host", LOOPBACK, "--port", str(port)]
    command += ["--storage-path", str(storage), "--log-level", "WARNING"]
    process = ManagedProcess("the embedded database", command, log, os.environ)
    if on_one_cpu:
        keep_database_to_one(process.pid)
    try:
        process.wait_until(lambda: _answers(port), START_SECONDS)
        # Retryable writes make this database slower with every write; others keep them.
        url = f"mongodb://{LOOPBACK}:{port}/{NAME}?directConnection=true&retryWrites=false"
        yield url, process
    finally:
        process.stop(STOP_SECONDS)


def _program() -> str:
    """Find the program beside our own Python, or on the path."""
    beside = Path(sys.executable).parent / PROGRAM
    found = str(beside) if beside.is_file() else shutil.which(PROGRAM)
    if found is None:
        raise LocalError(f"{PROGRAM} is not installed")
    return found


def _answers(port: int) -> bool:
    client: pymongo.MongoClient[dict[str, object]] = pymongo.MongoClient(
        LOOPBACK, port, directConnection=True, serverSelectionTimeoutMS=PING_MILLISECONDS
    )
    try:
        client.admin.command("ping")
    except PyMongoError:
        return False
    finally:
        client.close()
    return True
