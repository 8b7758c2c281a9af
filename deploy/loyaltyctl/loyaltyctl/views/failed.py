"""What failed of a file: how many for each reason, with an example, and where all are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text


def print_failed(
    console: Console, what: str, counts: Counter[str], examples: Mapping[str, str]
) -> None:
    """Print how many of `what` failed for each reason, with one example of each."""
    table = Table(title="Failures by reason", title_justify="left")
    table.add_column("reason", no_wrap=True)
    table.add_column(what, justify="right")
    table.add_column("for instance", overflow="fold")
    for reason, count in counts.most_common():
        # As Text: names may hold what rich takes for markup or for an emoji.
        table.add_row(Text(reason), f"{count:,}", Text(examples[reason]))
    console.print(table)


def print_where_all_are(console: Console, counts: Counter[str], file: Path | None) -> None:
    """Say which file has every failure, or that there could be one."""
    failed = counts.total()
    if file is not None and failed:
        told = f"{failed:,} failed: {file} has each on a line of its own."
        console.print(told, markup=False, emoji=False, soft_wrap=True)
    elif failed > len(counts):
        console.print("These are examples: --failures FILE writes every failure to a file.")
