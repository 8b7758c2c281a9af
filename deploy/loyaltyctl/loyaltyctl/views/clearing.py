"""What parties owe each other, and what the group owes its members."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from loyalty.points.v1.clearing_service_pb2 import (
    ClearingClose,
    ClearingStatement,
    CloseClearingResponse,
    GetClearingResponse,
    GetLiabilityResponse,
    Liability,
)
from rich.console import Console
from rich.table import Table

from .progress import follow
from .words import moment, money, second, signed


def follow_statement(console: Console, answers: Iterable[GetClearingResponse]) -> ClearingStatement:
    """Show how far the sums are and return them."""
    last = follow(console, "entries", answers, lambda at: (at.entry_count, at.read_entry_count))
    return ClearingStatement() if last is None else last.statement


def follow_close(console: Console, answers: Iterable[CloseClearingResponse]) -> ClearingClose:
    """Show how far a close is and return it."""
    last = follow(console, "entries", answers, lambda at: (at.entry_count, at.read_entry_count))
    return ClearingClose() if last is None else last.close


def follow_liability(console: Console, answers: Iterable[GetLiabilityResponse]) -> Liability:
    """Show how far the sums are and return them."""
    what = "accounts and entries"
    last = follow(console, what, answers, lambda at: (at.item_count, at.read_item_count))
    return Liability() if last is None else last.liability


def print_statement(console: Console, told: ClearingStatement) -> None:
    """Print who owes whom for a period, and what everybody gets or pays."""
    span = f"{second(told.start_time)} to {second(told.end_time)}"
    console.print(f"{told.period} ({told.time_zone}): {span}, {told.entry_count:,} entries")
    pairs = Table("debtor", "creditor", title="Owed", title_justify="left")
    _numbers(pairs, "points", "amount")
    for pair in told.pairs:
        amount = money(pair.amount_minor, told.currency_code)
        pairs.add_row(pair.debtor, pair.creditor, f"{pair.points:,}", amount)
    console.print(pairs)
    positions = Table("party", title="Gets (+) or pays (-)", title_justify="left")
    _numbers(positions, "points", "amount")
    for each in told.positions:
        amount = money(each.amount_minor, told.currency_code)
        positions.add_row(each.party, signed(each.points), amount)
    console.print(positions)


def print_close(console: Console, closed: ClearingClose) -> None:
    """Print a period as it was closed."""
    print_statement(console, closed.statement)
    console.print(_closed(closed), soft_wrap=True)


def _closed(closed: ClearingClose) -> str:
    return (
        f"Closed as number {closed.number} at {second(closed.close_time)} by {closed.client_id}, "
        f"with the heads of {closed.account_count:,} accounts: {closed.close_hash}"
    )


def print_closes(console: Console, closes: Sequence[ClearingClose]) -> None:
    """Print closed periods, one a row."""
    table = Table("number", "period", "closed", "by")
    _numbers(table, "entries", "moved")
    for closed in closes:
        told = closed.statement
        moved = sum(max(0, each.amount_minor) for each in told.positions)
        table.add_row(
            str(closed.number),
            told.period,
            moment(closed.close_time),
            closed.client_id,
            f"{told.entry_count:,}",
            money(moved, told.currency_code),
        )
    console.print(table if closes else "No period was closed.")


def print_liability(console: Console, told: Liability) -> None:
    """Print what members hold."""
    title = f"Points that members hold, {second(told.as_of_time)} ({told.time_zone})"
    table = Table("funder", "expires", title=title, title_justify="left")
    _numbers(table, "active", "pending", "held", "due")
    for line in told.lines:
        points = (line.active_points, line.pending_points, line.held_points, line.due_points)
        expires = line.expire_month or "never"
        table.add_row(line.funder, expires, *(f"{each:,}" for each in points))
    console.print(table)
    totals = Table("funder", title="By funder", title_justify="left")
    _numbers(totals, "outstanding", "debt", "breakage so far")
    for each in told.funders:
        counts = (each.outstanding_points, each.debt_points, each.breakage_points)
        totals.add_row(each.funder, *(f"{count:,}" for count in counts))
    console.print(totals)


def _numbers(table: Table, *names: str) -> None:
    for name in names:
        table.add_column(name, justify="right", no_wrap=True)
