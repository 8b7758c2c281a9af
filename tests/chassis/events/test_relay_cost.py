"""What relaying asks of the database: so much a batch, however long the backlog is.

How long an event takes is told here, and bounded by `make bench` where nothing else runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from loyalty_chassis.clock import system_clock
from loyalty_chassis.events.outbox import DocumentOutbox
from loyalty_chassis.events.relay import BATCH, Relay
from loyalty_chassis.worker.publishing import publisher_for

from support.commands import COMMANDS
from support.events.relayed import Relayed, relayed
from support.rabbitmq import RabbitMq


@pytest.fixture
def service(database_url: str, rabbitmq: RabbitMq, tmp_path: Path) -> Iterator[Relayed]:
    with relayed(database_url, rabbitmq, tmp_path) as service:
        service.listen()
        yield service


def drained(service: Relayed, count: int) -> tuple[float, float]:
    """Relay so many events; return the commands a batch, and the milliseconds an event."""
    for _ in range(count // 500):
        service.write_at_once(500)
    publisher = publisher_for(service.name, service.broker_url)
    relay = Relay(service.name, [DocumentOutbox()], publisher, service.unit_of_work, system_clock)
    began, before = time.monotonic(), len(COMMANDS.names)
    done = 0
    while published := relay.run():
        done += published
    seconds, commands = time.monotonic() - began, len(COMMANDS.names) - before
    relay.close()
    assert done == count
    return commands / (count / BATCH), 1000 * seconds / count


def test_a_batch_takes_a_read_and_a_clearing_and_now_and_then_a_renewal(service: Relayed) -> None:
    commands, _ = drained(service, 1000)
    assert commands <= 4


@pytest.mark.long
def test_a_backlog_of_20000_asks_no_more_a_batch_than_one_of_1000(
    service: Relayed, tell: Callable[[str], None]
) -> None:
    short, long = drained(service, 1000), drained(service, 20_000)
    for count, (commands, ms) in ((1000, short), (20_000, long)):
        tell(f"backlog of {count}: {commands:.2f} commands a batch, {ms:.2f} ms an event")
    assert long[0] <= short[0]
