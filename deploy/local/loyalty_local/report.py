"""What the demo tells, beside the tables of the operator's command."""

from __future__ import annotations

from datetime import timedelta

from loyalty.points.v1.entry_pb2 import Reversal
from loyalty.points.v1.purchase_pb2 import Line, Purchase
from loyaltyctl.commands.statement import last_entries
from loyaltyctl.member_names import parse_member
from loyaltyctl.views.statement import print_statement
from loyaltyctl.views.words import money
from rich.console import Console
from rich.markup import escape

from .highlights import STATEMENT_ENTRIES, Highlights
from .purchases_file import Source
from .returning import line_to_return, return_line
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


def print_return(console: Console, suite: Suite, highlights: Highlights) -> None:
    """Return a line of a member's late purchase, and tell what came back. Raises grpc.RpcError."""
    outcome = highlights.to_return()
    if outcome is None:
        console.print("No points moved lately, so nothing is returned.")
        return
    item, line = outcome.item, line_to_return(outcome)
    entry = return_line(suite.till(item.purchase.business_id), outcome, line)
    print_heading(console, f"{item.member_name} returns one line of a purchase")
    console.print(_what_came_back(item.purchase, line, entry.reversal), soft_wrap=True)
    print_statement(console, [entry])


def _what_came_back(purchase: Purchase, line: Line, reversal: Reversal) -> str:
    """Tell the refund of a line: in money, and in points where they had paid a part."""

    def amount(minor: int) -> str:
        return money(minor, purchase.total.currency_code)

    paid_minor = sum(returned.paid_amount_minor for returned in reversal.lines)
    in_points = f", {amount(paid_minor)} in points" if paid_minor else ""
    return (
        f"{line.category} for {amount(line.net_amount_minor)}, of {len(purchase.lines)} lines for "
        f"{amount(purchase.total.amount_minor)}: {amount(reversal.refund_amount_minor)} come back "
        f"in money{in_points}."
    )


def _day(source: Source, *, first: bool) -> str:
    time = source.first if first else source.last
    return f"{time + source.shift:%Y-%m-%d}"
