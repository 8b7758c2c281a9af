"""Webhooks, from a subscription to the receiver: who is told, of what, and once."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import webhook_service_pb2 as pb
from loyalty_chassis.webhooks.addresses import AddressPolicy, parse_networks
from standardwebhooks import Webhook, WebhookVerificationError

from support.build import program, publish
from support.harness import Client, Harness, failure_of, registry_of, start_harness
from support.plugins import simple_rules
from support.requests.refusals import snapshot
from support.webhooks import asking as webhooks
from support.webhooks.receiver import Receiver, receiving

KNOWN_SECONDS = 10.0
LOOPBACK = "127.0.0.0/8"


def _add_client(harness: Harness, business_id: str) -> Client:
    """Return a client of a business that may have webhooks, once the server knows it."""
    key = secrets.token_hex(32)
    document = json.loads(harness.clients_file.read_text())
    entry = {
        "client_id": f"{business_id}-app",
        "key_sha256": hashlib.sha256(key.encode()).hexdigest(),
        "business_id": business_id,
        "grants": ["webhooks"],
    }
    document["clients"].append(entry)
    harness.clients_file.write_text(json.dumps(document))
    client, give_up = Client(harness.channel, key), time.monotonic() + KNOWN_SECONDS
    while True:
        try:
            client.webhooks.ListSubscriptions(pb.ListSubscriptionsRequest())
        except Exception:  # noqa: BLE001, not known yet
            assert time.monotonic() < give_up, "the clients file was not taken up"
            time.sleep(0.1)
        else:
            return client


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service that may send to this machine."""
    running = start_harness(
        database_url,
        tmp_path_factory.mktemp("points"),
        registry_of({"simple": simple_rules}),
        webhook_networks=LOOPBACK,
        webhook_ports=",".join(map(str, (443, *range(1024, 65_536)))),
        webhook_http=True,
    )
    publish(running.client(), program({"retail": [("simple", {})], "hotel": [("simple", {})]}))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def retail(harness: Harness) -> Client:
    return _add_client(harness, "retail")


@pytest.fixture(scope="module")
def hotel(harness: Harness) -> Client:
    return _add_client(harness, "hotel")


@pytest.fixture(autouse=True)
def empty(harness: Harness) -> None:
    """Start without subscriptions."""
    for name in ("webhook_subscriptions", "webhook_deliveries"):
        harness.database[name].delete_many({})


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


def send(harness: Harness) -> int:
    """Send what is due, as a worker does; return how much."""
    policy = AddressPolicy(parse_networks(LOOPBACK), frozenset(range(1, 65_536)), allows_http=True)
    return webhooks.deliverer(harness, policy).run()


def deliveries(client: Client, subscription_id: str, **parts: Any) -> pb.ListDeliveriesResponse:
    request = pb.ListDeliveriesRequest(subscription_id=subscription_id, **parts)
    answer: pb.ListDeliveriesResponse = client.webhooks.ListDeliveries(request)
    return answer


def subscriptions(client: Client, **parts: Any) -> pb.ListSubscriptionsResponse:
    request = pb.ListSubscriptionsRequest(**parts)
    answer: pb.ListSubscriptionsResponse = client.webhooks.ListSubscriptions(request)
    return answer


def _id_of(made: pb.CreateSubscriptionResponse) -> str:
    return made.subscription.subscription_id


def test_an_event_reaches_its_subscriber_signed_with_the_secret_that_was_told(
    harness: Harness, retail: Client, receiver: Receiver
) -> None:
    made = retail.webhooks.CreateSubscription(webhooks.create(url=receiver.url))
    webhooks.happen(harness, "e1", business_id="retail", earned_points="20")
    assert send(harness) == 1
    (received,) = receiver.requests
    signed = harness.clock.now
    assert received.headers["webhook-timestamp"] == str(int(signed.timestamp()))
    verifier = Webhook(made.secret)
    expected = verifier.sign("e1", signed, received.body.decode())
    assert received.headers["webhook-signature"] == expected
    with pytest.raises(WebhookVerificationError, match=r"too (old|new)"):
        verifier.verify(received.body, received.headers)  # the test's clock is not the library's
    (delivery,) = deliveries(retail, made.subscription.subscription_id).deliveries
    assert delivery.state == pb.DELIVERY_STATE_DELIVERED
    assert [attempt.status_code for attempt in delivery.attempts] == [204]
    assert delivery.HasField("deliver_time")
    assert not delivery.HasField("next_attempt_time")


