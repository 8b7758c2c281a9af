"""`loyaltyctl replay`: sending a file of purchases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from loyaltyctl.client import Client
from loyaltyctl.errors import INTERRUPTED, ReplayFileRefused
from loyaltyctl.failures_file import FailuresFile, failures_file
from loyaltyctl.replaying import (
    MemberSeed,
    Outcome,
    PurchaseSender,
    Stop,
    Tally,
    count_items,
    enroll,
    read_identities,
    read_items,
    replay,
)
from loyaltyctl.session import session_of
from loyaltyctl.views.failed import print_where_all_are
from loyaltyctl.views.replay import follow_enrolment, follow_replay, print_tally

MEMBER_NOT_FOUND = "MEMBER_NOT_FOUND"

File = Annotated[Path, typer.Argument(help="Purchases as JSON Lines, or as .parquet.")]
Callers = Annotated[int, typer.Option(min=1, max=256, help="How many calls at once.")]
Enroll = Annotated[bool, typer.Option("--enroll", help="Enroll the file's members first.")]
Resume = Annotated[
    bool,
    typer.Option("--resume", help="Look up purchases paid with points before sending them."),
]
Failures = Annotated[
    Path | None,
    typer.Option(
        "--failures", metavar="FILE", help="Write what failed here, one JSON line for each."
    ),
]


def run(
    context: typer.Context,
    file: File,
    *,
    callers: Callers = 8,
    enroll_first: Enroll = False,
    resume: Resume = False,
    failures: Failures = None,
) -> None:
    """Send a file of purchases; sending it again records nothing twice.

    Purchases of one member are sent in the file's order. End with code 1 where any failed,
    and with 130 after Ctrl-C.
    """
    session, total = session_of(context), _count(file)
    client, console = session.client, session.console
    tally, stop = Tally(), Stop(callers)
    try:
        with failures_file(failures, file) as failed, stop.on_interrupt():
            if enroll_first:
                _enroll(console, client, file, callers, stop)
            sender = PurchaseSender(lambda _: client, resume=resume)
            outcomes = stop.watch(replay(read_items(file), sender, callers, stop.event))
            follow_replay(console, outcomes, total, tally, _Failed(failed))
    except BaseException:
        if tally.businesses:
            print_tally(console, tally)
        raise
    print_tally(console, tally)
    print_where_all_are(console, tally.failures, failures)
    if MEMBER_NOT_FOUND in tally.failures and not enroll_first:
        console.print("Not everybody in the file is a member: add --enroll.")
    _end(console, tally, stop)


class _Failed:
    """Writes each purchase that failed, by its line."""

    def __init__(self, file: FailuresFile) -> None:
        self._file = file

    def add(self, outcome: Outcome) -> None:
        if outcome.failure is not None:
            item = {"line": outcome.item.line, "request_id": outcome.item.request_id}
            self._file.write(item, outcome.failure)


def _count(file: Path) -> int:
    """Count the purchases before any is sent, so that a broken file is refused whole."""
    try:
        count = count_items(file)
    except ReplayFileRefused as error:
        raise ReplayFileRefused(f"{error}; nothing was sent") from error
    if not count:
        raise ReplayFileRefused(f"there are no purchases in {file}")
    return count


def _enroll(console: Console, client: Client, file: Path, callers: int, stop: Stop) -> None:
    seeds = [MemberSeed((identity,)) for identity in read_identities(file)]
    enrolments = stop.watch(enroll(client, seeds, callers, stop.event))
    done = follow_enrolment(console, enrolments, len(seeds))
    failures = [enrolled for enrolled in done if enrolled.failure is not None]
    for enrolled in failures[:1]:
        first = enrolled.failure.sentence() if enrolled.failure else ""
        console.print(
            f"{len(failures)} of {len(done)} members were not enrolled; the first: {first}",
            markup=False,
            emoji=False,
            soft_wrap=True,
        )


def _end(console: Console, tally: Tally, stop: Stop) -> None:
    """Tell why it stopped early, if it did. Raises typer.Exit unless all went well."""
    if stop.unreachable:
        console.print("Stopped: the service cannot be reached.")
    if stop.interrupted:
        console.print("Stopped: it was interrupted.")
    if stop.unreachable or stop.interrupted:
        console.print("Send the file again when you like: nothing is recorded twice.")
    if stop.interrupted:
        raise typer.Exit(INTERRUPTED)
    if stop.unreachable or tally.failed_count:
        raise typer.Exit(1)
