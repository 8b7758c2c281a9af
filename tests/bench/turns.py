"""Two loads in turns (ABAB), so that noise of the machine meets both alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.figures import spread
from bench.workers.driving import Load

SHOWN_WHOLE = 100


@dataclass
class Turns:
    """The rounds of two loads, side by side."""

    first: list[Load] = field(default_factory=list)
    second: list[Load] = field(default_factory=list)
    serve_cpu_ms: list[float] = field(default_factory=list)
    """CPU time of the service for one operation of the first load."""

    def ratio(self, of: Callable[[Load], float]) -> tuple[float, str]:
        """Return the median over rounds of first / second, and how it comes about."""
        ours, theirs = ([of(load) for load in loads] for loads in (self.first, self.second))
        return _compared(ours, theirs)

    def cpu_ratio(self) -> tuple[float, str]:
        """Return the same for the service's CPU time against that of the second's process."""
        value, detail = _compared(self.serve_cpu_ms, [load.cpu_ms for load in self.second])
        return value, f"ms: {detail}"


def take_turns(
    first: Callable[[], Load],
    second: Callable[[], Load],
    rounds: int,
    cpu_seconds: Callable[[], float],
) -> Turns:
    """Run both in turns, after one round of each that does not count."""
    first(), second()
    turns = Turns()
    for _ in range(rounds):
        before = cpu_seconds()
        load = first()
        turns.serve_cpu_ms.append(1000 * (cpu_seconds() - before) / load.count)
        turns.first.append(load)
        turns.second.append(second())
    return turns


def _compared(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, str]:
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    return median(ratios), f"{_short(median(ours))} / {_short(median(theirs))}; {spread(ratios)}"


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= SHOWN_WHOLE else f"{number:.2f}"
