"""The trial run: the suite stays up until Ctrl-C, its data kept, with commands to try."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from types import FrameType

import grpc
from loyalty.points.v1.program_service_pb2 import GetProgramRequest
from loyaltyctl.client import Client
from loyaltyctl.commands.program import publish_program
from loyaltyctl.failures import failure_of
from loyaltyctl.member_names import name_identity
from loyaltyctl.program_files import read_program
from loyaltyctl.replaying import read_identities
from rich.console import Console

from .report import print_heading
from .running.keys import OPERATOR
from .running.suite import Suite, running_suite
from .steps import prepare, write_program

PREFERRED_PORT = 50051
POLL_SECONDS = 0.5
NO_PROGRAM = "PROGRAM_NOT_FOUND"


def run_trial(console: Console, folder: Path, baskets: str) -> None:
    """Run the suite in the foreground until Ctrl-C or SIGTERM.

    Raises LocalError or grpc.RpcError where a part fails.
    """
    folder.mkdir(parents=True, exist_ok=True)
    purchases, program_file = folder / "purchases.jsonl", folder / "program.json"
    if not (purchases.exists() and program_file.exists()):
        _, program, _ = prepare(console, baskets, purchases)
        write_program(program, program_file)
    stop = _stop_on_signals()
    with running_suite(folder, PREFERRED_PORT) as suite:
        if not _has_program(suite.operator):
            publish_program(suite.operator, read_program(program_file))
        _print_commands(console, suite, folder)
        while not stop.wait(POLL_SECONDS):
            suite.require_alive()
        console.print("Stopping.")


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
    purchases = folder / "purchases.jsonl"
    member = name_identity(next(read_identities(purchases)))
    print_heading(console, f"The suite serves at {suite.address}; Ctrl-C stops it")
    console.print(f"The data is kept in {folder}. In another terminal, try:\n", markup=False)
    commands = (
        f"export LOYALTY_ADDRESS={suite.address}",
        f'export LOYALTY_KEY="$(cat {folder / "keys" / OPERATOR})"',
        "loyaltyctl program list",
        f"loyaltyctl program check {folder / 'program.json'}",
        f"loyaltyctl replay --enroll {purchases}",
        f"loyaltyctl member find {member.replace(':', ' ')}",
        f"loyaltyctl account {member}",
        f"loyaltyctl statement {member} --limit 5",
        "loyaltyctl audit",
    )
    for command in commands:
        console.print(f"  {command}", markup=False, soft_wrap=True)
