"""Events from commit to handler: how late, how many, and what they ask of the database."""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from bench.figures import Figure, spread
from bench.plain_nameko import PlainNameko
from bench.sizes import Sizes
from bench.workers import handling
from loyalty_chassis.clock import system_clock
from loyalty_chassis.events.consumers import Consumer
from loyalty_chassis.events.deliveries import DeliveryDocument, Message
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.inbox import InboxDocument
from loyalty_chassis.events.outbox import DocumentOutbox, OutboxDocument, to_outbox
from loyalty_chassis.events.processor import Processor
from loyalty_chassis.events.relay import BATCH, Relay
from loyalty_chassis.events.relay_documents import RelayDocument
from loyalty_chassis.events.subjects import SubjectDocument
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.connection import connect, disconnect
from loyalty_chassis.storage.indexes import create_indexes
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.worker.publishing import publisher_for

from support.commands import COMMANDS
from support.killable import Killable, wait_until
from support.rabbitmq import RabbitMq

MODELS = (OutboxDocument, RelayDocument, InboxDocument, DeliveryDocument, SubjectDocument)
SUBJECTS = 50
LIGHT_PAUSE_SECONDS = 0.05
BACKLOGS = (1_000, 20_000)
WRITTEN_AT_ONCE = 500
DATA = {
    "entry_id": "01M89VA5BJN8E2VMNX8EK3VWZJ",
    "account_id": "01M89VA5BJN8E2VMNX8EK3VWZK",
    "member_id": "01M89VA5BJN8E2VMNX8EK3VWZK",
    "event_time": "2026-11-25T12:00:00Z",
    "business_id": "retail",
    "store_id": "retail-1",
    "available_points": "1234",
    "earned_points": "120",
    "burned_points": "100",
    "first_visit": True,
}


