"""Requests about webhooks, and a world in which each of them is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from loyalty.points.v1 import webhook_service_pb2 as pb
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.webhooks import store
from loyalty_chassis.webhooks.addresses import AddressPolicy
from loyalty_chassis.webhooks.delivering import Deliverer
from loyalty_chassis.webhooks.fan_out import deliveries_of_event
from loyalty_chassis.webhooks.sending import Sender
from loyalty_chassis.webhooks.signing import SecretBox
from loyalty_chassis.webhooks.subscriptions import Subscription, SubscriptionState

from support import build
from support.harness import Client, Harness

if TYPE_CHECKING:
    from support.requests.valid_requests import World

PURCHASE = "loyalty.points.v1.PurchaseRecorded"
ENROLLED = "loyalty.points.v1.MemberEnrolled"
EVENTS = ("webhook-event-1", "webhook-event-2")
CALLED = "7" + "Z" * 25
"""The subscription that a journey of a program calls."""


def create(business_id: str = "retail", **parts: Any) -> pb.CreateSubscriptionRequest:
    content: dict[str, Any] = {
        "request_id": build.fresh(),
        "url": "https://app.example/hook",
        "event_types": [PURCHASE, ENROLLED],
    }
    return pb.CreateSubscriptionRequest(business_id=business_id, **{**content, **parts})


def update(subscription_id: str, **parts: Any) -> pb.UpdateSubscriptionRequest:
    content: dict[str, Any] = {
        "request_id": build.fresh(),
        "url": "https://app.example/hook",
        "event_types": [PURCHASE],
        "state": pb.SUBSCRIPTION_STATE_ENABLED,
    }
    return pb.UpdateSubscriptionRequest(subscription_id=subscription_id, **{**content, **parts})


def delete(subscription_id: str, request_id: str = "") -> pb.DeleteSubscriptionRequest:
    return pb.DeleteSubscriptionRequest(
        request_id=request_id or build.fresh(), subscription_id=subscription_id
    )


def rotate(subscription_id: str, seconds: int, request_id: str = "") -> pb.RotateSecretRequest:
    return pb.RotateSecretRequest(
        request_id=request_id or build.fresh(),
        subscription_id=subscription_id,
        overlap_seconds=seconds,
    )


def retry(subscription_id: str, event_id: str, request_id: str = "") -> pb.RetryDeliveryRequest:
    return pb.RetryDeliveryRequest(
        request_id=request_id or build.fresh(), subscription_id=subscription_id, event_id=event_id
    )


def happen(harness: Harness, event_id: str, kind: str = PURCHASE, **data: Any) -> None:
    """Let an event come to whoever subscribed to it, as the consumer does."""
    event = Event(event_id, kind, "loyalty/points", "account", harness.clock(), data)
    harness.parts.unit_of_work.commit(deliveries_of_event(event, harness.clock))


def called(url: str, box: SecretBox, now: datetime) -> Subscription:
    """Return the subscription that programs name; it asks for nothing of journeys."""
    return Subscription(
        subscription_id=CALLED,
        version=1,
        business_id="group",
        url=url,
        event_types=(ENROLLED,),
        state=SubscriptionState.ENABLED,
        disabled_reason="",
        create_time=now,
        client_id="operator",
        secret=box.seal(box.new()),
    )


def prepare_called(harness: Harness) -> None:
    """Keep the subscription that programs name."""
    parts = harness.parts
    kept = called("https://app.example/journeys", parts.webhook_secrets, harness.clock())
    parts.unit_of_work.commit([store.insert_subscription(kept)])


def prepare(harness: Harness) -> None:
    """Make two subscriptions, and two deliveries to the first."""
    client = harness.client()
    client.webhooks.CreateSubscription(create())
    for event_id in EVENTS:
        happen(harness, event_id, business_id="retail")
    client.webhooks.CreateSubscription(create())


def deliverer(harness: Harness, policy: AddressPolicy) -> Deliverer:
    """Return what sends the deliveries of a service, as its worker has it."""
    parts = harness.parts
    sender = Sender(policy, 5.0)
    return Deliverer(parts.unit_of_work, sender, parts.webhook_secrets, parts.clock)


def send_in_vain(harness: Harness) -> None:
    """Let every delivery that is due be tried, and fail: its address is not public."""
    parts = harness.parts
    sender = Sender(AddressPolicy(), 1, resolve=lambda _host, _port: ["127.0.0.1"])
    sent = Deliverer(parts.unit_of_work, sender, parts.webhook_secrets, parts.clock).run()
    assert sent == len(EVENTS)


def _first(client: Client) -> tuple[str, str]:
    """Return the id of the first subscription, and the token of the page after it."""
    answer = client.webhooks.ListSubscriptions(pb.ListSubscriptionsRequest(page_size=1))
    return answer.subscriptions[0].subscription_id, answer.next_page_token


def _id(world: World) -> str:
    return _first(world.harness.client())[0]


def _deliveries(world: World) -> pb.ListDeliveriesRequest:
    request = pb.ListDeliveriesRequest(
        subscription_id=_id(world), state=pb.DELIVERY_STATE_WAITING, page_size=1
    )
    answer = world.harness.client().webhooks.ListDeliveries(request)
    request.page_token = answer.next_page_token
    return request


VALID: Mapping[str, Callable[[World], Any]] = {
    "CreateSubscription": lambda _world: create(),
    "UpdateSubscription": lambda world: update(_id(world)),
    "DeleteSubscription": lambda world: delete(_id(world)),
    "ListSubscriptions": lambda world: pb.ListSubscriptionsRequest(
        page_size=1, page_token=_first(world.harness.client())[1]
    ),
    "RotateSecret": lambda world: rotate(_id(world), 60),
    "ListDeliveries": _deliveries,
    "RetryDelivery": lambda world: retry(_id(world), EVENTS[0]),
}
