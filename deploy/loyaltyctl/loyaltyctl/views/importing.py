"""An import as it goes, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from loyalty.points.v1.member_pb2 import MemberKey
from rich.console import Console

from loyaltyctl.importing import Imported
from loyaltyctl.member_names import name_identity

from .failed import print_failed, print_where_all_are
from .progress import tracked


def follow_import(
    console: Console, results: Iterable[Imported], total: int, done: list[Imported]
) -> None:
    """Show how far an import is and put what became of each balance into `done`.

    It is there too where the import breaks off.
    """
    for imported in tracked(console, "balances", results, total):
        done.append(imported)  # noqa: PERF402, all at once would lose those before an error


def print_import(
    console: Console, results: Sequence[Imported], failures: Path | None = None
) -> bool:
    """Print what came of an import and tell whether all went well.

    `failures` is the file that has each failure.
    """
    failed = [each for each in results if each.failure]
    again = [each for each in results if each.had_been_before]
    before = sum(each.points for each in again)
    now = sum(each.points for each in results) - before
    new = len(results) - len(failed) - len(again)
    told = f"{new:,} imported, {len(again):,} had been before, {len(failed):,} failed"
    console.print(f"{told}; {now:,} points imported, {before:,} had been before.")
    if failed:
        _print_failures(console, failed, failures)
        console.print("Mend those lines and send the file again: nothing is imported twice.")
    return not failed


def _print_failures(console: Console, failed: Sequence[Imported], file: Path | None) -> None:
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for each in failed:
        if each.failure:
            reason = each.failure.reason or each.failure.code
            counts[reason] += 1
            name = name_of(each.balance.member)
            examples.setdefault(reason, f"{name}: {each.failure.sentence()}")
    print_failed(console, "balances", counts, examples)
    print_where_all_are(console, counts, file)


def name_of(member: MemberKey) -> str:
    """Write a member the way the file has it."""
    return member.member_id or name_identity(member.identity)
