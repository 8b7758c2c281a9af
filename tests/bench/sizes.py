"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Sizes:
    """Numbers of calls and rounds."""

    rounds: int = 5
    """Times that ours and raw take turns; the median of their ratios counts."""
    short_rounds: int = 15
    """The same for calls that are short: theirs vary most from round to round."""
    callers: int = 8
    calls_per_caller: int = 50
    """Record purchase, for each caller and round."""
    calls_alone: int = 60
    """Record purchase with one caller, for each round."""
    reads: int = 1600
    """Get account, for each round."""
    entries: int = 10_000
    """Length of the long journal."""
    host_rounds: int = 15
    host_calls: int = 200
    """Quotes in the plugin host, for each round."""
    lots_few: int = 5
    lots_many: int = 200
    events_alone: int = 200
    """Events at a light load."""
    events_each_round: int = 1000
    settling_seconds: float = 120.0
    """For settling twice as many lots again and again."""

    def scaled(self, factor: float) -> Sizes:
        """Return the same with `factor` times the calls."""
        return replace(
            self,
            calls_per_caller=max(5, round(self.calls_per_caller * factor)),
            calls_alone=max(10, round(self.calls_alone * factor)),
            reads=max(80, round(self.reads * factor)),
            host_calls=max(20, round(self.host_calls * factor)),
            events_alone=max(50, round(self.events_alone * factor)),
            events_each_round=max(200, round(self.events_each_round * factor)),
            settling_seconds=self.settling_seconds * factor,
        )
