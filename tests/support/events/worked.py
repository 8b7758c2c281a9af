"""What a worker leaves behind, by its own parts, one after the other in this process."""

from __future__ import annotations

from datetime import timedelta

from loyalty.points.v1 import journey_pb2
from loyalty_chassis.events.consumers import Consumer
from loyalty_chassis.events.lease import Lease
from loyalty_chassis.events.processor import Processor
from loyalty_chassis.events.relay_documents import count_of
from loyalty_chassis.worker.scheduled import DueTimes, Every, ScheduledJob
from loyalty_points.domain.journeys.reach import Reach
from loyalty_points.events.catalogue import events_of
from loyalty_points.store.outbox import EntryOutbox
from loyalty_points.store.reaches import WaitingReaches, keep_reach
from loyalty_points.use_cases.journeys.act_on_reaches import act_on_reaches
from loyalty_points.worker.journeys import journey_consumer
from loyalty_points.worker.segments import segment_consumer
from loyalty_points.worker.webhooks import webhook_consumer

from support import build
from support.events import eventing, parked
from support.harness import Harness

RECORDS = 1_000

FIRST_VISIT = journey_pb2.Journey(
    journey_id="first",
    trigger=journey_pb2.JourneyTrigger(kind=journey_pb2.TRIGGER_KIND_FIRST_VISIT),
    action=journey_pb2.JourneyAction(
        kind=journey_pb2.ACTION_KIND_AWARD_POINTS, points=50, funder="group", reason="first-visit"
    ),
)


def work(harness: Harness) -> None:
    """Tell the consumers of all that was written, act on journeys, and keep what failed."""
    parts, client = harness.parts, harness.client()
    member_id = build.enroll(client)
    client.points.RecordPurchase(build.record(member_id, build.purchase()))
    processors = [
        Processor(each, parts.unit_of_work, parts.clock)
        for each in (journey_consumer(parts), segment_consumer(parts), webhook_consumer(parts))
    ]
    for record in EntryOutbox(events_of).read(RECORDS):
        for event in record.events:
            for processor in processors:
                if processor.consumer.wants(event.type):
                    processor.take(eventing.message_of(event))
    act_on_reaches(parts, WaitingReaches(), RECORDS)
    later = Reach("first", member_id, "hotel", parts.clock() + timedelta(days=1))
    keep_reach(parts.unit_of_work, later)
    parked.prepare()
    _handle_after_a_gap(harness)
    _relay(harness)
    job = ScheduledJob("daily", Every(timedelta(days=1)), 1, lambda _due: 0)
    DueTimes(parts.unit_of_work, parts.clock, job).run()


def _handle_after_a_gap(harness: Harness) -> None:
    """Handle the third event of a subject without the second, once it was waited for."""
    parts, now = harness.parts, harness.clock.now
    ordered = Consumer("ordered", ("#",), lambda _event: (), is_ordered=True, hold_seconds=1)
    processor = Processor(ordered, parts.unit_of_work, parts.clock)
    for number in (1, 3):
        processor.take(eventing.message_of(eventing.event_of("gap", number)))
    harness.clock.advance(seconds=60)
    processor.retry_due(RECORDS)
    harness.clock.now = now


def _relay(harness: Harness) -> None:
    now = harness.clock.now
    facts = {
        "beat_time": now,
        "oldest_time": now,
        "trouble": "no broker",
        "trouble_time": now,
        "last_publish_time": now,
    }
    counts = {"published_count": 1, "unwanted_count": 1}
    lease = Lease(harness.parts.unit_of_work, "points", "test")
    lease.ask(facts, counts)
    lease.ask(facts, {count_of("loyalty.points.v1.PurchaseRecorded"): 1})
