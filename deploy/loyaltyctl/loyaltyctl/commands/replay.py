"""`loyaltyctl replay`: sending a file of purchases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from loyaltyctl.errors import ReplayFileRefused
from loyaltyctl.replaying import (
    MemberSeed,
    PurchaseSender,
    Tally,
    count_items,
    enroll,
    read_identities,
    read_items,
    replay,
)
from loyaltyctl.session import Session, session_of
from loyaltyctl.views.replay import follow_enrolment, follow_replay, print_tally

MEMBER_NOT_FOUND = "MEMBER_NOT_FOUND"

File = Annotated[Path, typer.Argument(help="Purchases as JSON Lines, or as .parquet.")]
Callers = Annotated[int, typer.Option(min=1, max=256, help="How many calls at once.")]
Enroll = Annotated[bool, typer.Option("--enroll", help="Enroll the file's members first.")]
Resume = Annotated[
    bool,
    typer.Option("--resume", help="Look up purchases paid with points before sending them."),
]


def run(
    context: typer.Context,
    file: File,
    *,
    callers: Callers = 8,
    enroll_first: Enroll = False,
    resume: Resume = False,
) -> None:
    """Send a file of purchases; sending it again records nothing twice.

    Purchases of one member are sent in the file's order. End with code 1 where any failed.
    """
    session, total = session_of(context), _count(file)
    if enroll_first:
        _enroll(session, file, callers)
    sender = PurchaseSender(lambda _: session.client, resume=resume)
    tally = Tally()
    follow_replay(session.console, replay(read_items(file), sender, callers), total, tally)
    print_tally(session.console, tally)
    if MEMBER_NOT_FOUND in tally.failures and not enroll_first:
        session.console.print("Not everybody in the file is a member: add --enroll.")
    if tally.failed_count:
        raise typer.Exit(1)


def _count(file: Path) -> int:
    """Count the purchases before any is sent, so that a broken file is refused whole."""
    try:
        count = count_items(file)
    except ReplayFileRefused as error:
        raise ReplayFileRefused(f"{error}; nothing was sent") from error
    if not count:
        raise ReplayFileRefused(f"there are no purchases in {file}")
    return count


def _enroll(session: Session, file: Path, callers: int) -> None:
    seeds = [MemberSeed((identity,)) for identity in read_identities(file)]
    enrolments = enroll(session.client, seeds, callers)
    done = follow_enrolment(session.console, enrolments, len(seeds))
    failures = [enrolled for enrolled in done if enrolled.failure is not None]
    for enrolled in failures[:1]:
        first = enrolled.failure.sentence() if enrolled.failure else ""
        session.console.print(
            f"{len(failures)} of {len(done)} members were not enrolled; the first: {first}",
            markup=False,
            soft_wrap=True,
        )
