"""A statement of a period: opening balance, what moved it, closing balance."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty.points.v1.statement_service_pb2 import (
    ListStatementRequest,
    ListStatementResponse,
    StatementLine,
    StatementTotal,
)
from rich.console import Console
from rich.table import Table

from .statement import print_entry
from .words import kind, second, signed

WHAT_COUNTS = "Balances here count what is available, pending and held, less debt."


def print_period(
    console: Console,
    asked: ListStatementRequest,
    told: ListStatementResponse,
    lines: Sequence[StatementLine],
) -> None:
    """Print a period's sums, and these of its entries, oldest first, between its balances."""
    span = f"{second(asked.start_time)} to {second(asked.end_time)}, by time of recording"
    console.print(f"{told.account_id} from {span}", soft_wrap=True)
    console.print(_sums(told) if told.totals else "Nothing happened.")
    console.print(WHAT_COUNTS, soft_wrap=True)
    console.print(f"\nopening balance {told.opening_points:,}", style="bold")
    for line in lines:
        print_entry(console, line.entry)
        moved = f"{signed(line.moved_points):>8}  to a balance of {line.balance_points:,}"
        console.print(f"    {moved}", soft_wrap=True)
    count = sum(total.entry_count for total in told.totals)
    if len(lines) < count:
        console.print(f"... and {count - len(lines):,} entries more", style="bold")
    console.print(f"closing balance {told.closing_points:,}", style="bold")


def _sums(told: ListStatementResponse) -> Table:
    """Return what each kind of entry moved, from the opening to the closing balance."""
    table = Table("what")
    for name in ("entries", "earned", "spent", "balance"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_row("opening balance", "", "", "", f"{told.opening_points:,}")
    table.add_section()
    for total in told.totals:
        table.add_row(kind(total.kind), f"{total.entry_count:,}", *_points(total))
    table.add_section()
    table.add_row("closing balance", "", "", "", f"{told.closing_points:,}")
    return table


def _points(total: StatementTotal) -> tuple[str, ...]:
    """Return what was earned and spent, and what came of it; nothing where that is zero."""
    moved = (total.earned_points, -total.burned_points, total.moved_points)
    return tuple(signed(points) if points else "" for points in moved)
