"""Webhooks and events: what is allowed after all, and what more is wrong."""

from __future__ import annotations

from support.requests.nonsense.rows import (
    BUSINESS_ID,
    EVENT_TYPES,
    PARKED_EVENT_ID,
    REQUEST_ID,
    SUBSCRIPTION_ID,
    URL,
    Expect,
    Row,
    missing,
    row,
    to,
)

FOLLOWING: dict[str, Row] = {
    # Webhooks
    "CreateSubscriptionRequest.request_id": REQUEST_ID,
    "CreateSubscriptionRequest.business_id": BUSINESS_ID,
    "CreateSubscriptionRequest.url": URL,
    "CreateSubscriptionRequest.event_types": EVENT_TYPES,
    "UpdateSubscriptionRequest.request_id": REQUEST_ID,
    "UpdateSubscriptionRequest.subscription_id": SUBSCRIPTION_ID,
    "UpdateSubscriptionRequest.url": URL,
    "UpdateSubscriptionRequest.event_types": EVENT_TYPES,
    "UpdateSubscriptionRequest.state": row(),
    "DeleteSubscriptionRequest.request_id": REQUEST_ID,
    "DeleteSubscriptionRequest.subscription_id": SUBSCRIPTION_ID,
    "ListSubscriptionsRequest.page_size": row("zero", "largest"),
    "ListSubscriptionsRequest.page_token": row("empty"),
    "RotateSecretRequest.request_id": REQUEST_ID,
    "RotateSecretRequest.subscription_id": SUBSCRIPTION_ID,
    "RotateSecretRequest.overlap_seconds": row(
        "zero", above_a_week=to("overlap_seconds", 7 * 86_400 + 1)
    ),
    "ListDeliveriesRequest.subscription_id": SUBSCRIPTION_ID,
    "ListDeliveriesRequest.state": row(instead={"unset enum": Expect(field="page_token")}),
    "ListDeliveriesRequest.page_size": row("zero", "largest"),
    "ListDeliveriesRequest.page_token": row("empty"),
    "RetryDeliveryRequest.request_id": REQUEST_ID,
    "RetryDeliveryRequest.subscription_id": SUBSCRIPTION_ID,
    "RetryDeliveryRequest.event_id": row(
        unknown=to("event_id", "never-happened"),
        instead={"unknown": missing("DELIVERY", "event_id")},
    ),
    # Events
    # The page token is that of another list then.
    "ListParkedEventsRequest.consumer": row(
        another=to("consumer", "others"),
        instead={
            "empty": Expect(field="page_token"),
            "another": Expect(field="page_token"),
        },
    ),
    "ListParkedEventsRequest.page_size": row("zero", "largest"),
    "ListParkedEventsRequest.page_token": row("empty"),
    "GetParkedEventRequest.parked_event_id": PARKED_EVENT_ID,
    "RetryParkedEventRequest.request_id": REQUEST_ID,
    "RetryParkedEventRequest.parked_event_id": PARKED_EVENT_ID,
    "DropParkedEventRequest.request_id": REQUEST_ID,
    "DropParkedEventRequest.parked_event_id": PARKED_EVENT_ID,
}
