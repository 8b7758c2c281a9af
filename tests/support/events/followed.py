"""A whole suite with a broker and two workers, and all that must follow from what it commits."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import amqp
import pymongo
from loyalty.points.v1 import journey_pb2
from loyalty_points.events.catalogue import events_of
from loyalty_points.store import conversion
from loyalty_points.use_cases.segments.segments_of_event import TYPES

from support import build
from support.harness import Client
from support.killable import Killable, Suite, killable_suite, wait_until
from support.load import Load
from support.rabbitmq import RabbitMq
from support.webhooks import asking as webhooks
from support.webhooks.receiver import Receiver, receiving

RETAIL = {
    "default_rate": {"points": 1, "per_amount_minor": 1},
    "burn": {"points": 1, "amount_minor": 1},
}
AWARD_POINTS = 50
REACHED = "loyalty.points.v1.JourneyReached"
QUEUE, EXCHANGE = "test.everything", "points.events"
SETTLED_SECONDS = 240.0
"""What a killed worker left uncommitted, the embedded database holds for a minute."""
PACE_SECONDS = 0.15
FIRST_VISIT = journey_pb2.JourneyTrigger(kind=journey_pb2.TRIGGER_KIND_FIRST_VISIT)
JOURNEYS = (
    journey_pb2.Journey(
        journey_id="greeting",
        trigger=FIRST_VISIT,
        action=journey_pb2.JourneyAction(
            kind=journey_pb2.ACTION_KIND_AWARD_POINTS,
            points=AWARD_POINTS,
            funder="group",
            reason="greeting",
        ),
    ),
    journey_pb2.Journey(
        journey_id="coupon",
        trigger=FIRST_VISIT,
        action=journey_pb2.JourneyAction(
            kind=journey_pb2.ACTION_KIND_PUBLISH_EVENT, event_name="coupon"
        ),
    ),
)


class PacedLoad(Load):
    """Tills that leave the machine something for the workers."""

    def _request(self, choice: Any) -> Any:
        time.sleep(PACE_SECONDS)
        return super()._request(choice)


@dataclass
class Followed:
    """Service, database and broker, two workers, a receiver of webhooks, and a queue for all."""

    suite: Suite
    broker: RabbitMq
    receiver: Receiver
    workers: tuple[Killable, Killable]
    heard: list[dict[str, Any]] = field(default_factory=list)
    """The envelope of every message that the queue got."""
    subscription_id: str = ""

    def __post_init__(self) -> None:
        url = self.suite.environment["LOYALTY_POINTS_DATABASE_URL"]
        self._store = pymongo.MongoClient[dict[str, Any]](url, tz_aware=True)
        self.database = self._store.get_default_database()
        asked = webhooks.create("group", url=self.receiver.url)
        made = self.client.webhooks.CreateSubscription(asked)
        self.subscription_id = made.subscription.subscription_id

    def close(self) -> None:
        self._store.close()

    @property
    def client(self) -> Client:
        return self.suite.operator()

    def relay(self) -> Killable:
        """Return the worker that has the lease of the relay, once one of them has."""
        wait_until(lambda: self._owner() is not None, "a worker relays")
        found = self._owner()
        assert found
        return found

    def _owner(self) -> Killable | None:
        document = self.database["relays"].find_one({"_id": "points"}) or {"owner": ""}
        pid = document["owner"].partition("-")[0]
        return next((each for each in self.workers if str(each.pid) == pid), None)

    def other(self) -> Killable:
        """Return the worker that only consumes."""
        relay = self.relay()
        return next(each for each in self.workers if each is not relay)

    def handled_count(self) -> int:
        return int(self.database["event_inbox"].estimated_document_count())

    def hear(self) -> None:
        """Take what is in the queue; nothing where the broker is away."""
        with suppress(OSError, amqp.AMQPError), self.broker.connect() as connection:
            channel = connection.channel()
            while message := channel.basic_get(QUEUE):
                self.heard.append(json.loads(message.body))
                channel.basic_ack(message.delivery_tag)

    def committed(self) -> dict[str, str]:
        """Return the type of each event that follows from what is committed, by its id."""
        made = {}
        for document in self.database["entries"].find():
            for event in events_of(conversion.entry_from_document(document)):
                made[event.event_id] = event.type
        for told in self.database["outbox"].find():
            made[told["_id"]] = REACHED
        return made

    def handled(self) -> Counter[str]:
        """Count the notes of the consumers that all of this is about."""
        keys = (str(note["_id"]) for note in self.database["event_inbox"].find())
        return Counter(key for key in keys if key.partition("|")[0] in {"webhooks", "segments"})

    def wait_until_settled(self) -> dict[str, str]:
        """Wait until nothing is on its way any more; return what was committed."""
        with suppress(AssertionError):
            wait_until(lambda: not self.on_its_way(), "all has followed", SETTLED_SECONDS)
        assert self.on_its_way() == ""
        return self.committed()

    def on_its_way(self) -> str:
        """Tell the first thing that has still to follow; empty where all has."""
        for name, wanted in _WAITING.items():
            if found := self.database[name].find_one(wanted):
                return f"{name}: {found}"
        self.hear()
        committed = self.committed()
        missing = set(committed) - {each["id"] for each in self.heard}
        missing |= set(_notes_of(committed)) - set(self.handled())
        wanted_ids = {key for key, kind in committed.items() if kind in _SUBSCRIBED}
        missing |= wanted_ids - {each["event_id"] for each in self.sent()}
        return ", ".join(sorted(missing))

    def sent(self) -> list[dict[str, Any]]:
        """Return the deliveries to the subscription."""
        return list(self.database["webhook_deliveries"].find())

    def require_all_once_and_in_order(self, committed: dict[str, str], members: list[str]) -> None:
        """Fail unless each event was delivered, had its effect once, and kept its order."""
        assert {each["id"] for each in self.heard} == set(committed)
        assert self.handled() == _notes_of(committed)
        wanted = {key for key, kind in committed.items() if kind in _SUBSCRIBED}
        assert Counter(each["event_id"] for each in self.sent()) == dict.fromkeys(wanted, 1)
        assert set(self.receiver.event_ids) == wanted
        awarded = self.database["entries"].find({"kind": "journey_awarded"})
        assert Counter(entry["member_id"] for entry in awarded) == dict.fromkeys(members, 1)
        reached = {each["id"]: each["data"] for each in self.heard if each["type"] == REACHED}
        told = Counter(data["member_id"] for data in reached.values())
        assert told == dict.fromkeys(members, 1)
        self._require_order()

    def _require_order(self) -> None:
        last: dict[str, int] = defaultdict(int)
        seen = set()
        for event in self.heard:
            if event["id"] not in seen and "sequence" in event:
                seen.add(event["id"])
                sequence = int(event["sequence"])
                assert sequence >= last[event["subject"]], event
                last[event["subject"]] = sequence

    def counted(self, what: str, seconds: float, committed: dict[str, str]) -> str:
        """Return what was counted, in a line."""
        return (
            f"{what}: {len(committed)} events, {len(self.heard) - len(committed)} of them "
            f"published again, {len(self.handled())} handled once, "
            f"{len(self.receiver.requests)} webhooks for {len(self.sent())}, {seconds:.0f} s"
        )


_WAITING: dict[str, dict[str, Any]] = {
    "entries": {"unpublished_ms": {"$gte": 0}},
    "outbox": {"unpublished_ms": {"$gte": 0}},
    "reaches": {"waiting_ms": {"$gte": 0}},
    "event_deliveries": {},
    "webhook_deliveries": {"state": "waiting"},
}
_SUBSCRIBED = {webhooks.PURCHASE, webhooks.ENROLLED}


def _notes_of(committed: dict[str, str]) -> dict[str, int]:
    """Return the notes of consumers that had something to write, each once."""
    told = [f"webhooks|{key}" for key, kind in committed.items() if kind in _SUBSCRIBED]
    told += [f"segments|{key}" for key, kind in committed.items() if kind in TYPES]
    return dict.fromkeys(told, 1)


@contextmanager
def followed(folder: Path, broker: RabbitMq) -> Iterator[Followed]:
    """Start all of it; kill it in the end."""
    with broker.connect() as connection:
        channel = connection.channel()
        channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
        channel.queue_declare(QUEUE, durable=True, auto_delete=False)
        channel.queue_bind(QUEUE, EXCHANGE, "#")
    with ExitStack() as ending:
        receiver = ending.enter_context(receiving())
        settings = {
            "BROKER_URL": broker.url,
            "SETTLE_SECONDS": "0.2",
            "WEBHOOK_NETWORKS": "127.0.0.0/8",
            "WEBHOOK_PORTS": f"443,{receiver.port}",
            "WEBHOOK_HTTP": "true",
            "WEBHOOK_SECONDS": "0.2",
        }
        more = {f"LOYALTY_POINTS_{name}": value for name, value in settings.items()}
        suite = ending.enter_context(killable_suite(folder, **more))
        ending.callback(_forget_queues, broker)
        program = build.program(
            {"retail": [("retail", RETAIL)]},
            journeys=JOURNEYS,
            effective_time=build.timestamp(datetime.now(UTC)),
        )
        build.publish(suite.operator(), program)
        command = [sys.executable, "-m", "loyalty_points", "work"]
        workers = []
        for name in ("first", "second"):
            workers.append(Killable(command, suite.environment, folder / f"{name}.log"))
            ending.callback(workers[-1].kill)
        running = Followed(suite, broker, receiver, (workers[0], workers[1]))
        ending.callback(running.close)
        yield running


def _forget_queues(broker: RabbitMq) -> None:
    with broker.connect() as connection:
        for queue in (QUEUE, "points.journeys", "points.webhooks"):
            connection.channel().queue_delete(queue)
