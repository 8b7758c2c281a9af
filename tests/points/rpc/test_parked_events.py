"""What operators see of events, and do with those that a consumer could not handle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import pytest
from loyalty.points.v1 import event_service_pb2 as pb
from loyalty_chassis.events.consumers import Consumer
from loyalty_chassis.events.deliveries import Message
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.handling import Outcome
from loyalty_chassis.events.outbox import to_outbox
from loyalty_chassis.events.processor import Processor, retry_due
from loyalty_chassis.storage.writes import Write

from support import build
from support.events import parked
from support.events.eventing import TYPE, event_of
from support.harness import Client, Harness, failure_of
from support.together import at_once


class Handler:
    """Fails until it is mended."""

    def __init__(self) -> None:
        self.is_mended = False
        self.handled: list[str] = []

    def __call__(self, event: Event) -> Sequence[Write]:
        if not self.is_mended:
            raise ValueError("no such coupon")
        self.handled.append(event.event_id)
        return ()


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture
def processor(harness: Harness, handler: Handler) -> Processor:
    consumer = Consumer(f"c-{build.fresh('').lower()[-20:]}", (TYPE,), handler, retry_seconds=())
    return Processor(consumer, harness.parts.unit_of_work, harness.clock)


def listed(client: Client, consumer: str, page_size: int = 2) -> list[pb.ParkedEvent]:
    found: list[pb.ParkedEvent] = []
    request = pb.ListParkedEventsRequest(consumer=consumer, page_size=page_size)
    while True:
        page = client.events.ListParkedEvents(request)
        assert len(page.events) <= page_size
        found += page.events
        request.page_token = page.next_page_token
        if not request.page_token:
            return found


def get(client: Client, parked_event_id: str) -> pb.ParkedEvent:
    request = pb.GetParkedEventRequest(parked_event_id=parked_event_id)
    event: pb.ParkedEvent = client.events.GetParkedEvent(request).event
    return event


def backlog(client: Client, consumer: str) -> tuple[int, int]:
    """Return how many events of a consumer wait and are parked."""
    consumers = client.events.GetEventStatus(pb.GetEventStatusRequest()).consumers
    return next(
        (
            (each.waiting_count, each.parked_count)
            for each in consumers
            if each.consumer == consumer
        ),
        (0, 0),
    )


def test_parked_events_are_listed_page_by_page_and_shown_whole(
    operator: Client, processor: Processor
) -> None:
    events = [event_of("account-1", number) for number in range(1, 6)]
    for event in events:
        processor.take(Message(event.to_json(), {"traceparent": "00-1", "count": 7}))
    processor.take(Message(b"\xff no event", {}))
    found = listed(operator, processor.consumer.name)
    assert [each.event_id for each in found] == [*(event.event_id for event in events), ""]
    assert not any(each.body or each.headers for each in found)
    whole = get(operator, found[0].parked_event_id)
    assert whole.body == events[0].to_json()
    assert {each.name: each.value for each in whole.headers} == {
        "traceparent": "00-1",
        "count": "7",
    }
    told = (whole.type, whole.subject, whole.sequence, whole.error, whole.attempt_count)
    assert told == (TYPE, "account-1", 1, "ValueError: no such coupon", 1)
    assert get(operator, found[5].parked_event_id).body == b"\xff no event"
    assert backlog(operator, processor.consumer.name) == (0, 6)
    everything = listed(operator, "", page_size=200)
    assert {each.parked_event_id for each in found} <= {each.parked_event_id for each in everything}


def test_a_retry_works_after_the_fix_and_once(
    operator: Client, processor: Processor, handler: Handler
) -> None:
    event = event_of("account-2", 1)
    message = Message(event.to_json(), {})
    assert processor.take(message) is Outcome.PARKED
    [found] = listed(operator, processor.consumer.name)
    operator.events.RetryParkedEvent(parked.retry(found.parked_event_id))
    assert backlog(operator, processor.consumer.name) == (1, 0)
    retry_due([processor], 10)
    assert backlog(operator, processor.consumer.name) == (0, 1)  # it was not mended yet
    handler.is_mended = True
    operator.events.RetryParkedEvent(parked.retry(found.parked_event_id))
    retry_due([processor], 10)
    assert backlog(operator, processor.consumer.name) == (0, 0)
    assert processor.take(message) is Outcome.REPEATED
    assert handler.handled == [event.event_id]


def test_a_dropped_event_is_never_handled_even_if_it_comes_again(
    operator: Client, processor: Processor, handler: Handler
) -> None:
    messages = [Message(event_of("account-3", 1).to_json(), {}), Message(b"no event", {})]
    for message in messages:
        processor.take(message)
    for found in listed(operator, processor.consumer.name):
        operator.events.DropParkedEvent(parked.drop(found.parked_event_id))
    handler.is_mended = True
    assert [processor.take(message) for message in messages] == [Outcome.REPEATED] * 2
    assert handler.handled == []
    assert listed(operator, processor.consumer.name) == []


def test_of_many_who_retry_and_drop_at_once_one_prevails(
    operator: Client, processor: Processor, handler: Handler
) -> None:
    event = event_of("account-4", 1)
    processor.take(Message(event.to_json(), {}))
    [found] = listed(operator, processor.consumer.name)
    handler.is_mended = True
    calls = [
        partial(operator.events.RetryParkedEvent, parked.retry(found.parked_event_id))
        if number % 2
        else partial(operator.events.DropParkedEvent, parked.drop(found.parked_event_id))
        for number in range(8)
    ]
    failures = [answer for answer in at_once(calls) if hasattr(answer, "reason")]
    assert [failure.reason for failure in failures] == ["PARKED_EVENT_NOT_FOUND"] * 7
    retry_due([processor], 10)
    assert processor.take(Message(event.to_json(), {})) is Outcome.REPEATED
    assert len(handler.handled) <= 1
    assert backlog(operator, processor.consumer.name) == (0, 0)


@pytest.mark.parametrize("rpc", ["GetParkedEvent", "RetryParkedEvent", "DropParkedEvent"])
def test_an_event_that_is_not_parked_is_not_found(operator: Client, rpc: str) -> None:
    unknown = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    request = getattr(pb, f"{rpc}Request")(parked_event_id=unknown)
    if hasattr(request, "request_id"):
        request.request_id = build.fresh()
    failure = failure_of(partial(getattr(operator.events, rpc), request))
    assert (failure.code, failure.reason) == ("NOT_FOUND", "PARKED_EVENT_NOT_FOUND")
    assert failure.metadata == {"parked_event_id": unknown}


def test_the_status_tells_how_old_the_oldest_unpublished_event_is(
    harness: Harness, operator: Client
) -> None:
    for table in ("entries", "outbox"):
        harness.database[table].update_many({}, {"$unset": {"unpublished_ms": 1}})
    status = operator.events.GetEventStatus(pb.GetEventStatusRequest())
    assert (status.relay.lag_milliseconds, status.relay.HasField("oldest_time")) == (0, False)
    old = Event(build.fresh(), TYPE, "test", "s", harness.clock() - timedelta(seconds=90), {})
    harness.parts.unit_of_work.commit((to_outbox([old]),))
    status = operator.events.GetEventStatus(pb.GetEventStatusRequest())
    assert status.relay.lag_milliseconds == 90_000
    assert status.relay.oldest_time.ToDatetime(old.time.tzinfo) == old.time
