"""A progress bar with count, rate and time left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

Answer = TypeVar("Answer")


class RateColumn(ProgressColumn):
    """Shows how many a second, over the whole time so far."""

    def render(self, task: Task) -> Text:
        """Return the rate of a task."""
        elapsed = task.finished_time if task.finished else task.elapsed
        if not elapsed or not task.completed:
            return Text("  -/s")
        return Text(f"{task.completed / elapsed:,.0f}/s")


def progress_bar(console: Console) -> Progress:
    """Return a progress display; use it in a `with`."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=console,
    )


def follow(
    console: Console,
    what: str,
    answers: Iterable[Answer],
    counts: Callable[[Answer], tuple[int, int]],
) -> Answer | None:
    """Show how far a stream is, by total and completed `counts`; return its last answer.

    The bar is there from the first answer on, so that a refusal is told alone.
    """
    coming = iter(answers)
    last = next(coming, None)
    if last is None:
        return None
    with progress_bar(console) as progress:
        total, completed = counts(last)
        task = progress.add_task(what, total=total, completed=completed)
        for last in coming:
            total, completed = counts(last)
            progress.update(task, total=total, completed=completed)
    return last
