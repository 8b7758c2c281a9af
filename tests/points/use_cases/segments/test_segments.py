"""Segments follow from purchases, returns, merges and time, and the journal says the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from loyalty.points.v1 import (
    event_service_pb2,
    journey_pb2,
    points_service_pb2,
    segment_pb2,
)
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.processor import Processor
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.retrying import retrying
from loyalty_points.domain.journeys.reach import Outcome
from loyalty_points.domain.members.segments import Bought
from loyalty_points.events.catalogue import events_of
from loyalty_points.store import auditing, conversion
from loyalty_points.store.outbox import EntryOutbox
from loyalty_points.store.reaches import WaitingReaches, reaches_of
from loyalty_points.store.segment_documents import SegmentDocument
from loyalty_points.store.segments import read_kept
from loyalty_points.use_cases.journeys.act_on_reaches import act_on_reaches
from loyalty_points.use_cases.journeys.find_reaches import DailyReaches
from loyalty_points.use_cases.segments.rebuild_segments import rebuild_member
from loyalty_points.use_cases.segments.refresh_segments import refresh_segments
from loyalty_points.worker.segments import segment_consumer

from support import build
from support.asking import member_of
from support.events.eventing import message_of
from support.harness import Client, Harness, registry_of, start_harness
from support.plugins import simple_rules
from support.returning import line, reverse
from support.together import at_once, require_clean_audit, tally

POLICY = segment_pb2.SegmentPolicy(
    window_days=90,
    active_days=30,
    at_risk_days=60,
    frequency_counts=[2, 4],
    monetary_amounts_minor=[1_000, 5_000],
)
ALL = 10_000
FAR = datetime(9999, 1, 1, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service with segments, and a journey for members who are at risk."""
    running = start_harness(
        database_url, tmp_path_factory.mktemp("segments"), registry_of({"simple": simple_rules})
    )
    publish(running, POLICY)
    yield running
    running.stop()


def publish(running: Harness, policy: segment_pb2.SegmentPolicy | None) -> None:
    """Publish a program with that policy, and let the time pass until it is in force."""
    nudge = journey_pb2.Journey(
        journey_id="nudge",
        trigger=journey_pb2.JourneyTrigger(
            kind=journey_pb2.TRIGGER_KIND_SINCE_LAST_PURCHASE, days=[31]
        ),
        condition=journey_pb2.JourneyCondition(any_segments=["dining.at_risk"]),
        action=journey_pb2.JourneyAction(
            kind=journey_pb2.ACTION_KIND_AWARD_POINTS, points=50, funder="group", reason="nudge"
        ),
    )
    program = build.program(
        {name: [("simple", {})] for name in ("retail", "dining")},
        journeys=[nudge],
        segment_policy=policy,
    )
    if running.parts.book.programs():
        program.effective_time.CopyFrom(build.timestamp(running.clock.now + timedelta(seconds=61)))
    build.publish(running.client(), program)
    running.clock.now += timedelta(seconds=62)


def untold() -> list[Event]:
    """Take the events that are still to be published."""
    outbox = EntryOutbox(events_of)
    records = outbox.read(ALL)
    outbox.clear(records)
    return [event for record in records for event in record.events]


def tell(harness: Harness, events: Sequence[Event]) -> None:
    """Let the consumer handle events, each of them delivered once."""
    processor = Processor(
        segment_consumer(harness.parts), harness.parts.unit_of_work, harness.clock
    )
    for event in events:
        if processor.consumer.wants(event.type):
            assert processor.take(message_of(event)).name in ("HANDLED", "REPEATED")


def buy(harness: Harness, member_id: str, net: int = 500, business: str = "retail") -> Any:
    bought = build.purchase(build.line(net), at=harness.clock.now, business=business)
    return harness.client().points.RecordPurchase(build.record(member_id, bought)).entry


def segments(client: Client, member_id: str) -> set[str]:
    return set(member_of(client, member_id).segments)


def refresh(harness: Harness) -> int:
    done = 0
    while count := refresh_segments(harness.parts, 50, set()):
        done += count
    return done


def kept(member_id: str) -> Bought:
    found = read_kept(member_id)
    assert found is not None
    return found.bought


def rebuild(client: Client, **parts: Any) -> event_service_pb2.RebuildSegmentsResponse:
    request = event_service_pb2.RebuildSegmentsRequest(**parts)
    *_, last = client.events.RebuildSegments(request)
    assert last.done
    answer: event_service_pb2.RebuildSegmentsResponse = last
    return answer


