"""Workers of consumers at a real broker and a real database, both of which tests kill."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import amqp
import pymongo
from loyalty_chassis.clock import system_clock
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.parked import find_parked, retry_parked
from loyalty_chassis.storage.connection import connect, disconnect
from loyalty_chassis.storage.indexes import create_indexes
from loyalty_chassis.storage.transactions import UnitOfWork

from support.events import consuming_worker
from support.events.consuming_worker import CONSUMERS, SERVICE, SOURCE
from support.events.eventing import MODELS, event_of
from support.killable import START_SECONDS, Killable, killable_database, wait_until
from support.rabbitmq import RabbitMq

EXCHANGE = f"{SOURCE}.events"


@dataclass
class Consuming:
    """Workers, and what is published to them."""

    broker: RabbitMq
    database: Killable
    url: str
    folder: Path
    queue_type: str = "classic"
    workers: list[Killable] = field(default_factory=list)

    def __post_init__(self) -> None:
        client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(self.url)
        self.client, self.store = client, client.get_default_database()

    @property
    def log(self) -> str:
        return (self.folder / "worker.log").read_text()

    def start(self, count: int = 1) -> list[Killable]:
        """Start more workers, and wait until their consumers are at the broker."""
        started = self.spawn(count)
        self.wait_for_consumers()
        return started

    def spawn(self, count: int = 1) -> list[Killable]:
        """Start more workers."""
        arguments = [self.url, self.broker.url, str(self.folder), self.queue_type]
        command = [sys.executable, consuming_worker.__file__, *arguments]
        log = self.folder / "worker.log"
        started = [Killable(command, os.environ, log) for _ in range(count)]
        self.workers += started
        return started

    def wait_for_consumers(self) -> None:
        alive = [worker for worker in self.workers if not worker.ended()]
        wait_until(lambda: self._consumers() >= len(alive), "the consumers are there")

    def _consumers(self) -> int:
        try:
            with self.broker.connect() as connection:
                channel = connection.channel()
                queues = [f"{SERVICE}.{name}" for name in CONSUMERS]
                told = [channel.queue_declare(queue, passive=True) for queue in queues]
                fewest: int = min(one.consumer_count for one in told)
                return fewest
        except (amqp.AMQPError, OSError):
            return 0

    def publish(self, events: Iterable[Event | tuple[str, bytes]]) -> None:
        """Publish events, or bodies under a routing key, and wait for the confirms."""
        with self.broker.connect() as connection:
            channel = connection.channel()
            channel.confirm_select()
            for event in events:
                if isinstance(event, Event):
                    event = (event.type, event.to_json())  # noqa: PLW2901
                message = amqp.Message(event[1], delivery_mode=2)
                channel.basic_publish_confirm(message, EXCHANGE, event[0])

    def ready_messages(self) -> int:
        """Return how many messages the broker has for consumers, those in hand not counted."""
        with self.broker.connect() as connection:
            channel = connection.channel()
            queues = [f"{SERVICE}.{name}" for name in CONSUMERS]
            return sum(channel.queue_declare(queue, passive=True).message_count for queue in queues)

    def subject(self) -> str:
        """Return a new subject with an empty list."""
        name = f"s-{secrets.token_hex(8)}"
        self.store["lists"].insert_one({"_id": name, "handled": []})
        return name

    def handled(self, subject: str) -> list[int]:
        """Return the numbers of what was handled of a subject, in that order."""
        found = self.store["lists"].find_one({"_id": subject})
        assert found
        return [int(number) for number in found["handled"]]

    def wait_for(self, subject: str, count: int, seconds: float = START_SECONDS) -> None:
        """Wait until so many events of a subject are handled."""
        what = f"{count} of {subject} are handled"
        wait_until(lambda: len(self.handled(subject)) >= count, what, seconds)

    def parked(self) -> list[dict[str, Any]]:
        return list(self.store["event_deliveries"].find({"state": "PARKED"}))

    def waiting(self) -> int:
        return self.store["event_deliveries"].count_documents({"state": "WAITING"})

    def retry(self, event_ids: Iterable[str]) -> None:
        """Let events that are parked be handled again, as an operator does."""
        unit_of_work = UnitOfWork(connect(self.url))
        try:
            for one in self.parked():
                if one["event_id"] in event_ids:
                    delivery = find_parked(one["delivery_id"])
                    assert delivery
                    unit_of_work.commit((retry_parked(delivery, system_clock()),))
        finally:
            disconnect()

    def mend(self) -> None:
        """Let handlers work where they were broken."""
        (self.folder / "mended").touch()

    def end(self) -> None:
        """Kill the workers, then empty queues and collections: workers make queues again."""
        for worker in self.workers:
            worker.kill()
        with self.broker.connect() as connection:
            channel = connection.channel()
            for name in CONSUMERS:
                channel.queue_delete(f"{SERVICE}.{name}")
        for model in MODELS:
            self.store[model._meta["collection"]].delete_many({})
        self.client.close()


def events(consumer: str, subject: str, numbers: Iterable[int], **data: Any) -> list[Event]:
    """Return events of a subject for that consumer."""
    return [event_of(subject, number, f"loyalty.{consumer}.Noted", **data) for number in numbers]


@contextmanager
def consumers_database(folder: Path) -> Iterator[tuple[Killable, str]]:
    """Run a database with what consumers keep in it."""
    with killable_database(folder) as (database, url):
        connect(url)
        create_indexes(MODELS)
        disconnect()
        yield database, url


@contextmanager
def consuming(
    broker: RabbitMq, database: Killable, url: str, folder: Path, queue_type: str = "classic"
) -> Iterator[Consuming]:
    """Return what to start workers with; end them at last, and empty queues and collections."""
    running = Consuming(broker, database, url, folder, queue_type)
    try:
        yield running
    finally:
        running.end()
