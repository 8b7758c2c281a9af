"""An audit as it goes, and its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from loyalty.points.v1.audit_service_pb2 import AuditDifference, AuditLedgerResponse
from rich.console import Console
from rich.table import Table

from .progress import progress_bar


def follow_audit(console: Console, answers: Iterable[AuditLedgerResponse]) -> AuditLedgerResponse:
    """Show how far an audit is and return its last answer.

    An audit that breaks off returns an answer without `done`.
    """
    last = AuditLedgerResponse()
    with progress_bar(console) as progress:
        task = progress.add_task("accounts", total=None)
        for last in answers:
            entries = f"accounts ({last.checked_entry_count:,} entries)"
            progress.update(
                task,
                description=entries,
                total=last.account_count,
                completed=last.checked_account_count,
            )
    return last


def print_audit(console: Console, last: AuditLedgerResponse) -> bool:
    """Print how an audit ended and tell whether it found nothing wrong."""
    if last.totals:
        console.print(_totals(last.totals))
    if last.HasField("difference"):
        sentence = f"DIFFERENCE: {difference_sentence(last.difference)}"
        console.print(sentence, markup=False, soft_wrap=True)
        return False
    if not last.done:
        console.print("The audit broke off before its end: nothing is proved.")
        return False
    console.print(
        f"Audited {last.checked_account_count:,} accounts and "
        f"{last.checked_entry_count:,} entries: no difference."
    )
    return True


def difference_sentence(difference: AuditDifference) -> str:
    """Tell a difference in one sentence."""
    entry = f", entry {difference.sequence}" if difference.sequence else ""
    return (
        f"account {difference.account_id}{entry}, {difference.subject}: the journal says "
        f"{difference.expected!r}, stored is {difference.actual!r}"
    )


def _totals(totals: Mapping[str, int]) -> Table:
    table = Table(title="Points in the journal", title_justify="left")
    table.add_column("ledger account")
    table.add_column("points", justify="right")
    for name, points in sorted(totals.items()):
        table.add_row(name, f"{points:,}")
    table.add_section()
    table.add_row("sum", f"{sum(totals.values()):,}")
    return table
