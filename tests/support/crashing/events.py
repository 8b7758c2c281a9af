"""Operations of the crash matrix about parked events."""

from __future__ import annotations

from typing import Any

from loyalty.points.v1 import event_service_pb2 as pb

from support.crashing.operations import Operation
from support.crashing.stored import stored_collection
from support.events import parked
from support.harness import Client

_keys: dict[str, str] = {}
"""The stored documents of what was parked here, by what an operator calls it."""


def _park() -> str:
    document = parked.parked_document()
    with stored_collection("event_deliveries") as stored:
        stored.insert_one(document)
    _keys[document["delivery_id"]] = document["_id"]
    return str(document["delivery_id"])


def _waits(_client: Client, request: Any) -> None:
    with stored_collection("event_deliveries") as stored:
        [found] = stored.find({"delivery_id": request.parked_event_id})
    assert (found["state"], found["attempts"]) == ("WAITING", 0)


def _is_dropped(client: Client, request: Any) -> None:
    asked = pb.ListParkedEventsRequest(consumer=parked.CONSUMER, page_size=200)
    listed = client.events.ListParkedEvents(asked).events
    assert request.parked_event_id not in {each.parked_event_id for each in listed}
    with stored_collection("event_inbox") as stored:
        assert stored.find_one({"_id": _keys[request.parked_event_id]})["outcome"] == "DROPPED"


EVENTS = (
    Operation(
        "retry parked event",
        lambda _client: parked.retry(_park()),
        lambda client, request: client.events.RetryParkedEvent(request),
        _waits,
        is_alone=True,
    ),
    Operation(
        "drop parked event",
        lambda _client: parked.drop(_park()),
        lambda client, request: client.events.DropParkedEvent(request),
        _is_dropped,
        is_alone=True,
    ),
)
