"""What is published before its consumer is there: a worker's relay may be the faster one."""

from __future__ import annotations

import secrets

from loyalty_chassis.worker.consumer_queues import queues_of
from loyalty_chassis.worker.publishing import publisher_for

from support.events.eventing import consumer_of, event_of
from support.rabbitmq import RabbitMq


def test_an_event_waits_for_a_consumer_that_has_not_begun(rabbitmq: RabbitMq) -> None:
    name, consumer = f"p{secrets.token_hex(4)}", consumer_of(lambda _event: ())
    url, queues = rabbitmq.url, queues_of(name, [consumer], name)
    publisher = publisher_for(name, url, queues)
    receipt = publisher.publish([event_of("m1", 1), event_of("m1", 2)])
    publisher.close()
    assert not receipt.unwanted
    with rabbitmq.connect() as connection:
        (queue,) = queues
        assert connection.channel().queue_declare(queue.name, passive=True).message_count == 2


def test_an_event_that_no_consumer_is_for_is_unwanted(rabbitmq: RabbitMq) -> None:
    publisher = publisher_for(f"p{secrets.token_hex(4)}", rabbitmq.url)
    receipt = publisher.publish([event_of("m1", 1)])
    publisher.close()
    assert receipt.unwanted == {0}