def test_a_business_is_told_of_its_own_events_only_and_the_group_of_all(
    harness: Harness, operator: Client, retail: Client, hotel: Client
) -> None:
    made = {
        "retail": retail.webhooks.CreateSubscription(webhooks.create("retail")),
        "hotel": hotel.webhooks.CreateSubscription(webhooks.create("hotel")),
        "group": operator.webhooks.CreateSubscription(webhooks.create("group")),
    }
    webhooks.happen(harness, "of-retail", business_id="retail")
    webhooks.happen(harness, "of-hotel", business_id="hotel")
    webhooks.happen(harness, "of-nobody", business_id="")
    told = {
        business: [each.event_id for each in deliveries(client, _id_of(made[business])).deliveries]
        for business, client in (("retail", retail), ("hotel", hotel), ("group", operator))
    }
    assert told["retail"] == ["of-retail"]
    assert told["hotel"] == ["of-hotel"]
    assert set(told["group"]) == {"of-retail", "of-hotel", "of-nobody"}


def test_a_business_has_no_part_in_what_others_subscribed_to(
    harness: Harness, operator: Client, retail: Client, hotel: Client
) -> None:
    for business_id in ("retail", "group"):
        failure = failure_of(
            partial(hotel.webhooks.CreateSubscription, webhooks.create(business_id))
        )
        assert (failure.code, failure.reason) == ("PERMISSION_DENIED", "NOT_GRANTED")
    made = retail.webhooks.CreateSubscription(webhooks.create())
    webhooks.happen(harness, "e1", business_id="retail")
    key, before = made.subscription.subscription_id, snapshot(harness)
    for call in (
        partial(hotel.webhooks.UpdateSubscription, webhooks.update(key)),
        partial(hotel.webhooks.DeleteSubscription, webhooks.delete(key)),
        partial(hotel.webhooks.RotateSecret, webhooks.rotate(key, 0)),
        partial(hotel.webhooks.RetryDelivery, webhooks.retry(key, "e1")),
        partial(hotel.webhooks.ListDeliveries, pb.ListDeliveriesRequest(subscription_id=key)),
    ):
        failure = failure_of(call)
        assert (failure.code, failure.reason) == ("NOT_FOUND", "SUBSCRIPTION_NOT_FOUND")
    assert snapshot(harness) == before
    assert list(subscriptions(hotel).subscriptions) == []
    assert list(subscriptions(operator).subscriptions) == [made.subscription]


def test_a_secret_is_told_to_its_own_request_and_stored_nowhere_in_the_clear(
    harness: Harness, retail: Client
) -> None:
    request = webhooks.create()
    made = retail.webhooks.CreateSubscription(request)
    key = made.subscription.subscription_id
    rotate = webhooks.rotate(key, 60)
    rotated = retail.webhooks.RotateSecret(rotate)
    assert rotated.secret != made.secret
    assert retail.webhooks.CreateSubscription(request) == made
    assert retail.webhooks.RotateSecret(rotate) == rotated
    stored = repr(snapshot(harness))
    for secret in (made.secret, rotated.secret):
        assert secret not in stored
        assert secret.removeprefix("whsec_") not in stored
        assert secret not in str(subscriptions(retail))


def test_after_a_rotation_without_overlap_the_old_secret_is_worth_nothing(
    harness: Harness, retail: Client, receiver: Receiver
) -> None:
    made = retail.webhooks.CreateSubscription(webhooks.create(url=receiver.url))
    key = made.subscription.subscription_id
    overlapping = retail.webhooks.RotateSecret(webhooks.rotate(key, 60)).subscription
    assert overlapping.HasField("previous_secret_expire_time")
    webhooks.happen(harness, "both", business_id="retail")
    send(harness)
    last = retail.webhooks.RotateSecret(webhooks.rotate(key, 0))
    assert not last.subscription.HasField("previous_secret_expire_time")
    webhooks.happen(harness, "one", business_id="retail")
    send(harness)
    both, one = (each.headers["webhook-signature"].split(" ") for each in receiver.requests)
    assert (len(both), len(one)) == (2, 1)
    body = receiver.requests[1].body.decode()
    assert one == [Webhook(last.secret).sign("one", harness.clock.now, body)]


