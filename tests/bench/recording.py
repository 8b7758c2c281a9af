"""Record purchase over gRPC against the same commands sent by pymongo alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter

from bench.figures import Figure
from bench.local_suite import LocalSuite
from bench.sizes import Sizes
from bench.turns import Turns, take_turns
from bench.workers import calling, raw
from bench.workers.driving import Load
from bench.workers.process import Worker

MEMBERS_PER_CALLER = 2
Members = Sequence[Sequence[str]]


class Recording:
    """Members made for the measures, and the two processes that act for them."""

    def __init__(self, suite: LocalSuite, caller: Worker, pymongo: Worker, sizes: Sizes) -> None:
        count = sizes.callers * MEMBERS_PER_CALLER
        self._suite, self._caller, self._pymongo, self._sizes = suite, caller, pymongo, sizes
        self._called = dealt(suite.members(count, sizes.lots_few), sizes.callers)
        self._raw = dealt(suite.members(count, sizes.lots_few), sizes.callers)

    def throughput(self) -> list[Figure]:
        """Return throughput with all callers, and CPU time."""
        callers = self._sizes.callers
        calls = self._sizes.calls_per_caller
        turns = self._turns(self._call(self._called, calls), self._send(self._raw, calls))
        rate, detail = turns.ratio(attrgetter("per_second"))
        cpu, cpu_detail = turns.cpu_ratio()
        retried = sum(load.retries for load in turns.second)
        measure = f"record purchase: calls a second, {callers} callers / {callers} raw threads"
        return [
            Figure(measure, rate, least=0.85, unit="x", detail=f"{detail}; raw retried {retried}"),
            Figure(
                "record purchase: CPU, service / raw",
                cpu,
                most=3,
                unit="x",
                detail=cpu_detail,
            ),
        ]

    def latency(self) -> list[Figure]:
        """Return the median latency of one caller."""
        calls = self._sizes.calls_alone
        ours, theirs = self._call(self._called[:1], calls), self._send(self._raw[:1], calls)
        turns = self._turns(ours, theirs, self._sizes.short_rounds)
        value, detail = turns.ratio(attrgetter("median_ms"))
        measure = "record purchase: median latency, one caller / raw"
        return [Figure(measure, value, most=1.5, unit="x", detail=f"ms: {detail}")]

    def lots(self) -> list[Figure]:
        """Return what many open lots cost, and how much of it is the database's own."""
        few, many = self._sizes.lots_few, self._sizes.lots_many
        called, sent = ([[one]] for one in self._suite.members(2, many))
        calls = self._sizes.calls_alone
        ours = self._turns(self._call(called, calls), self._call(self._called[:1], calls))
        theirs = self._turns(self._send(sent, calls), self._send(self._raw[:1], calls))
        value, detail = ours.ratio(attrgetter("median_ms"))
        alone, alone_detail = theirs.ratio(attrgetter("median_ms"))
        measure = f"record purchase: time at {many} open lots / at {few}"
        return [
            Figure(measure, value, most=3, unit="x", detail=f"ms: {detail}"),
            Figure(f"{measure}, raw", alone, unit="x", detail=f"ms: {alone_detail}"),
        ]

    def require_same_commands(self, expected: Sequence[str]) -> None:
        """Raise RuntimeError unless raw sends the commands that a call sends."""
        sent = self._pymongo.ask(raw.command_names, self._raw[0][0])
        if sent != list(expected):
            raise RuntimeError(f"raw sends {sent}, a call {list(expected)}")

    def _call(self, members: Members, calls: int) -> Callable[[], Load]:
        return lambda: self._caller.ask(calling.record_purchases, members, calls)

    def _send(self, members: Members, calls: int) -> Callable[[], Load]:
        return lambda: self._pymongo.ask(raw.record_purchases, members, calls)

    def _turns(
        self, first: Callable[[], Load], second: Callable[[], Load], rounds: int = 0
    ) -> Turns:
        rounds = rounds or self._sizes.rounds
        return take_turns(first, second, rounds, self._suite.cpu_seconds)


def dealt(members: Sequence[str], callers: int) -> Members:
    """Deal members to callers, so that no two callers want the same account."""
    return [members[caller::callers] for caller in range(callers)]
