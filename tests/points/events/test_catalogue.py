"""Every kind of entry is told of, or is named as one that is not; what is told is right."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf.json_format import ParseDict, ParseError
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.storage.collections import collection_of
from loyalty_points.domain.journal.entry import EntryKind
from loyalty_points.events.catalogue import SILENT
from loyalty_points.events.entry_payloads import PAYLOADS
from loyalty_points.events.envelopes import EVENT_TYPES
from loyalty_points.store.entry_documents import EntryDocument

from support.events.eventful import Story, unpublished

NOT_HERE = {"TierAtRisk", "PointsExpiringSoon", "JourneyReached", "PointsAwarded"}
"""Told by notices and journeys: tests of their own."""


def only(events: list[Event]) -> dict[str, Any]:
    """Return what the one event says."""
    (event,) = events
    return dict(event.data)


def subset(event: dict[str, Any], **expected: Any) -> bool:
    return {name: event[name] for name in expected} == expected


def test_every_kind_of_entry_is_told_of_or_named_as_silent_with_a_reason() -> None:
    assert set(PAYLOADS) | set(SILENT) == set(EntryKind)
    assert not set(PAYLOADS) & set(SILENT)
    assert all(SILENT.values())


def test_every_kind_of_entry_and_every_event_of_entries_comes_up_here(story: Story) -> None:
    kinds = set(collection_of(EntryDocument).distinct("kind"))
    assert kinds == set(EntryKind) - {EntryKind.JOURNEY_AWARDED}
    names = {event.type.removeprefix("loyalty.points.v1.") for event in story.events}
    expected = {name.removeprefix("loyalty.points.v1.") for name in EVENT_TYPES}
    assert names == expected - NOT_HERE


def test_every_payload_is_json_of_its_message_and_names_its_account(story: Story) -> None:
    for event in story.events:
        message: Any = ParseDict(dict(event.data), EVENT_TYPES[event.type]())
        assert message.account_id == event.subject == event.data["account_id"]
        assert message.member_id
        assert message.entry_id == f"{event.subject}-{event.sequence}"
        assert message.event_time.seconds > 0
        assert event.source == "loyalty/points"
        assert Event.from_json(event.to_json()) == event


def test_event_ids_are_unique_and_the_same_when_asked_again(story: Story) -> None:
    ids = [event.event_id for event in story.events]
    assert len(set(ids)) == len(ids)
    assert [event.event_id for event in unpublished()] == ids


def test_events_of_an_account_are_in_the_order_of_its_journal(story: Story) -> None:
    for member_id in story.members.values():
        sequences = [event.sequence for event in story.events if event.subject == member_id]
        assert sequences
        assert sequences == sorted(number for number in sequences if number is not None)


def test_a_purchase_tells_what_was_paid_given_and_spent(story: Story) -> None:
    first, second = story.of("PurchaseRecorded", "ann")[:2]
    assert subset(
        dict(first.data),
        business_id="retail",
        store_id="retail-1",
        total_amount_minor="1000",
        currency_code="USD",
        earned_points="1000",
        burned_points="0",
        available_points="1000",
        first_visit=True,
    )
    assert subset(dict(second.data), burned_points="100", first_visit=False)


def test_a_tier_reached_lost_or_by_invitation_is_told_with_the_one_before(story: Story) -> None:
    changes = [
        (event.data["previous_tier_id"], event.data["tier_id"])
        for name in ("ann", "bob")
        for event in story.of("TierChanged", name)
    ]
    assert changes == [("", "gold"), ("gold", ""), ("", "gold"), ("gold", "")]
    reached = story.of("TierChanged", "ann")[0]
    bought = story.of("PurchaseRecorded", "ann")[0]
    assert reached.event_id == f"{bought.event_id}.tier"
    assert story.events.index(reached) == story.events.index(bought) + 1


def test_a_return_tells_of_its_original_and_both_ways_of_points(story: Story) -> None:
    bought = story.of("PurchaseRecorded", "ann")[0]
    assert subset(
        only(story.of("PurchaseReversed")),
        original_entry_id=bought.event_id,
        returned_amount_minor="100",
        clawed_back_points="100",
        restored_points="0",
        voided=False,
        complete=False,
    )
    assert subset(only(story.of("RedemptionRecorded")), points="50", reason="gift")
    undone = only(story.of("RedemptionReversed"))
    redeemed = story.of("RedemptionRecorded")[0]
    assert subset(undone, original_entry_id=redeemed.event_id, restored_points="20", complete=False)


def test_points_that_wait_become_active_are_cancelled_or_expire(story: Story) -> None:
    assert subset(only(story.of("PurchaseConfirmed")), points="7", business_id="hotel")
    assert subset(only(story.of("PointsCancelled")), points="9", reason="no-show")
    assert only(story.of("PointsActivated"))["points"] == "30"
    assert story.of("PointsExpired", "ann")[0].data["points"] == "11"


def test_points_that_go_from_one_account_to_another_are_told_of_in_both(story: Story) -> None:
    ann, bob = story.members["ann"], story.members["bob"]
    sent, received = only(story.of("PointsSent")), only(story.of("PointsReceived"))
    assert subset(sent, member_id=ann, recipient_account_id=bob, points="40")
    assert subset(received, member_id=bob, sender_account_id=ann, points="40")
    assert subset(only(story.of("PointsAdjusted")), points="-5", funder="retail")
    assert subset(only(story.of("OpeningBalanceImported")), points="60", available_points="95")


def test_holds_tell_what_was_set_aside_and_what_of_it_was_spent(story: Story) -> None:
    placed: dict[object, Any] = {
        event.data["hold_id"]: event.data["points"] for event in story.of("HoldPlaced")
    }
    assert sorted(placed.values()) == ["10", "20", "30"]
    captured, released = only(story.of("HoldCaptured")), only(story.of("HoldReleased"))
    lapsed = only(story.of("HoldLapsed"))
    assert subset(captured, points="30", captured_points="25")
    assert [released["points"], lapsed["points"]] == ["20", "10"]
    for ended in (captured, released, lapsed):
        assert placed.pop(ended["hold_id"]) == ended["points"]


def test_members_who_come_together_or_leave_are_told_of_once(story: Story) -> None:
    ann, bob, cid = (story.members[name] for name in ("ann", "bob", "cid"))
    joined, left = only(story.of("HouseholdJoined")), only(story.of("HouseholdLeft"))
    assert subset(joined, member_id=bob, account_id=ann, moved_points="95")
    assert subset(left, member_id=bob, account_id=ann, moved_points="0")
    assert subset(only(story.of("MemberMerged")), member_id=bob, merged_member_id=cid)
    assert subset(only(story.of("MemberClosed")), member_id=bob, forfeited_points="0")
    assert story.of("MemberClosed")[0] == [e for e in story.events if e.subject == bob][-1]


@pytest.mark.parametrize("event_type", sorted(EVENT_TYPES))
def test_what_a_consumer_does_not_know_yet_breaks_nothing(event_type: str) -> None:
    known = EVENT_TYPES[event_type]
    later = {"member_id": "M", "added_in_2030": "42", "also_new": {"nested": ["x"]}}
    with pytest.raises(ParseError):
        ParseDict(later, known())
    message: Any = ParseDict(later, known(), ignore_unknown_fields=True)
    assert message.member_id == "M"


@pytest.mark.parametrize("event_type", sorted(EVENT_TYPES))
def test_what_an_older_sender_does_not_send_breaks_nothing(event_type: str) -> None:
    known = EVENT_TYPES[event_type]
    read = ParseDict({}, known(), ignore_unknown_fields=True)
    assert read == known()


def test_nothing_personal_and_no_free_text_is_told(story: Story) -> None:
    told = b"".join(event.to_json() for event in story.events)
    for personal in (b"1980-02-29", b"CARD", b"birthday"):
        assert personal not in told
