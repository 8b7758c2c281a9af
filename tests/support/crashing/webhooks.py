"""Operations of the crash matrix about webhooks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from loyalty.points.v1 import webhook_service_pb2 as pb
from loyalty_chassis.webhooks import deliveries
from loyalty_chassis.webhooks.deliveries import DeliveryState, WebhookDelivery, order_of

from support import build
from support.crashing.operations import Operation
from support.crashing.stored import stored_collection
from support.harness import Client
from support.webhooks import asking as webhooks

ROOM = 15
"""Subscriptions that may be there before the old ones are deleted: a business has 20."""


def _all(client: Client) -> list[pb.Subscription]:
    asked = pb.ListSubscriptionsRequest(page_size=200)
    return list(client.webhooks.ListSubscriptions(asked).subscriptions)


def _subscribed(client: Client) -> str:
    """Return the id of a new subscription; delete the oldest where there are many."""
    known = _all(client)
    for each in known[: max(0, len(known) - ROOM)]:
        client.webhooks.DeleteSubscription(webhooks.delete(each.subscription_id))
    build.enroll(client)  # for the audit to have something to look at
    answer = client.webhooks.CreateSubscription(webhooks.create())
    return str(answer.subscription.subscription_id)


def _create(client: Client) -> Any:
    _subscribed(client)
    return webhooks.create(url=f"https://app.example/{build.fresh()}")


def _is_there_once(client: Client, request: Any) -> None:
    assert [each.url for each in _all(client)].count(request.url) == 1


def _update(client: Client) -> Any:
    return webhooks.update(_subscribed(client), url=f"https://app.example/{build.fresh()}")


def _is_gone(client: Client, request: Any) -> None:
    assert request.subscription_id not in {each.subscription_id for each in _all(client)}


def _is_changed_once(client: Client, request: Any) -> None:
    (told,) = [each for each in _all(client) if each.subscription_id == request.subscription_id]
    assert told.HasField("previous_secret_expire_time")
    with stored_collection("webhook_subscriptions") as stored:
        assert stored.find_one({"_id": request.subscription_id})["version"] == 2


def _retry(client: Client) -> Any:
    request = webhooks.retry(_subscribed(client), build.fresh("event"))
    now = datetime.now(UTC)
    waiting = WebhookDelivery(
        subscription_id=request.subscription_id,
        event_id=request.event_id,
        event_type=webhooks.PURCHASE,
        body=b"{}",
        order=order_of(0, request.event_id),
        create_time=now,
    )
    parked = replace(waiting, state=DeliveryState.PARKED, tries=13)
    with stored_collection("webhook_deliveries") as stored:
        stored.insert_one(deliveries.to_document(parked))
    return request


def _waits(client: Client, request: Any) -> None:
    asked = pb.ListDeliveriesRequest(subscription_id=request.subscription_id)
    (told,) = client.webhooks.ListDeliveries(asked).deliveries
    assert told.state == pb.DELIVERY_STATE_WAITING
    assert told.HasField("next_attempt_time")


def _operation(
    name: str, prepare: Callable[[Client], Any], check: Callable[[Client, Any], None]
) -> Operation:
    rpc = name.title().replace(" ", "")

    def send(client: Client, request: Any) -> Any:
        return getattr(client.webhooks, rpc)(request)

    return Operation(name, prepare, send, check, is_alone=True)


WEBHOOKS = (
    _operation("create subscription", _create, _is_there_once),
    _operation("update subscription", _update, _is_there_once),
    _operation(
        "delete subscription", lambda client: webhooks.delete(_subscribed(client)), _is_gone
    ),
    _operation(
        "rotate secret", lambda client: webhooks.rotate(_subscribed(client), 60), _is_changed_once
    ),
    _operation("retry delivery", _retry, _waits),
)
