"""What was measured, against what it may be."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One row of the table: a number, and the bounds it should keep within."""

    measure: str
    value: float
    most: float | None = None
    least: float | None = None
    unit: str = ""
    detail: str = ""

    @property
    def bound(self) -> str:
        if self.most is not None:
            return f"≤ {self.most:g}"
        return "" if self.least is None else f"≥ {self.least:g}"

    @property
    def text(self) -> str:
        number = f"{self.value:g}" if self.value == int(self.value) else f"{self.value:.2f}"
        return f"{number} {self.unit}".strip()

    @property
    def is_over(self) -> bool:
        """Whether it is beyond its bound."""
        too_much = self.most is not None and self.value > self.most
        return too_much or (self.least is not None and self.value < self.least)

    @property
    def verdict(self) -> str:
        if not self.bound:
            return ""
        return "[red]over[/red]" if self.is_over else "[green]ok[/green]"


def print_figures(console: Console, title: str, figures: list[Figure]) -> None:
    """Print one section of the table."""
    table = Table(title=title, title_justify="left", expand=True)
    table.add_column("measure", ratio=5)
    table.add_column("bound", justify="right", no_wrap=True, min_width=6)
    table.add_column("figure", justify="right", no_wrap=True, min_width=10)
    table.add_column("", no_wrap=True, min_width=4)
    table.add_column("how it comes about", ratio=5, style="dim")
    for each in figures:
        table.add_row(each.measure, each.bound, each.text, each.verdict, each.detail)
    console.print(table)


def spread(ratios: list[float]) -> str:
    """Return how far the rounds lie apart, for a median of them."""
    return f"rounds {min(ratios):.2f} to {max(ratios):.2f}"
