"""The policy for production, on a real node."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from pathlib import Path

import amqp
import pytest

from support.killable import wait_until
from support.rabbitmq import RabbitMq

DEFINITIONS = Path(__file__).parents[2] / "deploy" / "rabbitmq" / "definitions.json"
POLICY = json.loads(DEFINITIONS.read_text())["policies"][0]
DEAD_LETTERS = "loyalty.dead-letters"


@pytest.fixture
def queue(rabbitmq: RabbitMq) -> Iterator[str]:
    """A consumer's queue on a node that has the policy."""
    rabbitmq.control("import_definitions", str(DEFINITIONS))
    name = f"points.test-{secrets.token_hex(4)}"
    with rabbitmq.connect() as connection:
        connection.channel().queue_declare(
            name, durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"}
        )
    yield name
    with rabbitmq.connect() as connection:
        for made in (name, DEAD_LETTERS):
            connection.channel().queue_delete(made)
        connection.channel().exchange_delete(DEAD_LETTERS)
    rabbitmq.control("clear_policy", POLICY["name"])


def test_the_policy_holds_for_a_consumers_queue_and_keeps_what_is_over_its_limit(
    rabbitmq: RabbitMq, queue: str
) -> None:
    columns = ("name", "type", "policy")
    listed = json.loads(rabbitmq.control("list_queues", "--formatter", "json", *columns))
    found = {row["name"]: row for row in listed}
    assert found[queue]["type"] == found[DEAD_LETTERS]["type"] == "quorum"
    assert found[queue]["policy"] == POLICY["name"]
    assert not found[DEAD_LETTERS]["policy"]

    with rabbitmq.connect() as connection:
        channel = connection.channel()
        channel.basic_publish(amqp.Message("poison"), routing_key=queue)
        deliveries = 0
        limit: int = POLICY["definition"]["delivery-limit"]

        def is_gone() -> bool:
            nonlocal deliveries
            message = channel.basic_get(queue)
            if message:
                deliveries += 1
                channel.basic_reject(message.delivery_tag, requeue=True)
            return deliveries > limit

        wait_until(is_gone, "it is delivered too often")
        dead = []

        def is_dead() -> bool:
            dead.append(channel.basic_get(DEAD_LETTERS, no_ack=True))
            return dead[-1] is not None

        wait_until(is_dead, "it is kept")
        assert dead[-1].body == "poison"
        assert channel.basic_get(queue) is None
