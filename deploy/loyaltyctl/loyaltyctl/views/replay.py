"""A replay as it goes, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from rich.console import Console
from rich.table import Table
from rich.text import Text

from loyaltyctl.replaying import Enrolled, Outcome, Tally
from loyaltyctl.replaying.tally import BusinessTally

from .failed import print_failed
from .progress import tracked


class Adder(Protocol):
    """What adds up outcomes in one way or another."""

    def add(self, outcome: Outcome) -> None:
        """Take in one purchase."""


def follow_enrolment(
    console: Console, enrolments: Iterable[Enrolled], total: int | None
) -> list[Enrolled]:
    """Show how far the enrolment is and return what became of each member."""
    return list(tracked(console, "members  ", enrolments, total))


def follow_replay(
    console: Console, outcomes: Iterable[Outcome], total: int, *adders: Adder
) -> None:
    """Show how far the replay is and add every purchase to the adders."""
    for outcome in tracked(console, "purchases", outcomes, total):
        for adder in adders:
            adder.add(outcome)


def print_tally(console: Console, tally: Tally) -> None:
    """Print what came of the purchases, by business, and the failures by reason.

    Points in the table are of what this replay recorded.
    """
    console.print(_businesses(tally))
    earned = sum(each.already_earned_points for each in tally.businesses.values())
    burned = sum(each.already_burned_points for each in tally.businesses.values())
    if earned or burned:
        told = f"{earned:,} points earned and {burned:,} burned"
        console.print(f"Already recorded before, and not in the table: {told}.")
    if tally.failures:
        print_failed(console, "purchases", tally.failures, tally.examples)


def _businesses(tally: Tally) -> Table:
    table = Table(title="Purchases by business", title_justify="left")
    table.add_column("business")
    for name in ("recorded", "already recorded", "failed", "points earned", "points burned"):
        table.add_column(name, justify="right")
    rows = [(name, _numbers(business)) for name, business in sorted(tally.businesses.items())]
    for name, numbers in rows:
        # As Text: a name in a file may look like markup.
        table.add_row(Text(name), *(f"{number:,}" for number in numbers))
    table.add_section()
    none = _numbers(BusinessTally())  # so that there is a sum where nothing was sent
    columns = zip(none, *(numbers for _, numbers in rows), strict=True)
    table.add_row("all", *(f"{sum(column):,}" for column in columns))
    return table


def _numbers(business: BusinessTally) -> tuple[int, ...]:
    counts = (business.recorded_count, business.already_recorded_count, business.failed_count)
    return (*counts, business.earned_points, business.burned_points)
