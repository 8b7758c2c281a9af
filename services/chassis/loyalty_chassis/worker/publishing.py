"""Publishing over kombu: to RabbitMQ with confirms, or within the process."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import amqp
from kombu import Connection, Exchange, Queue
from kombu.exceptions import KombuError

from loyalty_chassis.events.envelope import CONTENT_TYPE, Event
from loyalty_chassis.events.in_process import OUTSTANDING
from loyalty_chassis.events.publishing import BrokerAway, Publisher, Receipt
from loyalty_chassis.worker.exchanges import events_exchange

CONNECT_SECONDS = 5.0
CONFIRM_SECONDS = 10.0
"""For a batch: a broker whose disk is full takes messages, and says nothing."""
PERSISTENT = 2

_TROUBLE = (KombuError, amqp.AMQPError, OSError)


def publisher_for(service: str, broker_url: str, queues: Sequence[Queue] = ()) -> Publisher:
    """Return what publishes the events of a service at that broker. It connects when used.

    `queues`, those of the service's own consumers, are there before anything is published:
    what nobody wants is gone, and a worker's relay may be faster than its consumers.
    """
    exchange = events_exchange(service)
    if is_in_process(broker_url):
        return InProcessPublisher(broker_url, exchange, queues)
    return BrokerPublisher(broker_url, exchange, queues)


def is_in_process(broker_url: str) -> bool:
    """Tell whether there is no broker: all is in one process."""
    return broker_url.startswith("memory:")


class BrokerPublisher:
    """Publishes to a broker that speaks AMQP.

    A batch is sent without waiting, and then its confirms are awaited: one at a time would
    cost a round trip, and the broker's disk, for each event.
    """

    def __init__(self, broker_url: str, exchange: Exchange, queues: Sequence[Queue]) -> None:
        """Publish to that exchange, once these queues are there."""
        self._url = broker_url
        self._exchange = exchange
        self._queues = queues
        self._connection: Connection | None = None
        self._channel: _ConfirmingChannel | None = None

    def publish(self, events: Sequence[Event]) -> Receipt:
        """Publish these, and wait until the broker has confirmed or refused each."""
        try:
            channel = self._channel or self._open()
            return channel.publish(events)
        except _TROUBLE as error:
            self._abandon()
            raise BrokerAway(f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        """Let go of the connection; no trouble if it is lost already."""
        if self._connection is not None:
            with suppress(*_TROUBLE):
                self._connection.release()
        self._connection = self._channel = None

    def _abandon(self) -> None:
        """Let go of a connection that may not answer any more."""
        if self._connection is not None and self._connection.connected:
            self._connection.connection.collect()  # py-amqp's: closes the socket, and no more
        self._connection = self._channel = None

    def _open(self) -> _ConfirmingChannel:
        # Without heartbeats, as nobody answers them between batches: a connection that died
        # meanwhile shows at the next one, which is then published over a new connection.
        self._connection = Connection(self._url, connect_timeout=CONNECT_SECONDS, heartbeat=0)
        self._connection.connect()
        channel = self._connection.channel()
        _declare(channel, self._exchange, self._queues)
        self._channel = _ConfirmingChannel(channel, self._exchange.name)
        return self._channel


class _ConfirmingChannel:
    """A channel of py-amqp, and what the broker has not yet said of what was sent over it."""

    def __init__(self, channel: Any, exchange: str) -> None:  # noqa: ANN401, ships no types
        channel.confirm_select()
        channel.events["basic_ack"].add(self._acknowledged)
        channel.events["basic_nack"].add(self._refused)
        channel.events["basic_return"].add(self._returned)
        self._channel, self._exchange = channel, exchange
        self._tag = 0
        self._waiting: dict[int, int] = {}
        self._refused_places: set[int] = set()
        self._unwanted_ids: set[str] = set()

    def publish(self, events: Sequence[Event]) -> Receipt:
        """Send all, then wait for what is said of each."""
        deadline = time.monotonic() + CONFIRM_SECONDS
        self._refused_places, self._unwanted_ids = set(), set()
        for place, event in enumerate(events):
            self._tag += 1
            self._waiting[self._tag] = place
            self._channel.basic_publish(
                amqp.Message(event.to_json(), **_properties(event)),
                self._exchange,
                routing_key=event.type,
                mandatory=True,
                timeout=CONFIRM_SECONDS,
            )
        while self._waiting:
            seconds = deadline - time.monotonic()
            if seconds <= 0:
                raise TimeoutError(f"no confirm for {CONFIRM_SECONDS:g} s")
            self._channel.connection.drain_events(timeout=seconds)
        return Receipt(
            frozenset(self._refused_places),
            frozenset(
                place for place, event in enumerate(events) if event.event_id in self._unwanted_ids
            ),
        )

    def _acknowledged(self, tag: int, multiple: bool) -> None:  # noqa: FBT001, py-amqp calls it so
        for known in self._told_of(tag, multiple=multiple):
            del self._waiting[known]

    def _refused(self, tag: int, multiple: bool) -> None:  # noqa: FBT001, py-amqp calls it so
        for known in self._told_of(tag, multiple=multiple):
            self._refused_places.add(self._waiting.pop(known))

    def _told_of(self, tag: int, *, multiple: bool) -> list[int]:
        if not multiple:
            return [tag]
        return [known for known in self._waiting if known <= tag]

    def _returned(self, _error: Exception, _exchange: str, _key: str, message: Any) -> None:  # noqa: ANN401
        self._unwanted_ids.add(message.properties["message_id"])


class InProcessPublisher:
    """Publishes within this process, on kombu's memory://, which keeps nothing.

    So an event counts as kept once every consumer that it went to has handled it, or has
    written it down for later. One that is still with a consumer is not sent again.
    """

    def __init__(self, broker_url: str, exchange: Exchange, queues: Sequence[Queue]) -> None:
        """Publish to that exchange; make these queues."""
        self._exchange = exchange
        self._channel = Connection(broker_url).channel()
        _declare(self._channel, exchange, queues)

    def publish(self, events: Sequence[Event]) -> Receipt:
        """Hand these out, and wait until they have come back."""
        sent: set[tuple[str, str]] = set()
        unwanted = set()
        for place, event in enumerate(events):
            queues = self._channel._lookup(self._exchange.name, event.type)  # noqa: SLF001
            if not queues:
                unwanted.add(place)
            sent.update((queue, event.event_id) for queue in queues)
            for queue in queues:
                if OUTSTANDING.hand_out(queue, event.event_id):
                    self._send(event, queue)
        if not OUTSTANDING.wait_for(sent, CONFIRM_SECONDS):
            raise BrokerAway(f"a consumer has had an event for {CONFIRM_SECONDS:g} s")
        return Receipt(unwanted=frozenset(unwanted))

    def close(self) -> None:
        """Let go of the channel."""
        self._channel.connection.client.release()

    def _send(self, event: Event, queue: str) -> None:
        properties = _properties(event)
        headers = properties.pop("application_headers")
        content = {name: properties.pop(name) for name in ("content_type", "content_encoding")}
        message = self._channel.prepare_message(
            event.to_json(), headers=headers, properties=properties, **content
        )
        # As `basic_publish` does it for every queue of an exchange at once.
        self._channel._inplace_augment_message(message, self._exchange.name, event.type)  # noqa: SLF001
        self._channel._put(queue, message)  # noqa: SLF001


def _declare(channel: Any, exchange: Exchange, queues: Sequence[Queue]) -> None:  # noqa: ANN401
    exchange(channel).declare()
    for queue in queues:
        queue(channel).declare()


def _properties(event: Event) -> dict[str, Any]:
    """Return what the broker and those who look at it can see without reading the body."""
    return {
        "content_type": CONTENT_TYPE,
        "content_encoding": "utf-8",
        "delivery_mode": PERSISTENT,
        "message_id": event.event_id,
        "type": event.type,
        "application_headers": _headers(event),
    }


def _headers(event: Event) -> Mapping[str, str]:
    return {"traceparent": event.traceparent} if event.traceparent else {}
