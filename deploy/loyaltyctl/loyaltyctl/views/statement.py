"""A statement: entries with the reason of every point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loyalty.points.v1.account_pb2 import Balance
from loyalty.points.v1.entry_pb2 import Award, Burn, DebtChange, Entry, EntryKind, LotChange
from rich.console import Console
from rich.text import Text

from .activation import activation_lines
from .by_hand import by_hand_lines, moved_points
from .by_operator import by_operator_lines
from .hold import hold_lines
from .reversal import reversal_lines
from .words import kind, moment, money, signed

LATE_SECONDS = 24 * 60 * 60
REVERSIBLE = frozenset(
    {
        EntryKind.ENTRY_KIND_PURCHASE,
        EntryKind.ENTRY_KIND_REDEMPTION,
        EntryKind.ENTRY_KIND_HOLD_CAPTURED,
    }
)
"""What can be undone, by the entry's id."""


def print_statement(console: Console, entries: Sequence[Entry]) -> None:
    """Print entries in the order given, each with why it gave or took what it did."""
    for entry in entries:
        print_entry(console, entry)


def print_entry(console: Console, entry: Entry) -> None:
    """Print one entry, with why it gave or took what it did."""
    console.print(_heading(entry), soft_wrap=True)
    for line in entry_lines(entry):
        console.print(f"    {line}", markup=False, soft_wrap=True)


def entry_lines(entry: Entry) -> Iterator[str]:
    """Tell what an entry spent, from which lots, then what it earned, and the balance after it.

    Before that its id, where it can be undone, and when it was recorded, where that was long
    after it happened.
    """
    if entry.kind in REVERSIBLE and entry.entry_id:
        yield f"entry {entry.entry_id}"
    if _is_late(entry):
        yield f"recorded {moment(entry.record_time)}"
    if entry.HasField("burn"):
        yield from _burn_lines(entry)
    yield from (_award_line(award) for award in entry.awards)
    yield from by_hand_lines(entry)
    yield from by_operator_lines(entry)
    yield from reversal_lines(entry)
    yield from hold_lines(entry)
    yield from activation_lines(entry)
    yield from (_debt_line(change) for change in entry.debt_changes)
    if entry.HasField("purchase") and not entry.awards:
        yield f"{'+0':>8}  no rule gave points"
    if entry.reason:
        yield f"reason {entry.reason}" + (f", reference {entry.reference}" * bool(entry.reference))
    if not entry.detailed and (entry.earned_points or entry.burned_points):
        yield "(details are for the entry's own business)"
    if entry.HasField("balance_after"):
        yield _balance_line(entry.balance_after, entry.tier_id)


def _heading(entry: Entry) -> Text:
    store = f" store {entry.store_id}" if entry.store_id else ""
    place = f"{entry.business_id}{store}: " if entry.business_id else ""
    total = f", {_total(entry)}" if entry.HasField("purchase") else ""
    points = [signed(entry.earned_points)] if entry.earned_points else []
    points += [signed(-entry.burned_points)] if entry.burned_points else []
    points += [signed(moved)] if (moved := moved_points(entry)) else []
    heading = f"#{entry.sequence}  {moment(entry.event_time)}  {place}{kind(entry.kind)}{total}"
    return Text(heading, "bold").append("  " + " ".join(points), "cyan")


def _is_late(entry: Entry) -> bool:
    """Tell whether an entry was recorded long after what it is about."""
    delay_seconds = entry.record_time.seconds - entry.event_time.seconds
    return entry.HasField("record_time") and abs(delay_seconds) > LATE_SECONDS


def _total(entry: Entry) -> str:
    total = entry.purchase.total
    return money(total.amount_minor, total.currency_code)


def _award_line(award: Award) -> str:
    parts = [f"{signed(award.points):>8}  {award.reason} ({award.plugin}: {award.rule_id})"]
    if award.funder:
        parts.append(f"paid by {award.funder}")
    if award.limited_by:
        parts.append(f"cut from {award.requested_points:,} by limit {award.limited_by}")
    if award.qualifying_points:
        parts.append(f"{award.qualifying_points:,} qualifying")
    if award.HasField("expire_time"):
        born = "expired already on" if award.born_expired else "expires"
        parts.append(f"{born} {moment(award.expire_time)}")
    return ", ".join(parts)


def _burn_lines(entry: Entry) -> Iterator[str]:
    burn: Burn = entry.burn
    paid = money(burn.amount_minor, entry.purchase.total.currency_code)
    what = f"pays {paid}" if burn.amount_minor else "spent"
    rule = f" ({burn.plugin}: {burn.rule_id}, {burn.reason})" if burn.rule_id else ""
    yield f"{signed(-burn.points):>8}  {what}{rule}"
    for change in entry.lot_changes:
        if change.points < 0:
            yield f"          {_lot(change)}"


def _lot(change: LotChange) -> str:
    expires = change.HasField("expire_time")
    expiry = f"expires {moment(change.expire_time)}" if expires else "never expires"
    return f"from a lot of {change.funder}, {expiry}: {signed(change.points)}"


def _debt_line(change: DebtChange) -> str:
    if change.points < 0:
        whose = f"of points of {change.payer} repay debt to {change.funder}"
        return f"{signed(change.points):>8}  {whose}"
    return f"{signed(change.points):>8}  owed to {change.funder} from now on"


def _balance_line(balance: Balance, tier_id: str) -> str:
    parts = [f"{balance.available_points:,} available"]
    named = {
        "pending": balance.pending_points,
        "held": balance.held_points,
        "debt": balance.debt_points,
        "due to expire": balance.due_points,
    }
    parts += [f"{points:,} {name}" for name, points in named.items() if points]
    parts += [f"tier {tier_id}"] if tier_id else []
    return f"{'=':>8}  " + ", ".join(parts)
