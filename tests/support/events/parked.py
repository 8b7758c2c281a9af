"""Parked events, requests about them, and a world in which each of them is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from loyalty.points.v1 import event_service_pb2 as pb
from loyalty_chassis.clock import system_clock
from loyalty_chassis.events.deliveries import (
    PARKED,
    DeliveryDocument,
    Message,
    Trouble,
    delivery_document,
)
from loyalty_chassis.storage.collections import collection_of

from support import build
from support.clocks import NOON
from support.events.eventing import event_of
from support.harness import Client

if TYPE_CHECKING:
    from support.requests.valid_requests import World

CONSUMER = "journeys"
IN_A_WORLD = 3


def parked_document(consumer: str = CONSUMER) -> dict[str, Any]:
    """Return the document of a new event that is parked."""
    event = event_of(build.fresh("account"), 7)
    message = Message(event.to_json(), {"traceparent": "00-1"})
    trouble = Trouble("ValueError: broken", PARKED, 0, attempts=6)
    return delivery_document(consumer, event, message, trouble, system_clock())


def park(consumer: str = CONSUMER) -> str:
    """Park a new event; return what it is called."""
    document = parked_document(consumer)
    collection_of(DeliveryDocument).insert_one(document)
    return str(document["delivery_id"])


def prepare() -> None:
    """Park some events."""
    for _ in range(IN_A_WORLD):
        park()


def retry(parked_event_id: str, request_id: str = "") -> pb.RetryParkedEventRequest:
    return pb.RetryParkedEventRequest(
        request_id=request_id or build.fresh(), parked_event_id=parked_event_id
    )


def drop(parked_event_id: str, request_id: str = "") -> pb.DropParkedEventRequest:
    return pb.DropParkedEventRequest(
        request_id=request_id or build.fresh(), parked_event_id=parked_event_id
    )


def _first(client: Client) -> tuple[str, str]:
    """Return the first event that is parked, and the token of the page after it."""
    request = pb.ListParkedEventsRequest(consumer=CONSUMER, page_size=1)
    answer = client.events.ListParkedEvents(request)
    return answer.events[0].parked_event_id, answer.next_page_token


def _id(world: World) -> str:
    return _first(world.harness.client())[0]


VALID: Mapping[str, Callable[[World], Any]] = {
    "GetEventStatus": lambda _world: pb.GetEventStatusRequest(),
    "ListParkedEvents": lambda world: pb.ListParkedEventsRequest(
        consumer=CONSUMER, page_size=1, page_token=_first(world.harness.client())[1]
    ),
    "GetParkedEvent": lambda world: pb.GetParkedEventRequest(parked_event_id=_id(world)),
    "RetryParkedEvent": lambda world: retry(_id(world)),
    "DropParkedEvent": lambda world: drop(_id(world)),
    "RebuildSegments": lambda _world: pb.RebuildSegmentsRequest(from_time=build.timestamp(NOON)),
}
