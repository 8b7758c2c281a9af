"""`loyaltyctl points import`: opening balances from a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import grpc
import typer
from loyalty.points.v1.adjustment_service_pb2 import OpeningBalance
from rich.console import Console

from loyaltyctl.errors import INTERRUPTED, ExportRefused
from loyaltyctl.failures import failure_of
from loyaltyctl.failures_file import FailuresFile, failures_file
from loyaltyctl.importing import Imported, import_balances
from loyaltyctl.opening_balances import read_numbered
from loyaltyctl.session import session_of
from loyaltyctl.views.importing import follow_import, name_of, print_import

from .replay import Failures

File = Annotated[Path, typer.Argument(help="Opening balances as JSON Lines, or as .csv.")]


def import_file(context: typer.Context, file: File, failures: Failures = None) -> None:
    """Import opening balances; sending the file again imports nothing twice.

    End with code 1 where any failed, and with 130 after Ctrl-C.
    """
    session, numbered = session_of(context), read_numbered(file)
    client, console, done = session.client, session.console, list[Imported]()
    results = import_balances(client, [balance for _, balance in numbered])
    try:
        with failures_file(failures, file) as failed:
            follow_import(console, _noted(numbered, results, failed), len(numbered), done)
    except KeyboardInterrupt as error:
        _tell_cut(console, done, len(numbered), failures)
        raise typer.Exit(INTERRUPTED) from error
    except ExportRefused:
        _tell_cut(console, done, len(numbered), None)
        raise
    except grpc.RpcError as error:
        if done or not failure_of(error).reason:  # a refusal at the start is told alone
            _tell_cut(console, done, len(numbered), failures)
        raise
    if not print_import(console, done, failures):
        raise typer.Exit(1)


def _noted(
    numbered: Sequence[tuple[int, OpeningBalance]],
    results: Iterable[Imported],
    failed: FailuresFile,
) -> Iterator[Imported]:
    """Yield the results; write each failure with the line of its balance."""
    for (line, balance), imported in zip(numbered, results, strict=True):
        if imported.failure is not None:
            failed.write({"line": line, "member": name_of(balance.member)}, imported.failure)
        yield imported


def _tell_cut(console: Console, done: Sequence[Imported], total: int, file: Path | None) -> None:
    print_import(console, done, file)
    console.print(f"Broken off: what came of {len(done):,} of {total:,} balances is known.")
    console.print("Send the file again when you like: nothing is imported twice.")
