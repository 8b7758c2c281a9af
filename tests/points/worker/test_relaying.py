"""What a worker tells others of purchases, over a real RabbitMQ."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from google.protobuf import json_format
from loyalty.points.v1 import points_events_pb2

from support import build
from support.killable import Killable, Suite, killable_suite, wait_until
from support.rabbitmq import RabbitMq

RETAIL = {"default_rate": {"points": 1, "per_amount_minor": 1}}
QUEUE, EXCHANGE = "test.points", "points.events"


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory, rabbitmq: RabbitMq) -> Iterator[Suite]:
    folder = tmp_path_factory.mktemp("relaying")
    with rabbitmq.connect() as connection:
        channel = connection.channel()
        channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
        channel.queue_declare(QUEUE, durable=True, auto_delete=False)
        channel.queue_bind(QUEUE, EXCHANGE, "loyalty.points.v1.*")
    with killable_suite(folder, LOYALTY_POINTS_BROKER_URL=rabbitmq.url) as suite:
        build.publish(suite.operator(), build.program({"retail": [("retail", RETAIL)]}))
        command = [sys.executable, "-m", "loyalty_points", "work"]
        worker = Killable(command, suite.environment, folder / "worker.log")
        try:
            yield suite
        finally:
            worker.kill()
            with rabbitmq.connect() as connection:
                connection.channel().queue_delete(QUEUE)


def test_a_purchase_is_told_of_in_the_words_of_the_contract(
    suite: Suite, rabbitmq: RabbitMq
) -> None:
    operator = suite.operator()
    member_id = build.enroll(operator)
    entry = operator.points.RecordPurchase(build.record(member_id)).entry
    heard: list[dict[str, Any]] = []

    def is_heard() -> bool:
        with rabbitmq.connect() as connection:
            channel = connection.channel()
            while message := channel.basic_get(QUEUE, no_ack=True):
                heard.append(json.loads(message.body))
        return any(body["id"] == entry.entry_id for body in heard)

    wait_until(is_heard, "the purchase is told of")
    of_member = [body for body in heard if body["subject"] == entry.account_id]
    types = [body["type"] for body in of_member]
    assert types == ["loyalty.points.v1.MemberEnrolled", "loyalty.points.v1.PurchaseRecorded"]
    assert [int(body["sequence"]) for body in of_member] == [1, 2]
    told = json_format.ParseDict(of_member[1]["data"], points_events_pb2.PurchaseRecorded())
    assert told.earned_points == entry.earned_points > 0