def test_a_purchase_puts_a_member_in_segments_and_a_whole_return_takes_them_out(
    harness: Harness, operator: Client
) -> None:
    member_id = build.enroll(operator)
    entry = buy(harness, member_id, 1_000)
    tell(harness, untold())
    group = {"active", "frequency.1", "monetary.2"}
    assert segments(operator, member_id) == group | {f"retail.{code}" for code in group}
    operator.returns.ReversePurchase(reverse(entry.entry_id))
    tell(harness, untold())
    assert segments(operator, member_id) == set()


def test_time_alone_makes_a_member_at_risk_and_then_lost_and_nothing_is_written_otherwise(
    harness: Harness, operator: Client
) -> None:
    member_id = build.enroll(operator)
    buy(harness, member_id, business="dining")
    tell(harness, untold())
    refresh(harness)
    seen = []
    for days in (30, 1, 29, 1, 29):
        harness.clock.advance(days=days)
        refreshed = refresh(harness)
        seen.append((refreshed > 0, min(segments(operator, member_id))))
        assert refresh(harness) == 0
    assert seen == [
        (False, "active"),
        (True, "at_risk"),
        (False, "at_risk"),
        (True, "dining.frequency.1"),
        (True, "dining.lost"),
    ]
    assert segments(operator, member_id) == {"lost", "dining.lost"}


def test_a_program_with_other_thresholds_puts_members_in_other_segments(
    harness: Harness, operator: Client
) -> None:
    member_id = build.enroll(operator)
    buy(harness, member_id)
    tell(harness, untold())
    publish(harness, None)
    refresh(harness)
    assert segments(operator, member_id) == set()
    publish(harness, POLICY)
    refresh(harness)
    assert "retail.active" in segments(operator, member_id)
    publish(harness, POLICY)
    assert refresh(harness) == 0


def test_a_purchase_tells_rules_the_segments_of_before_and_its_entry_keeps_them(
    harness: Harness, operator: Client
) -> None:
    member_id = build.enroll(operator)
    first = buy(harness, member_id)
    tell(harness, untold())
    second = buy(harness, member_id)
    saw = []
    for each in (first, second):
        document = auditing.stored_entry(member_id, int(each.entry_id.rpartition("-")[2]))
        assert document is not None
        seen = conversion.entry_from_document(document).seen
        assert seen is not None
        saw.append(seen.segments)
    assert saw[0] == ()
    assert {"active", "retail.active"} <= set(saw[1])
    require_clean_audit(operator, member_id)


def test_an_entry_of_before_there_were_segments_is_read_as_of_none(
    harness: Harness, operator: Client
) -> None:
    member_id = build.enroll(operator)
    entry = buy(harness, member_id)
    document = auditing.stored_entry(member_id, int(entry.entry_id.rpartition("-")[2]))
    assert document is not None
    del document["seen"]["segments"]
    assert conversion.entry_from_document(document).seen.segments == ()  # type: ignore[union-attr]


def test_a_journey_reaches_those_in_its_segment_only(harness: Harness, operator: Client) -> None:
    here, there = build.enroll(operator), build.enroll(operator)
    buy(harness, here, business="dining")
    buy(harness, there, business="retail")
    tell(harness, untold())
    harness.clock.advance(days=31)
    refresh(harness)
    DailyReaches(harness.parts, ALL).run(harness.clock.now)
    act_on_reaches(harness.parts, WaitingReaches(), ALL)
    outcomes = [reaches_of(each, FAR, 1)[0].outcome for each in (here, there)]
    assert outcomes == [Outcome.REACHED, Outcome.NOT_MEANT]


def test_what_a_closed_member_bought_is_forgotten_and_no_late_event_brings_it_back(
    harness: Harness, operator: Client
) -> None:
    member_id = build.enroll(operator)
    buy(harness, member_id)
    tell(harness, untold())
    buy(harness, member_id)
    operator.members.CloseMember(build.close(member_id))
    late = untold()
    tell(harness, late[::-1])
    assert segments(operator, member_id) == set()
    found = collection_of(SegmentDocument).find_one({"_id": member_id})
    assert found is not None
    assert (found["is_gone"], found["days"]) == (True, {})
    rebuild_member(harness.parts, member_id)
    refresh(harness)
    assert kept(member_id) == Bought()


@pytest.mark.parametrize("is_told_before", [True, False])
def test_a_merged_member_brings_along_what_they_bought_whatever_was_told_when(
    harness: Harness, operator: Client, *, is_told_before: bool
) -> None:
    source, target = build.enroll(operator), build.enroll(operator)
    entry = buy(harness, source, 800)
    buy(harness, target, 300, "dining")
    if is_told_before:
        tell(harness, untold())
    operator.members.MergeMembers(build.merge(source, target))
    operator.returns.ReversePurchase(
        reverse(entry.entry_id, line(entry.purchase.lines[0].line_id, amount_minor=100))
    )
    tell(harness, untold()[::-1])
    assert {"frequency.2", "monetary.2"} <= segments(operator, target)
    assert rebuild_member(harness.parts, target) is False


