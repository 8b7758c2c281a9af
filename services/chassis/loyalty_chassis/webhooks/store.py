"""Subscriptions and deliveries: reads, and writes as data for the unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.shared_reads import SharedRead
from loyalty_chassis.storage.writes import Delete, Insert, Update, Write
from loyalty_chassis.webhooks import deliveries, subscriptions
from loyalty_chassis.webhooks.deliveries import (
    DeliveryState,
    WebhookDelivery,
    WebhookDeliveryDocument,
)
from loyalty_chassis.webhooks.subscriptions import (
    Subscription,
    SubscriptionDocument,
    SubscriptionState,
)


def insert_subscription(subscription: Subscription) -> Insert:
    """Keep a new subscription."""
    return Insert(SubscriptionDocument, (subscriptions.to_document(subscription),))


def update_subscription(changed: Subscription) -> Update:
    """Change a subscription, if it still has the version that `changed` was made from."""
    document = subscriptions.to_document(replace(changed, version=changed.version + 1))
    guard = {"_id": document.pop("_id"), "version": changed.version}
    return Update(SubscriptionDocument, guard, {"$set": document})


def delete_subscription(subscription: Subscription) -> Delete:
    """Forget a subscription that has no deliveries left."""
    guard = {"_id": subscription.subscription_id, "version": subscription.version}
    return Delete(SubscriptionDocument, guard)


def read_subscription(subscription_id: str) -> Subscription | None:
    """Return a subscription, unless there is none or it was deleted."""
    found = collection_of(SubscriptionDocument).find_one({"_id": subscription_id})
    subscription = None if found is None else subscriptions.from_document(found)
    if subscription is None or subscription.state is SubscriptionState.DELETED:
        return None
    return subscription


def read_subscriptions(*states: SubscriptionState) -> list[Subscription]:
    """Return the subscriptions in these states, oldest first. They are few."""
    query = {"state": {"$in": [state.value for state in states]}}
    found = collection_of(SubscriptionDocument).find(query).sort("_id", 1)
    return [subscriptions.from_document(document) for document in found]


_enabled = SharedRead(lambda: read_subscriptions(SubscriptionState.ENABLED))


def enabled_subscriptions() -> list[Subscription]:
    """Return those that are told of events, as of now; one read for all who ask meanwhile."""
    return _enabled.get()


def insert_deliveries(new: Sequence[WebhookDelivery]) -> Insert:
    """Keep new deliveries, one or more, in one command."""
    return Insert(WebhookDeliveryDocument, [deliveries.to_document(each) for each in new])


def claim_delivery(delivery: WebhookDelivery, until_ms: int) -> Update:
    """Take a delivery for oneself until then, if nobody has since it was read."""
    return Update(WebhookDeliveryDocument, _guard(delivery), {"$set": {"due_ms": until_ms}})


def update_delivery(before: WebhookDelivery, after: WebhookDelivery) -> Update:
    """Keep what became of a delivery, if it is as it was before."""
    change = {"$set": deliveries.progress_of(after)}
    return Update(WebhookDeliveryDocument, _guard(before), change)


def update_claimed(claimed: WebhookDelivery, until_ms: int, after: WebhookDelivery) -> Update:
    """Keep what became of a delivery that was taken until then, if it is not over."""
    return update_delivery(replace(claimed, due_ms=until_ms), after)


def delete_deliveries(ended: Sequence[WebhookDelivery]) -> list[Write]:
    """Forget deliveries, each if it is as it was read."""
    return [Delete(WebhookDeliveryDocument, _guard(each)) for each in ended]


def read_delivery(subscription_id: str, event_id: str) -> WebhookDelivery | None:
    """Return the delivery of an event to a subscription."""
    key = f"{subscription_id}|{event_id}"
    found = collection_of(WebhookDeliveryDocument).find_one({"_id": key})
    return None if found is None else deliveries.from_document(found)


def due_deliveries(subscription_id: str, until_ms: int, count: int) -> list[WebhookDelivery]:
    """Return up to so many of a subscription that are due then, the most overdue first."""
    query = {"subscription_id": subscription_id, "due_ms": {"$gt": 0, "$lte": until_ms}}
    return _read(query, [("due_ms", 1)], count)


def read_deliveries(
    subscription_id: str, state: DeliveryState | None, before: str, count: int
) -> list[WebhookDelivery]:
    """Return up to so many deliveries, newest first, those below `before` if it is set."""
    query: Document = {"subscription_id": subscription_id}
    if state is not None:
        query["state"] = state.value
    if before:
        query["order"] = {"$lt": before}
    return _read(query, [("order", -1)], count)


def ended_deliveries(until_ms: int, count: int) -> list[WebhookDelivery]:
    """Return up to so many that were delivered until then, the oldest first."""
    return _read({"end_ms": {"$gt": 0, "$lte": until_ms}}, [("end_ms", 1)], count)


def _read(query: Document, order: list[tuple[str, int]], count: int) -> list[WebhookDelivery]:
    found = collection_of(WebhookDeliveryDocument).find(query).sort(order).limit(count)
    return [deliveries.from_document(document) for document in found]


def _guard(delivery: WebhookDelivery) -> Document:
    return {
        "_id": delivery.delivery_id,
        "state": delivery.state.value,
        "due_ms": delivery.due_ms,
    }
