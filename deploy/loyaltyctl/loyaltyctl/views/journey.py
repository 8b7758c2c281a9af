"""What journeys would do, and what they did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from loyalty.points.v1 import journey_service_pb2 as pb
from rich.console import Console
from rich.table import Table

from .facts import print_facts
from .progress import progress_bar
from .words import moment, money

MEMBERS_SHOWN = 20
_PREFIX = "REACH_OUTCOME_"


@dataclass
class Previewed:
    """What came of a preview: how many of each outcome, the first members, and the sum."""

    outcomes: Counter[str] = field(default_factory=Counter)
    first: list[pb.Reach] = field(default_factory=list)
    summed: pb.JourneyPreview | None = None


def follow_preview(console: Console, answers: Iterable[pb.PreviewJourneyResponse]) -> Previewed:
    """Show how many members a preview has found so far; return what came of it.

    The bar is there from the first answer on, so that a refusal is told alone.
    """
    coming, previewed = iter(answers), Previewed()
    first = next(coming, None)
    if first is None:
        return previewed
    _count(previewed, first)
    with progress_bar(console) as progress:
        task = progress.add_task("members", total=None, completed=previewed.outcomes.total())
        for answer in coming:
            _count(previewed, answer)
            progress.update(task, completed=previewed.outcomes.total())
        progress.update(task, total=previewed.outcomes.total())
    return previewed


def _count(previewed: Previewed, answer: pb.PreviewJourneyResponse) -> None:
    previewed.outcomes.update(_word(reach) for reach in answer.reaches)
    previewed.first += answer.reaches[: MEMBERS_SHOWN - len(previewed.first)]
    if answer.HasField("preview"):
        previewed.summed = answer.preview


def print_preview(console: Console, previewed: Previewed) -> bool:
    """Print the first members, the outcomes and the sum; tell whether it came to its end."""
    summed = previewed.summed
    if summed is None:
        console.print("The preview broke off before its end.")
        return False
    if previewed.first:
        console.print(_members(previewed.first))
    more = previewed.outcomes.total() - len(previewed.first)
    if more:
        console.print(f"and {more:,} more")
    table = Table(title="Outcomes", title_justify="left")
    table.add_column("outcome")
    table.add_column("members", justify="right")
    for word, count in sorted(previewed.outcomes.items()):
        table.add_row(word, f"{count:,}")
    if previewed.outcomes:
        console.print(table)
    cost = money(summed.cost.amount_minor, summed.cost.currency_code)
    print_facts(
        console,
        {
            "day": summed.day,
            "would reach": f"{summed.reached_members:,} members",
            "would leave out": f"{summed.left_out_members:,} members",
            "points": f"{summed.points:,}",
            "cost": cost if summed.HasField("cost") else "",
        },
    )
    return True


def print_reaches(console: Console, reaches: Sequence[pb.Reach]) -> None:
    """Print what journeys did for a member."""
    if not reaches:
        console.print("No journey has come to this member.")
        return
    table = Table()
    for name in ("journey", "occurrence", "due", "outcome", "decided", "entry or event"):
        table.add_column(name, overflow="fold")
    for reach in reaches:
        decided = moment(reach.act_time) if reach.HasField("act_time") else ""
        table.add_row(
            reach.journey_id,
            reach.occurrence,
            moment(reach.due_time),
            _word(reach),
            decided,
            reach.entry_id or reach.event_id,
        )
    console.print(table)


def _members(reaches: Sequence[pb.Reach]) -> Table:
    table = Table()
    for name in ("member", "occurrence", "due", "outcome"):
        table.add_column(name, overflow="fold")
    for reach in reaches:
        table.add_row(reach.member_id, reach.occurrence, moment(reach.due_time), _word(reach))
    return table


def _word(reach: pb.Reach) -> str:
    """Write an outcome, such as "not meant"."""
    name = pb.ReachOutcome.Name(reach.outcome)
    return name.removeprefix(_PREFIX).lower().replace("_", " ")
