"""An import as it goes, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from loyalty.points.v1.member_pb2 import MemberKey
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from loyaltyctl.importing import Imported
from loyaltyctl.member_names import name_identity

from .progress import progress_bar


def follow_import(console: Console, results: Iterable[Imported], total: int) -> list[Imported]:
    """Show how far an import is and return what became of each balance."""
    done = []
    with progress_bar(console) as progress:
        for imported in progress.track(results, total=total, description="balances"):
            done.append(imported)  # noqa: PERF402, track is what draws the bar
    return done


def print_import(console: Console, results: Sequence[Imported]) -> bool:
    """Print what came of an import and tell whether all went well."""
    failed = [each for each in results if each.failure]
    again = sum(each.had_been_before for each in results)
    points = sum(each.points for each in results)
    new = len(results) - len(failed) - again
    told = f"{new:,} imported, {again:,} had been before, {len(failed):,} failed"
    console.print(f"{told}; {points:,} points in all.")
    if failed:
        console.print(_failures(failed))
        console.print("Mend those lines and send the file again: nothing is imported twice.")
    return not failed


def _failures(failed: Sequence[Imported]) -> Table:
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for each in failed:
        if each.failure:
            reason = each.failure.reason or each.failure.code
            counts[reason] += 1
            examples.setdefault(reason, f"{_name(each.balance.member)}: {each.failure.sentence()}")
    table = Table(title="Failures by reason", title_justify="left")
    table.add_column("reason", no_wrap=True)
    table.add_column("balances", justify="right")
    table.add_column("for instance", overflow="fold")
    for reason, count in counts.most_common():
        table.add_row(reason, f"{count:,}", escape(examples[reason]))
    return table


def _name(member: MemberKey) -> str:
    return member.member_id or name_identity(member.identity)
