"""Parts of requests about webhooks, from messages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loyalty.points.v1 import webhook_service_pb2 as pb
from loyalty_chassis.validation import Fields
from loyalty_chassis.webhooks.addresses import AddressPolicy, AddressRefused, parse_address
from loyalty_chassis.webhooks.deliveries import DeliveryState
from loyalty_chassis.webhooks.subscriptions import ANY_TYPE, SubscriptionState

from loyalty_points.events.envelopes import EVENT_TYPES
from loyalty_points.rpc.enums import members_of
from loyalty_points.rpc.ids import read_ulid

TYPES_MAX = 50
OVERLAP_SECONDS_MAX = 7 * 86_400
_EVENT_ID = re.compile(r"[A-Za-z0-9_.:|/-]{1,200}")
_DELIVERY_STATES = members_of(pb.DeliveryState, DeliveryState)
_SUBSCRIPTION_STATES = members_of(
    pb.SubscriptionState, (SubscriptionState.ENABLED, SubscriptionState.DISABLED)
)


def read_subscription_id(fields: Fields, value: str) -> str:
    """Check a subscription's id."""
    return read_ulid(fields, value, "subscription_id")


def read_event_id(fields: Fields, value: str) -> str:
    """Check an event's id."""
    must = "1 to 200 of [A-Za-z0-9_.:|/-]"
    return fields.matches(value, "event_id", _EVENT_ID, must)


def read_url(fields: Fields, value: str, policy: AddressPolicy) -> str:
    """Check an address that events are to be sent to; its name is looked up when they are."""
    try:
        parse_address(value, policy)
    except AddressRefused as refused:
        allowing = f" (unless the service's setting {refused.setting} allows it)"
        why = f"{refused}{allowing if refused.setting else ''}"
        fields.wrong("url", why if value else "must be set")
    return value


def read_event_types(fields: Fields, values: Sequence[str]) -> tuple[str, ...]:
    """Return the types of events wanted, or note what is wrong."""
    if not fields.count(values, "event_types", 1, TYPES_MAX):
        return ()
    paths = [(f"event_types[{index}]", value) for index, value in enumerate(values)]
    for path, value in paths:
        if value != ANY_TYPE and value not in EVENT_TYPES:
            fields.wrong(path, 'must be a type of event, as the list of events has it, or "*"')
    fields.unlike(paths)
    if ANY_TYPE in values and len(values) > 1:
        fields.wrong("event_types", 'must hold nothing else where it holds "*"')
    return tuple(values)


def read_is_enabled(fields: Fields, value: pb.SubscriptionState) -> bool:
    """Return whether a subscription shall be enabled, or note what is wrong."""
    if value not in _SUBSCRIPTION_STATES:
        fields.wrong("state", "must be a known state")
    return value == pb.SUBSCRIPTION_STATE_ENABLED


def read_delivery_state(fields: Fields, value: pb.DeliveryState) -> DeliveryState | None:
    """Return the state of the deliveries wanted, None for all, or note what is wrong."""
    if value and value not in _DELIVERY_STATES:
        fields.wrong("state", "must be a known state")
    return _DELIVERY_STATES.get(value)