class Eventing:
    """A database with an outbox, and a broker."""

    def __init__(self, database_url: str, broker: RabbitMq, folder: Path) -> None:
        self.name = f"e{secrets.token_hex(4)}"
        self.broker, self.folder = broker, folder
        self.url = database_url.replace("/loyalty_points?", f"/{self.name}?")
        self.unit_of_work = UnitOfWork(connect(self.url))
        create_indexes(MODELS)
        bind_all(broker, self.name)
        self._made = 0

    def events(self, count: int) -> list[Event]:
        """Return so many events, each later than those before."""
        now, made = datetime.now(UTC), []
        for number in range(count):
            self._made += 1
            subject, at = f"m{number % SUBJECTS}", now + timedelta(milliseconds=number // 10)
            event_id = f"{self.name}-{self._made}"
            made.append(Event(event_id, handling.TYPE, "bench", subject, at, DATA, self._made))
        return made

    def commit(self, count: int) -> None:
        """Commit so many events at once."""
        self.unit_of_work.commit([to_outbox(self.events(count))])

    def drained(self, count: int) -> tuple[float, float]:
        """Relay so many; return commands for each batch, and milliseconds for each event."""
        for _ in range(count // WRITTEN_AT_ONCE):
            self.commit(WRITTEN_AT_ONCE)
        publisher = publisher_for(self.name, self.broker.url)
        relay = Relay(self.name, [DocumentOutbox()], publisher, self.unit_of_work, system_clock)
        began, before, done = time.monotonic(), len(COMMANDS.names), 0
        while published := relay.run():
            done += published
        seconds, commands = time.monotonic() - began, len(COMMANDS.names) - before
        relay.close()
        if done != count:
            raise RuntimeError(f"{done} of {count} events were relayed")
        return commands / (count / BATCH), 1000 * seconds / count

    def commands_of_handling(self) -> int:
        """Return the commands that handling a batch takes."""
        consumer = Consumer("counted", (handling.TYPE,), lambda _event: ())
        processor = Processor(consumer, self.unit_of_work, system_clock)
        before = len(COMMANDS.names)
        for event in self.events(BATCH):
            processor.take(Message(event.to_json(), {}))
        return len(COMMANDS.names) - before

    def handled_count(self) -> int:
        return collection_of(InboxDocument).estimated_document_count()

    @contextmanager
    def worker(self, told: Path) -> Iterator[Killable]:
        """Run a worker that relays and handles."""
        command = [sys.executable, handling.__file__, self.name, self.url, self.broker.url]
        process = Killable([*command, str(told)], os.environ, self.folder / "handling.log")
        try:
            self.commit(1)
            wait_until(lambda: bool(told.exists() and told.read_text()), "the worker handles")
            yield process
        finally:
            process.kill()


def bind_all(broker: RabbitMq, service: str) -> None:
    """Bind a queue to all events of a service, as if somebody else wanted them too."""
    with broker.connect() as connection:
        channel, exchange, queue = connection.channel(), f"{service}.events", f"{service}.all"
        channel.exchange_declare(exchange, "topic", durable=True, auto_delete=False)
        channel.queue_declare(queue, durable=True, auto_delete=False)
        channel.queue_bind(queue, exchange, "#")


def measure_events(database_url: str, broker: RabbitMq, folder: Path, sizes: Sizes) -> list[Figure]:
    """Return how late events are, how many go through, and what they ask of the database."""
    eventing = Eventing(database_url, broker, folder)
    with ExitStack() as ending:
        ending.callback(disconnect)
        figures = _draining(eventing)
        told = folder / "handled"
        ending.enter_context(eventing.worker(told))
        return [*_light(eventing, told, sizes), _sustained(eventing, told, sizes), *figures]


def _light(eventing: Eventing, told: Path, sizes: Sizes) -> list[Figure]:
    """Return how long after its commit an event is handled, where there are few."""
    committed = {}
    for _ in range(sizes.events_alone):
        event = eventing.events(1)[0]
        eventing.unit_of_work.commit([to_outbox([event])])
        committed[event.event_id] = time.monotonic()
        time.sleep(LIGHT_PAUSE_SECONDS)
    wait_until(lambda: set(committed) <= set(_handled(told)), "all are handled")
    handled = _handled(told)
    waits = [1000 * (handled[key] - at) for key, at in committed.items()]
    detail = f"{len(waits)} events, at most {1 / LIGHT_PAUSE_SECONDS:g} a second"
    return [
        Figure("events: commit to handler, p50", median(waits), unit="ms", detail=detail),
        Figure(
            "events: commit to handler, p99", quantiles(waits, n=100)[98], unit="ms", detail=detail
        ),
    ]


def _handled(told: Path) -> dict[str, float]:
    """Return when each event was handled first."""
    lines = [line.split() for line in told.read_text().splitlines()]
    return {line[0]: float(line[1]) for line in reversed(lines) if len(line) > 1}


def _sustained(eventing: Eventing, told: Path, sizes: Sizes) -> Figure:
    """Return how many events a second go all the way, against plain nameko."""
    count, ours, theirs = sizes.events_each_round, [], []
    event = eventing.events(1)[0]
    with PlainNameko(eventing.broker.url, event, eventing.folder) as nameko:
        nameko.seconds(count // 4)
        for _ in range(sizes.rounds):
            theirs.append(count / nameko.seconds(count))
            ours.append(count / _through(eventing, told, count))
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    return Figure(
        "events: a second through relay, RabbitMQ and inbox / plain nameko",
        median(ratios),
        least=0.5,
        unit="x",
        detail=f"{median(ours):.0f} / {median(theirs):.0f} a second; {spread(ratios)}",
    )


def _through(eventing: Eventing, told: Path, count: int) -> float:
    """Return how long so many events take from their commit until all have their notes.

    The embedded database reads a whole collection to count it: it is asked once all were
    handled, as asking while they are would slow them.
    """
    wanted, lines = eventing.handled_count() + count, _line_count(told) + count
    eventing.commit(count)
    began = time.monotonic()
    wait_until(lambda: _line_count(told) >= lines, "all are handled", 120)
    wait_until(lambda: eventing.handled_count() >= wanted, "all have their notes", 120)
    return time.monotonic() - began


def _line_count(told: Path) -> int:
    return told.read_bytes().count(b"\n")


def _draining(eventing: Eventing) -> list[Figure]:
    """Return what a batch takes, and what a long backlog costs against a short one."""
    eventing.drained(WRITTEN_AT_ONCE)
    (few, few_ms), (many, many_ms) = (eventing.drained(count) for count in BACKLOGS)
    handled = eventing.commands_of_handling()
    short, long = (f"{count:,}" for count in BACKLOGS)
    return [
        Figure(
            f"events: commands for {BATCH}, relay",
            max(few, many),
            most=4,
            detail=f"{few:.2f} at a backlog of {short}, {many:.2f} at {long}; a consumer's notes "
            f"take {handled} more",
        ),
        Figure(
            f"events: time of the relay an event, backlog of {long} / {short}",
            many_ms / few_ms,
            most=1.5,
            unit="x",
            detail=f"{many_ms:.2f} / {few_ms:.2f} ms",
        ),
    ]
