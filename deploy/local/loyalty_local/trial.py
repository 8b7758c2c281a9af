"""The trial run: the suite stays up until Ctrl-C, its data kept, with commands to try."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from types import FrameType

import grpc
from loyalty.points.v1.program_service_pb2 import GetProgramRequest
from loyaltyctl.client import Client
from loyaltyctl.commands.program import publish_program
from loyaltyctl.failures import failure_of
from loyaltyctl.program_files import read_program
from loyaltyctl.replaying import ReplayItem, read_items
from rich.console import Console

from .first_replay import replay_once
from .hints import commands
from .report import print_heading
from .running.lock import locked
from .running.points import settings_passed_on
from .running.suite import Suite, running_suite
from .steps import prepare, write_program
from .unreturned import latest_unreturned

PREFERRED_PORT = 50051
POLL_SECONDS = 0.5
PROGRAM = "program.json"
PURCHASES = "purchases.jsonl"
NO_PROGRAM = "PROGRAM_NOT_FOUND"
CLEARING_NOTE = (
    "Clearing goes by when things were recorded: the whole year of purchases was replayed "
    "this month, so this month's has them all."
)


def run_trial(console: Console, folder: Path, baskets: str) -> None:
    """Run the suite in the foreground until Ctrl-C or SIGTERM.

    Raises LocalError or grpc.RpcError where a part fails.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        _prepare(console, folder, baskets)
        stop = _stop_on_signals()
        settings = settings_passed_on(os.environ)
        with running_suite(folder, PREFERRED_PORT, settings) as suite:
            _tell_port(console, suite)
            if not _has_program(suite.operator):
                publish_program(suite.operator, read_program(folder / PROGRAM))
            replay_once(console, suite.operator, folder / PURCHASES, stop)
            if not stop.is_set():
                _print_commands(console, suite, folder)
            while not stop.wait(POLL_SECONDS):
                suite.require_alive()
            console.print("Stopping.")


def _prepare(console: Console, folder: Path, baskets: str) -> None:
    """Write the program and the purchases, unless they are there."""
    purchases, program_file = folder / PURCHASES, folder / PROGRAM
    if not (purchases.exists() and program_file.exists()):
        _, program, _ = prepare(console, baskets, purchases)
        write_program(program, program_file)


def _tell_port(console: Console, suite: Suite) -> None:
    if not suite.address.endswith(f":{PREFERRED_PORT}"):
        console.print(f"Port {PREFERRED_PORT} is taken; the suite serves at {suite.address}.")


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask_to_stop)
    return stop


def _has_program(client: Client) -> bool:
    try:
        client.call(client.programs.GetProgram, GetProgramRequest())
    except grpc.RpcError as error:
        if failure_of(error).reason != NO_PROGRAM:
            raise
        return False
    return True


def _print_commands(console: Console, suite: Suite, folder: Path) -> None:
    purchase = latest_unreturned(suite.operator, _of_first_member(folder / PURCHASES))
    print_heading(console, f"The suite serves at {suite.address}; Ctrl-C stops it")
    kept = f"The data is kept in {folder}. In another terminal, in this folder, try:\n"
    console.print(kept, markup=False, soft_wrap=True)
    for command in commands(suite.address, folder, purchase):
        console.print(f"  {command}", markup=False, soft_wrap=True)
    console.print(f"\n{CLEARING_NOTE}", soft_wrap=True)


def _of_first_member(purchases: Path) -> list[ReplayItem]:
    """Return the purchases of the member whose purchase comes first in a file."""
    items = read_items(purchases)
    first = next(items)
    return [first, *(item for item in items if item.identity == first.identity)]
