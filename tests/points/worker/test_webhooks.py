"""Webhooks sent by `python -m loyalty_points work`, as it runs: on eventlet, two of them."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pymongo
import pytest
from loyalty.points.v1 import webhook_service_pb2 as pb
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.instants import to_ms
from loyalty_chassis.webhooks import deliveries
from loyalty_chassis.webhooks.deliveries import WebhookDelivery, order_of
from standardwebhooks import Webhook

from support import build
from support.harness import Client
from support.killable import Killable, Suite, killable_suite, wait_until
from support.webhooks import asking as webhooks
from support.webhooks.receiver import Receiver, receiving

RETAIL = {"default_rate": {"points": 1, "per_amount_minor": 1}}
LEASE_SECONDS = 60
STOP_SECONDS = 15.0


@dataclass(frozen=True)
class Sending:
    """A suite that may send to a receiver of the test's."""

    suite: Suite
    receiver: Receiver
    folder: Path

    @property
    def client(self) -> Client:
        return self.suite.operator()

    def subscribe(self) -> pb.CreateSubscriptionResponse:
        request = webhooks.create("group", url=self.receiver.url)
        answer: pb.CreateSubscriptionResponse = self.client.webhooks.CreateSubscription(request)
        return answer

    def happen(self, subscription_id: str, *event_ids: str) -> None:
        """Let events be there to be sent."""
        now = datetime.now(UTC)
        waiting = [
            WebhookDelivery(
                subscription_id=subscription_id,
                event_id=event_id,
                event_type=webhooks.PURCHASE,
                body=Event(event_id, webhooks.PURCHASE, "tests", "account", now, {}).to_json(),
                order=order_of(to_ms(now), event_id),
                create_time=now,
                due_ms=to_ms(now),
            )
            for event_id in event_ids
        ]
        url = self.suite.environment["LOYALTY_POINTS_DATABASE_URL"]
        with pymongo.MongoClient[dict[str, Any]](url) as client:
            stored = client.get_default_database()["webhook_deliveries"]
            stored.insert_many([deliveries.to_document(each) for each in waiting])

    def states(self, subscription_id: str) -> dict[str, int]:
        asked = pb.ListDeliveriesRequest(subscription_id=subscription_id, page_size=100)
        found = self.client.webhooks.ListDeliveries(asked).deliveries
        return {each.event_id: each.state for each in found}

    @contextmanager
    def worker(self, name: str) -> Iterator[Killable]:
        program = [sys.executable, "-m", "loyalty_points", "work"]
        process = Killable(program, self.suite.environment, self.folder / name)
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def sending(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sending]:
    folder = tmp_path_factory.mktemp("sending")
    with receiving() as receiver:
        settings = {
            "LOYALTY_POINTS_WEBHOOK_NETWORKS": "127.0.0.0/8",
            "LOYALTY_POINTS_WEBHOOK_PORTS": f"443,{receiver.port}",
            "LOYALTY_POINTS_WEBHOOK_HTTP": "true",
            "LOYALTY_POINTS_WEBHOOK_SECONDS": "0.2",
            "LOYALTY_POINTS_WEBHOOK_TIMEOUT_SECONDS": "5",
        }
        with killable_suite(folder, **settings) as suite:
            build.publish(
                suite.operator(), build.program({"retail": [("retail", RETAIL)], "hotel": []})
            )
            yield Sending(suite, receiver, folder)


def test_two_workers_send_each_event_once_and_signed(sending: Sending) -> None:
    made, wanted = sending.subscribe(), [f"e{number}" for number in range(30)]
    key = made.subscription.subscription_id
    with sending.worker("first"), sending.worker("second"):
        sending.happen(key, *wanted)
        wait_until(
            lambda: set(sending.states(key).values()) == {pb.DELIVERY_STATE_DELIVERED},
            "all is delivered",
        )
    received = [each for each in sending.receiver.requests if each.event_id in wanted]
    assert sorted(each.event_id for each in received) == sorted(wanted)
    for each in received:
        assert Webhook(made.secret).verify(each.body, each.headers)["id"] == each.event_id


def test_a_purchase_is_told_to_its_own_business_and_to_the_group_only(sending: Sending) -> None:
    client, url = sending.client, sending.receiver.url
    secrets = {}
    for business_id in ("retail", "hotel", "group"):
        request = webhooks.create(business_id, url=f"{url}/{business_id}")
        secrets[f"/hook/{business_id}"] = client.webhooks.CreateSubscription(request).secret
    bought = build.record(build.enroll(client), build.purchase(at=datetime.now(UTC)))
    entry = client.points.RecordPurchase(bought).entry

    def told() -> dict[str, Any]:
        return {
            each.path: Webhook(secrets[each.path]).verify(each.body, each.headers)
            for each in list(sending.receiver.requests)
            if each.event_id == entry.entry_id and each.path in secrets
        }

    with sending.worker("telling"):
        wait_until(lambda: len(told()) == 2, "both are told")
    assert set(told()) == {"/hook/retail", "/hook/group"}
    for event in told().values():
        assert event["type"] == webhooks.PURCHASE
        assert event["data"]["earned_points"] == str(entry.earned_points)


@pytest.mark.long
def test_a_worker_that_is_told_to_stop_while_a_receiver_hangs_ends_in_time(
    sending: Sending,
) -> None:
    key = sending.subscribe().subscription.subscription_id
    reached: list[str] = []

    def hang(received: Any) -> None:
        reached.append(received.event_id)
        time.sleep(3)

    sending.receiver.on_request = hang
    try:
        with sending.worker("stopped") as worker:
            sending.happen(key, "hanging")
            wait_until(lambda: "hanging" in reached, "the receiver is called")
            began = time.monotonic()
            assert worker.terminate() == 0
            assert time.monotonic() - began < STOP_SECONDS
    finally:
        sending.receiver.on_request = lambda _received: None


@pytest.mark.long
def test_a_worker_outlives_its_database(sending: Sending) -> None:
    key = sending.subscribe().subscription.subscription_id
    with sending.worker("outliving") as worker:
        sending.happen(key, "before")
        wait_until(
            lambda: sending.states(key)["before"] == pb.DELIVERY_STATE_DELIVERED, "it is sent"
        )
        sending.suite.database.kill()
        log = sending.folder / "outliving"
        wait_until(lambda: log.read_text().count('"job": "webhooks"') >= 2, "runs fail")
        sending.suite.database.start_again()
        wait_until(sending.suite.serves, "the service serves again")
        sending.happen(key, "after")
        wait_until(
            lambda: sending.states(key)["after"] == pb.DELIVERY_STATE_DELIVERED, "it is sent"
        )
        assert not worker.ended()


@pytest.mark.long
def test_what_a_killed_worker_was_sending_is_sent_by_another_under_the_same_id(
    sending: Sending,
) -> None:
    key = sending.subscribe().subscription.subscription_id
    times: list[float] = []

    def hang_once(received: Any) -> None:
        if received.event_id == "killed":
            times.append(time.monotonic())
            time.sleep(2 if len(times) == 1 else 0)

    sending.receiver.on_request = hang_once
    try:
        with sending.worker("killed") as worker:
            sending.happen(key, "killed")
            wait_until(lambda: bool(times), "the receiver is called")
            worker.kill()
        with sending.worker("other"):
            wait_until(
                lambda: sending.states(key)["killed"] == pb.DELIVERY_STATE_DELIVERED,
                "it is sent again",
                LEASE_SECONDS + 30,
            )
    finally:
        sending.receiver.on_request = lambda _received: None
    assert len(times) == 2
    assert times[1] - times[0] > LEASE_SECONDS - 2, "nobody sends while another may"
