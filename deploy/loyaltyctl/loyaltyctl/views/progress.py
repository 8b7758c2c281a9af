"""A progress bar with count, rate and time left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Self, TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
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


class _StandardError(Console):
    """Where bars go: what is piped on is results only."""

    def on_broken_pipe(self) -> None:
        """Be silent from now on; what is shown goes on without those who watched."""
        self.quiet = True


class _LateProgress(Progress):
    """A progress display that is there from the first progress on.

    What is refused at once is told alone, without a bar before it.
    """

    def __enter__(self) -> Self:
        return self

    def update(self, task_id: TaskID, **changes: Any) -> None:  # noqa: ANN401, as rich has it
        """Take in changes of a task, and be there."""
        super().update(task_id, **changes)
        self.start()

    def advance(self, task_id: TaskID, advance: float = 1) -> None:
        """Advance a task, and be there."""
        super().advance(task_id, advance)
        self.start()

    def stop(self) -> None:
        """End the display where it began."""
        if self.live.is_started:
            super().stop()


def progress_bar(console: Console) -> Progress:
    """Return a progress display as wide as the console, but on stderr; use it in a `with`."""
    return _LateProgress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=_StandardError(stderr=True, width=console.width),
    )


def tracked(
    console: Console, what: str, items: Iterable[Answer], total: int | None
) -> Iterator[Answer]:
    """Yield items as they come, showing how many of how many there were."""
    with progress_bar(console) as progress:
        task = progress.add_task(what, total=total)
        for item in items:
            yield item
            progress.advance(task)


def follow(
    console: Console,
    what: str,
    answers: Iterable[Answer],
    counts: Callable[[Answer], tuple[int, int]],
) -> Answer | None:
    """Show how far a stream is, by total and completed `counts`; return its last answer."""
    last = None
    with progress_bar(console) as progress:
        task = progress.add_task(what, total=None)
        for last in answers:
            total, completed = counts(last)
            progress.update(task, total=total, completed=completed)
    return last