def test_purchases_that_race_the_refreshing_are_all_recorded(
    harness: Harness, operator: Client
) -> None:
    member_id = build.enroll(operator)
    buy(harness, member_id)
    events = untold()
    calls: list[Callable[[], Any]] = [lambda: buy(harness, member_id) for _ in range(6)]
    calls.insert(2, lambda: tell(harness, events))
    calls.append(lambda: retrying(lambda: rebuild_member(harness.parts, member_id), 30))
    assert tally(at_once(calls)) == {"OK": 8}
    tell(harness, untold())
    assert "frequency.3" in segments(operator, member_id)
    bought = kept(member_id).days["retail"].values()
    assert [sum(each) for each in zip(*bought, strict=True)] == [7, 3_500]
    request = points_service_pb2.ListEntriesRequest(member=build.key(member_id), page_size=100)
    assert len(operator.points.ListEntries(request).entries) == 8


def test_a_rebuild_of_nothing_makes_what_events_had_kept_and_goes_on_where_it_was_broken_off(
    harness: Harness, operator: Client
) -> None:
    tell(harness, untold())
    members = []
    for net in (100, 2_000, 6_000):
        harness.clock.advance(seconds=1)
        members.append(build.enroll(operator))
        buy(harness, members[-1], net)
    tell(harness, untold())
    before = [(kept(each), segments(operator, each)) for each in members]
    assert rebuild(operator).changed_member_count == 0
    collection_of(SegmentDocument).delete_many({"_id": {"$in": members[1:]}})
    second = member_of(operator, members[1]).enroll_time
    answer = rebuild(operator, from_time=second)
    assert (answer.rebuilt_member_count, answer.changed_member_count) == (2, 2)
    assert [(kept(each), segments(operator, each)) for each in members] == before


class History:
    """Members to whom things happen at random, told in any order, and what follows from it."""

    def __init__(self, harness: Harness, seed: int) -> None:
        """Enroll some members."""
        self.harness, self.random, self.client = harness, Random(seed), harness.client()
        self.members = [build.enroll(self.client) for _ in range(4)]
        self.expected = {each: Bought() for each in self.members}
        self.purchases: list[tuple[Any, str, int]] = []
        self.waiting: list[Event] = []
        self.told: list[Event] = []

    def step(self) -> None:
        """Let one thing happen."""
        steps = [self.purchase, self.purchase, self.give_back, self.tell_some, self.rebuild]
        self.random.choice(steps)()
        self.harness.clock.advance(hours=self.random.randrange(40))

    def purchase(self) -> None:
        member_id = self.random.choice(self.members)
        business, net = self.random.choice(["retail", "dining"]), self.random.randrange(2_000)
        entry = buy(self.harness, member_id, net, business)
        day = self.harness.clock.now.astimezone(NEW_YORK).date().isoformat()
        self.purchases.append((entry, day, net))
        self.expected[member_id].add(business, day, 1, net)

    def give_back(self) -> None:
        if self.purchases:
            entry, day, net = self.purchases.pop(self.random.randrange(len(self.purchases)))
            now = build.timestamp(self.harness.clock.now)
            store_id = f"{entry.business_id}-1"
            request = reverse(entry.entry_id, store_id=store_id, return_time=now)
            owner = self.client.returns.ReversePurchase(request).entry.member_id
            self.expected[owner].add(entry.business_id, day, -1, -net)

    def merge(self) -> None:
        source = self.members.pop(self.random.randrange(len(self.members)))
        target = self.random.choice(self.members)
        self.client.members.MergeMembers(build.merge(source, target))
        self.expected[target].add_all(self.expected.pop(source))

    def tell_some(self) -> None:
        self.waiting += untold()
        self.random.shuffle(self.waiting)
        cut = self.random.randrange(len(self.waiting) + 1)
        now, self.waiting = self.waiting[:cut], self.waiting[cut:]
        tell(self.harness, [*now, *self.random.sample(self.told, min(3, len(self.told)))])
        self.told += now

    def rebuild(self) -> None:
        rebuild_member(self.harness.parts, self.random.choice(self.members))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_events_in_any_order_and_rebuilds_at_any_time_keep_what_was_bought(
    harness: Harness, seed: int
) -> None:
    tell(harness, untold())
    history = History(harness, seed)
    for number in range(40):
        history.step()
        if number in (15, 30):
            history.merge()
    tell(harness, [*history.waiting, *untold(), *history.told])
    assert {each: kept(each) for each in history.members} == history.expected
    assert [rebuild_member(harness.parts, each) for each in history.members] == [False, False]
    assert {each: kept(each) for each in history.members} == history.expected
