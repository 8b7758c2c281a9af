"""The queues of consumers: how they are named, bound and kept."""

from __future__ import annotations

from collections.abc import Sequence

from kombu import Queue, binding

from loyalty_chassis.events.consumers import Consumer
from loyalty_chassis.worker.exchanges import events_exchange


def queue_of(service: str, consumer: Consumer, source: str, *, is_quorum: bool = False) -> Queue:
    """Return the queue of a service's consumer, bound to the exchange of `source`.

    An ordered one has one active consumer: another process takes over where that ends.
    """
    arguments: dict[str, object] = {"x-queue-type": "quorum"} if is_quorum else {}
    if consumer.is_ordered:
        arguments["x-single-active-consumer"] = True
    exchange = events_exchange(source)
    return Queue(
        f"{service}.{consumer.name}",
        bindings=[binding(exchange, routing_key=topic) for topic in consumer.types],
        durable=True,
        queue_arguments=arguments or None,
    )


def queues_of(
    service: str, consumers: Sequence[Consumer], source: str, *, is_quorum: bool = False
) -> Sequence[Queue]:
    """Return the queues of a service's consumers."""
    return [queue_of(service, consumer, source, is_quorum=is_quorum) for consumer in consumers]
