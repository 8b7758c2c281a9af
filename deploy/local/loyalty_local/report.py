"""What the demo tells, beside the tables of the operator's command."""

from __future__ import annotations

from datetime import timedelta

from loyaltyctl.commands.statement import last_entries
from loyaltyctl.member_names import parse_member
from loyaltyctl.views.statement import print_statement
from rich.console import Console
from rich.markup import escape

from .highlights import STATEMENT_ENTRIES, Highlights
from .purchases_file import Source
from .running.suite import Suite


def print_heading(console: Console, text: str) -> None:
    """Print the heading of a part."""
    console.print(f"\n[bold]{escape(text)}[/bold]")


def print_source(console: Console, source: Source) -> None:
    """Tell what was chosen of the data, and what was done with what is odd in it."""
    weeks = source.shift // timedelta(weeks=1)
    chosen = (
        f"The whole year of {len(source.household_ids):,} households, "
        f"chosen by seed {source.seed}, shifted by {weeks:,} whole weeks: "
        f"{_day(source, first=True)} to {_day(source, first=False)}."
    )
    stays = (
        f"{source.stay_count:,} hotel stays are not from the data: a seeded generator made them."
    )
    sentences = [chosen, *source.findings.sentences(), stays]
    for sentence in sentences:
        console.print(f"- {sentence}", markup=False)


def print_member(console: Console, suite: Suite, highlights: Highlights) -> None:
    """Print the statement of the member whose last purchases show the most."""
    name = highlights.best_member()
    if not name:
        console.print("No member earned at one business and spent at another lately.")
        return
    entries = last_entries(suite.operator, parse_member(name), STATEMENT_ENTRIES)
    print_heading(console, f"The last {len(entries)} entries of {name}, newest first")
    print_statement(console, entries)


def _day(source: Source, *, first: bool) -> str:
    time = source.first if first else source.last
    return f"{time + source.shift:%Y-%m-%d}"
