"""A replay as it goes, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from loyaltyctl.replaying import Enrolled, Outcome, Tally

from .progress import progress_bar


class Adder(Protocol):
    """What adds up outcomes in one way or another."""

    def add(self, outcome: Outcome) -> None:
        """Take in one purchase."""


def follow_enrolment(
    console: Console, enrolments: Iterable[Enrolled], total: int | None
) -> list[Enrolled]:
    """Show how far the enrolment is and return what became of each member."""
    done = []
    with progress_bar(console) as progress:
        for enrolled in progress.track(enrolments, total=total, description="members  "):
            done.append(enrolled)  # noqa: PERF402, track is what draws the bar
    return done


def follow_replay(
    console: Console, outcomes: Iterable[Outcome], total: int, *adders: Adder
) -> None:
    """Show how far the replay is and add every purchase to the adders."""
    with progress_bar(console) as progress:
        for outcome in progress.track(outcomes, total=total, description="purchases"):
            for adder in adders:
                adder.add(outcome)


def print_tally(console: Console, tally: Tally) -> None:
    """Print what came of the purchases, by business, and the failures by reason."""
    console.print(_businesses(tally))
    if tally.failures:
        console.print(_failures(tally))


def _businesses(tally: Tally) -> Table:
    table = Table(title="Purchases by business", title_justify="left")
    table.add_column("business")
    for name in ("recorded", "already recorded", "failed", "points earned", "points burned"):
        table.add_column(name, justify="right")
    rows = sorted(tally.businesses.items())
    for name, business in rows:
        table.add_row(name, *(f"{number:,}" for number in business.numbers()))
    table.add_section()
    columns = zip(*(business.numbers() for _, business in rows), strict=True)
    table.add_row("all", *(f"{sum(column):,}" for column in columns))
    return table


def _failures(tally: Tally) -> Table:
    table = Table(title="Failures by reason", title_justify="left")
    table.add_column("reason", no_wrap=True)
    table.add_column("purchases", justify="right")
    table.add_column("for instance", overflow="fold")
    for reason, count in tally.failures.most_common():
        table.add_row(reason, f"{count:,}", escape(tally.examples[reason]))
    return table
