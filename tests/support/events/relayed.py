"""A database with an outbox, workers that relay from it, and a queue that hears it all."""

from __future__ import annotations

import itertools
import json
import os
import secrets
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import amqp
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.outbox import DocumentOutbox, OutboxDocument, to_outbox
from loyalty_chassis.events.relay_documents import RelayDocument, RelayStatus, relay_status
from loyalty_chassis.storage.connection import connect, disconnect
from loyalty_chassis.storage.indexes import create_indexes
from loyalty_chassis.storage.transactions import UnitOfWork

from support.events import relaying_worker
from support.killable import Killable, wait_until
from support.rabbitmq import RabbitMq

TYPE = "loyalty.test.v1.Noted"


class Relayed:
    """A service that has nothing but an outbox."""

    def __init__(self, database_url: str, broker: RabbitMq, folder: Path) -> None:
        self.name = f"s{secrets.token_hex(4)}"
        self.broker, self.broker_url = broker, broker.url
        self.program = relaying_worker.__file__
        self.url = database_url.replace("/loyalty_points?", f"/{self.name}?")
        self._folder = folder
        self._client = connect(self.url)
        create_indexes((OutboxDocument, RelayDocument))
        self.unit_of_work = UnitOfWork(self._client)
        self._sequences: dict[str, Iterator[int]] = defaultdict(lambda: itertools.count(1))
        self._logs = itertools.count(1)
        self._time = datetime.now(UTC)
        self.heard: list[Any] = []
        """Every message that the queue got."""

    def end(self) -> None:
        self._client.drop_database(self.name)
        disconnect()
        with suppress(OSError, amqp.AMQPError):
            self.forget_queue()

    def write(self, count: int, subjects: int = 7, event_type: str = TYPE) -> list[str]:
        """Commit so many events, one by one; return their ids."""
        events = self.events(count, subjects, event_type)
        for event in events:
            self.unit_of_work.commit([to_outbox([event])])
        return [event.event_id for event in events]

    def write_at_once(self, count: int, subjects: int = 7) -> list[str]:
        """Commit so many events in one transaction; return their ids."""
        events = self.events(count, subjects)
        self.unit_of_work.commit([to_outbox(events)])
        return [event.event_id for event in events]

    def events(self, count: int, subjects: int = 7, event_type: str = TYPE) -> list[Event]:
        made = []
        # An account's times never go back; neither do these.
        now = self._time = max(datetime.now(UTC), self._time)
        for number in range(count):
            subject = f"m{number % subjects}"
            sequence = next(self._sequences[subject])
            event_id, time = f"{subject}-{sequence}", now + number * timedelta(milliseconds=1)
            self._time = time
            made.append(Event(event_id, event_type, "test", subject, time, {"n": "1"}, sequence))
        return made

    @contextmanager
    def worker(self, *more: str) -> Iterator[Killable]:
        """Run a worker that relays; kill it in the end."""
        log = self._folder / f"worker-{next(self._logs)}.log"
        command = [sys.executable, self.program, self.name, self.url, self.broker_url]
        process = Killable([*command, *more], os.environ, log)
        try:
            yield process
        finally:
            process.kill()

    def listen(self, topic: str = TYPE, **arguments: object) -> None:
        """Bind a queue to events of that topic."""
        with self.broker.connect() as connection:
            channel = connection.channel()
            channel.exchange_declare(
                f"{self.name}.events", "topic", durable=True, auto_delete=False
            )
            queue = f"{self.name}.test"
            channel.queue_declare(queue, durable=True, auto_delete=False, arguments=dict(arguments))
            channel.queue_bind(queue, f"{self.name}.events", topic)

    def forget_queue(self) -> None:
        with self.broker.connect() as connection:
            connection.channel().queue_delete(f"{self.name}.test")

    def hear(self) -> None:
        """Take what is in the queue; nothing where the broker is away."""
        with suppress(OSError, amqp.AMQPError), self.broker.connect() as connection:
            channel = connection.channel()
            while message := channel.basic_get(f"{self.name}.test"):
                self.heard.append(message)
                channel.basic_ack(message.delivery_tag)

    def hear_all(self, ids: Sequence[str], seconds: float = 60.0) -> None:
        """Wait until each of these was heard."""

        def is_heard() -> bool:
            self.hear()
            return set(ids) <= set(self.ids())

        wait_until(is_heard, f"{len(ids)} events are heard", seconds)

    def ids(self) -> list[str]:
        return [message.properties["message_id"] for message in self.heard]

    def require_order(self) -> None:
        """Fail unless what came first of each event came in the order of its subject."""
        last: dict[str, int] = defaultdict(int)
        seen = set()
        for body in (json.loads(message.body) for message in self.heard):
            if body["id"] not in seen:
                seen.add(body["id"])
                sequence = int(body["sequence"])
                assert sequence == last[body["subject"]] + 1, body
                last[body["subject"]] = sequence

    def wait_until_cleared(self) -> None:
        outbox = DocumentOutbox()
        wait_until(lambda: outbox.oldest_time() is None, "all marks are cleared")

    def status(self) -> RelayStatus:
        found = relay_status(self.name)
        assert found
        return found

    def is_owned(self) -> bool:
        found = relay_status(self.name)
        return found is not None and found.owner != ""

    def wait_for_owner(self) -> str:
        wait_until(self.is_owned, "a worker relays")
        return self.status().owner


@contextmanager
def relayed(database_url: str, broker: RabbitMq, folder: Path) -> Iterator[Relayed]:
    """A service of the test's own, and its database."""
    with ExitStack() as ending:
        service = Relayed(database_url, broker, folder)
        ending.callback(service.end)
        yield service
