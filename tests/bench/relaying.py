"""What the relay costs a running load of purchases."""

from __future__ import annotations

from statistics import median

from bench.eventing import bind_all
from bench.figures import Figure, spread
from bench.local_suite import LocalSuite
from bench.recording import MEMBERS_PER_CALLER, dealt
from bench.sizes import Sizes
from bench.workers import calling, publishing
from bench.workers.process import Worker

from support.rabbitmq import RabbitMq


def measure_relay(suite: LocalSuite, caller: Worker, broker: RabbitMq, sizes: Sizes) -> Figure:
    """Return the throughput of purchases beside a relay against that without one."""
    count = sizes.callers * MEMBERS_PER_CALLER
    members = dealt(suite.members(count, sizes.lots_few), sizes.callers)
    calls = sizes.calls_per_caller
    bind_all(broker, "points")
    alone, beside, shares = [], [], []
    with Worker(publishing.start, suite.database_url, broker.url) as relay:
        for _ in range(1 + sizes.rounds):
            relay.ask(publishing.drain)
            alone.append(caller.ask(calling.record_purchases, members, calls).per_second)
            relay.ask(publishing.drain)
            relay.ask(publishing.begin)
            load = caller.ask(calling.record_purchases, members, calls)
            published, cpu_seconds = relay.ask(publishing.end)
            beside.append(load.per_second)
            shares.append((published / load.count, 1000 * cpu_seconds / published))
    ratios = [one / other for one, other in zip(beside[1:], alone[1:], strict=True)]
    told, cpu_ms = (median(column) for column in zip(*shares[1:], strict=True))
    return Figure(
        f"record purchase: calls a second beside the relay / without, {sizes.callers} callers",
        median(ratios),
        least=0.7,
        unit="x",
        detail=f"{median(beside[1:]):.0f} / {median(alone[1:]):.0f} a second; {spread(ratios)}; "
        f"{told:.0%} of them published meanwhile, {cpu_ms:.2f} ms of the relay's CPU each",
    )