def test_a_parked_delivery_is_sent_again_when_it_is_asked_for(
    harness: Harness, retail: Client, receiver: Receiver
) -> None:
    receiver.status = 410
    made = retail.webhooks.CreateSubscription(webhooks.create(url=receiver.url))
    key = made.subscription.subscription_id
    webhooks.happen(harness, "e1", business_id="retail")
    send(harness)
    (gone,) = subscriptions(retail).subscriptions
    assert (gone.state, gone.disabled_reason) == (pb.SUBSCRIPTION_STATE_DISABLED, "gone")
    (parked,) = deliveries(retail, key, state=pb.DELIVERY_STATE_PARKED).deliveries
    assert parked.attempts[0].error == "answered 410"
    enabled = retail.webhooks.UpdateSubscription(webhooks.update(key, url=receiver.url))
    assert enabled.subscription.state == pb.SUBSCRIPTION_STATE_ENABLED
    assert not enabled.subscription.disabled_reason
    receiver.status = 200
    request = webhooks.retry(key, "e1")
    retried = retail.webhooks.RetryDelivery(request)
    assert retried.delivery.state == pb.DELIVERY_STATE_WAITING
    assert retail.webhooks.RetryDelivery(request) == retried
    assert send(harness) == 1
    assert receiver.event_ids == ["e1", "e1"]
    assert retail.webhooks.RetryDelivery(request) == retried, "as it was answered"
    done = failure_of(partial(retail.webhooks.RetryDelivery, webhooks.retry(key, "e1")))
    assert (done.code, done.reason) == ("FAILED_PRECONDITION", "DELIVERY_DONE")
    other = failure_of(
        partial(retail.webhooks.RetryDelivery, webhooks.retry(key, "e2", request.request_id))
    )
    assert other.reason == "REQUEST_ID_REUSED"
    never = failure_of(partial(retail.webhooks.RetryDelivery, webhooks.retry(key, "never")))
    assert (never.code, never.reason) == ("NOT_FOUND", "DELIVERY_NOT_FOUND")


def test_a_disabled_subscription_is_told_nothing_and_its_backlog_waits(
    harness: Harness, retail: Client, receiver: Receiver
) -> None:
    made = retail.webhooks.CreateSubscription(webhooks.create(url=receiver.url))
    key = made.subscription.subscription_id
    webhooks.happen(harness, "before", business_id="retail")
    disable = webhooks.update(key, url=receiver.url, state=pb.SUBSCRIPTION_STATE_DISABLED)
    assert retail.webhooks.UpdateSubscription(disable).subscription.disabled_reason == "asked"
    assert send(harness) == 0
    retail.webhooks.UpdateSubscription(webhooks.update(key, url=receiver.url))
    assert send(harness) == 1
    assert receiver.event_ids == ["before"]


def test_a_deleted_subscription_is_gone(harness: Harness, retail: Client) -> None:
    key = retail.webhooks.CreateSubscription(webhooks.create()).subscription.subscription_id
    webhooks.happen(harness, "e1", business_id="retail")
    request = webhooks.delete(key)
    retail.webhooks.DeleteSubscription(request)
    assert retail.webhooks.DeleteSubscription(request) == pb.DeleteSubscriptionResponse()
    assert list(subscriptions(retail).subscriptions) == []
    again = failure_of(partial(retail.webhooks.DeleteSubscription, webhooks.delete(key)))
    assert again.reason == "SUBSCRIPTION_NOT_FOUND"
    assert send(harness) == 0


def test_lists_go_page_by_page(harness: Harness, retail: Client) -> None:
    made = [retail.webhooks.CreateSubscription(webhooks.create()).subscription for _ in range(3)]
    first = subscriptions(retail, page_size=2)
    second = subscriptions(retail, page_size=2, page_token=first.next_page_token)
    assert [*first.subscriptions, *second.subscriptions] == made
    assert not second.next_page_token
    key, seen, token = made[0].subscription_id, [], ""
    for number in range(5):
        webhooks.happen(harness, f"e{number}", business_id="retail")
        harness.clock.advance(seconds=1)
    while True:
        page = deliveries(retail, key, page_size=2, page_token=token)
        seen += [each.event_id for each in page.deliveries]
        token = page.next_page_token
        if not token:
            break
    assert seen == ["e4", "e3", "e2", "e1", "e0"]
    assert list(deliveries(retail, key, state=pb.DELIVERY_STATE_PARKED).deliveries) == []


def test_a_business_has_at_most_twenty_subscriptions(operator: Client, retail: Client) -> None:
    for _ in range(20):
        made = retail.webhooks.CreateSubscription(webhooks.create())
    request = webhooks.create()
    failure = failure_of(partial(retail.webhooks.CreateSubscription, request))
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "LIMIT_REACHED")
    assert failure.metadata == {"limit": "subscriptions", "maximum": "20"}
    operator.webhooks.CreateSubscription(webhooks.create("group"))
    retail.webhooks.DeleteSubscription(webhooks.delete(made.subscription.subscription_id))
    again = failure_of(partial(retail.webhooks.CreateSubscription, request))
    assert again.message == failure.message, "a refusal is remembered"
    retail.webhooks.CreateSubscription(webhooks.create())
