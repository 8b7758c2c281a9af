"""Holds as tills place, capture and release them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from loyalty.points.v1 import entry_pb2
from loyalty.points.v1 import points_service_pb2 as pb
from loyalty_points.domain.accounts.holds import HOLDS_MAX
from loyalty_points.use_cases.settle_accounts import settle_accounts

from support import build
from support.asking import account_of, give
from support.clocks import NOON
from support.harness import Client, Harness, failure_of
from support.holding import legs_of, placed, points_of
from support.together import require_clean_audit

EXPIRY_DAYS = 381
"""From NOON to after the end of the month a year later, when points of NOON expire."""


@pytest.fixture
def later(harness: Harness) -> Iterator[Harness]:
    """The clock may be moved; it is put back."""
    yield harness
    harness.clock.now = NOON


@pytest.fixture
def rich_id(operator: Client, member_id: str) -> str:
    """A member with 1000 points: 600 of retail and 400 of hotel, which expire together."""
    give(operator, member_id, 600)
    give(operator, member_id, 400, business="hotel")
    return member_id


def test_held_points_leave_available_at_once_and_are_shown(operator: Client, rich_id: str) -> None:
    request = build.hold(rich_id, 300, 60, reference="room/7")
    entry = operator.holds.PlaceHold(request).entry
    assert entry.kind == entry_pb2.ENTRY_KIND_HOLD_PLACED
    assert (entry.business_id, entry.store_id) == ("retail", "retail-1")
    assert (entry.reason, entry.reference, entry.hold.points) == ("booking", "room/7", 300)
    assert entry.hold.deadline_time.seconds == int(NOON.timestamp()) + 60
    assert (list(entry.postings), list(entry.lot_changes), entry.burned_points) == ([], [], 0)
    assert (entry.balance_after.available_points, entry.balance_after.held_points) == (700, 300)
    (hold,) = account_of(operator, rich_id).holds
    assert (hold.hold_id, hold.business_id, hold.points) == (entry.hold.hold_id, "retail", 300)
    failure = failure_of(partial(operator.points.RedeemPoints, build.redeem(rich_id, 701)))
    assert failure.reason == "INSUFFICIENT_POINTS"
    require_clean_audit(operator, rich_id)


def test_a_part_is_captured_once_and_the_rest_is_free_again(operator: Client, rich_id: str) -> None:
    hold_id = placed(operator, rich_id, 700)
    request = build.capture(rich_id, hold_id, 250, reference="bill/1")
    entry = operator.holds.CaptureHold(request).entry
    assert entry.kind == entry_pb2.ENTRY_KIND_HOLD_CAPTURED
    assert (entry.burned_points, entry.burn.points, entry.burn.reason) == (250, 250, "stay")
    assert (entry.reason, entry.reference) == ("stay", "bill/1")
    assert legs_of(entry) == {f"member:{rich_id}": -250, "redeemed:retail": 250}
    assert points_of(operator, rich_id) == (750, 0, 0)
    again = failure_of(partial(operator.holds.CaptureHold, build.capture(rich_id, hold_id, 1)))
    assert (again.code, again.reason) == ("NOT_FOUND", "HOLD_NOT_FOUND")
    require_clean_audit(operator, rich_id)


def test_nothing_said_means_all_and_funders_owe_the_business(
    operator: Client, rich_id: str
) -> None:
    hold_id = placed(operator, rich_id, 1_000, business_id="dining", store_id="dining-1")
    entry = operator.holds.CaptureHold(build.capture(rich_id, hold_id)).entry
    assert entry.burned_points == 1_000
    owed = [(each.debtor, each.creditor, each.points) for each in entry.owed]
    assert owed == [("hotel", "dining", 400), ("retail", "dining", 600)]
    assert entry.price_version == entry.program_version > 0
    assert points_of(operator, rich_id) == (0, 0, 0)
    require_clean_audit(operator, rich_id)


def test_more_than_was_held_is_refused_and_the_hold_stays(operator: Client, rich_id: str) -> None:
    hold_id = placed(operator, rich_id, 10)
    send = partial(operator.holds.CaptureHold, build.capture(rich_id, hold_id, 11))
    failure = failure_of(send)
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "CAPTURE_TOO_LARGE")
    assert failure.metadata == {"held": "10", "requested": "11"}
    operator.holds.CaptureHold(build.capture(rich_id, hold_id, 10))
    assert failure_of(send) == failure


def test_a_release_sets_all_points_free(operator: Client, rich_id: str) -> None:
    hold_id = placed(operator, rich_id, 300)
    entry = operator.holds.ReleaseHold(build.release(rich_id, hold_id)).entry
    assert entry.kind == entry_pb2.ENTRY_KIND_HOLD_RELEASED
    assert (entry.hold.hold_id, list(entry.postings)) == (hold_id, [])
    assert points_of(operator, rich_id) == (1_000, 0, 0)
    assert list(account_of(operator, rich_id).holds) == []
    require_clean_audit(operator, rich_id)


def test_from_its_deadline_on_a_hold_is_neither_captured_nor_released(
    later: Harness, operator: Client, rich_id: str
) -> None:
    hold_id = placed(operator, rich_id, 300, seconds=60)
    later.clock.advance(milliseconds=59_999)
    assert points_of(operator, rich_id) == (700, 300, 0)
    later.clock.advance(milliseconds=1)
    assert points_of(operator, rich_id) == (1_000, 0, 0)
    capture = partial(operator.holds.CaptureHold, build.capture(rich_id, hold_id))
    release = partial(operator.holds.ReleaseHold, build.release(rich_id, hold_id))
    for late in (capture, release):
        failure = failure_of(late)
        assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "HOLD_LAPSED")
    settle_accounts(later.parts, 100)
    listed = pb.ListEntriesRequest(member=build.key(rich_id))
    newest = operator.points.ListEntries(listed).entries[0]
    assert newest.kind == entry_pb2.ENTRY_KIND_HOLD_LAPSED
    assert newest.event_time.seconds == int(NOON.timestamp()) + 60
    assert failure_of(capture).reason == "HOLD_LAPSED", "a refusal is for ever"
    anew = partial(operator.holds.CaptureHold, build.capture(rich_id, hold_id))
    assert failure_of(anew).reason == "HOLD_NOT_FOUND"
    require_clean_audit(operator, rich_id)


def test_held_points_outlive_their_expiry_and_are_due_once_they_are_free(
    later: Harness, operator: Client, rich_id: str
) -> None:
    later.clock.advance(days=EXPIRY_DAYS - 6)
    holds = [placed(operator, rich_id, points, 7 * 86_400) for points in (100, 200)]
    later.clock.advance(days=6)
    settle_accounts(later.parts, 100)
    assert points_of(operator, rich_id) == (0, 300, 0)
    operator.holds.CaptureHold(build.capture(rich_id, holds[0], 60))
    assert points_of(operator, rich_id) == (0, 200, 40)
    operator.holds.ReleaseHold(build.release(rich_id, holds[1]))
    assert points_of(operator, rich_id) == (0, 0, 240)
    settle_accounts(later.parts, 100)
    assert points_of(operator, rich_id) == (0, 0, 0)
    require_clean_audit(operator, rich_id)


def test_a_hold_lives_no_longer_than_the_program_allows(operator: Client, rich_id: str) -> None:
    request = build.hold(rich_id, 1, 7 * 86_400 + 1)
    failure = failure_of(partial(operator.holds.PlaceHold, request))
    assert (failure.reason, failure.fields) == ("INVALID_FIELD", ("duration",))
    operator.holds.PlaceHold(build.hold(rich_id, 1, 7 * 86_400))


def test_the_program_in_force_now_decides_how_long_a_hold_may_live(
    later: Harness, operator: Client, member_id: str
) -> None:
    start = NOON + timedelta(days=500)
    simple: build.Plugins = {"retail": [("simple", {})]}
    shorter = build.program(simple, effective_time=build.timestamp(start))
    shorter.limits.max_hold.FromSeconds(60)
    build.publish(operator, shorter)
    later.clock.now = start
    operator.points.RecordPurchase(build.record(member_id, build.purchase(at=start)))
    failure = failure_of(partial(operator.holds.PlaceHold, build.hold(member_id, 1, 61)))
    assert (failure.reason, failure.fields) == ("INVALID_FIELD", ("duration",))
    operator.holds.PlaceHold(build.hold(member_id, 1, 60))


def test_sixty_four_holds_are_placed_and_lapsed_ones_make_room(
    later: Harness, operator: Client, rich_id: str
) -> None:
    for _ in range(HOLDS_MAX):
        placed(operator, rich_id, 1, seconds=60)
    failure = failure_of(partial(operator.holds.PlaceHold, build.hold(rich_id, 1)))
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "LIMIT_REACHED")
    assert failure.metadata == {
        "limit": "holds",
        "maximum": "64",
        "free_time": "2026-06-15T16:01:00.000Z",
    }
    later.clock.advance(seconds=60)
    placed(operator, rich_id, 1_000)
    assert points_of(operator, rich_id) == (0, 1_000, 0)
    account = account_of(operator, rich_id)
    assert account.sequence == 3 + 2 * HOLDS_MAX + 1, "what had lapsed was written down first"
    require_clean_audit(operator, rich_id)


def test_a_hold_is_for_tills_of_its_business(harness: Harness, rich_id: str) -> None:
    retail, hotel = harness.client("retail-tills"), harness.client("hotel-tills")
    hold_id = placed(retail, rich_id, 10)
    for foreign in (
        partial(hotel.holds.CaptureHold, build.capture(rich_id, hold_id)),
        partial(hotel.holds.ReleaseHold, build.release(rich_id, hold_id)),
        partial(hotel.holds.PlaceHold, build.hold(rich_id, 1)),
    ):
        failure = failure_of(foreign)
        assert (failure.reason, failure.metadata) == ("NOT_GRANTED", {"business_id": "retail"})
    retail.holds.CaptureHold(build.capture(rich_id, hold_id))


def test_a_hold_is_found_in_its_own_account_only(operator: Client, rich_id: str) -> None:
    hold_id, other = placed(operator, rich_id, 10), build.enroll(operator)
    for stray in (
        partial(operator.holds.CaptureHold, build.capture(other, hold_id)),
        partial(operator.holds.ReleaseHold, build.release(other, hold_id)),
    ):
        assert failure_of(stray).reason == "HOLD_NOT_FOUND"


@pytest.mark.parametrize(
    "operation", [pb.OPERATION_PLACE_HOLD, pb.OPERATION_CAPTURE_HOLD, pb.OPERATION_RELEASE_HOLD]
)
def test_a_till_that_lost_the_answer_finds_the_entry(
    operator: Client, rich_id: str, operation: pb.Operation
) -> None:
    holds = [placed(operator, rich_id, 10) for _ in range(2)]
    sent = {
        pb.OPERATION_PLACE_HOLD: (operator.holds.PlaceHold, build.hold(rich_id, 10)),
        pb.OPERATION_CAPTURE_HOLD: (operator.holds.CaptureHold, build.capture(rich_id, holds[0])),
        pb.OPERATION_RELEASE_HOLD: (operator.holds.ReleaseHold, build.release(rich_id, holds[1])),
    }
    send, request = sent[operation]
    entry = send(request).entry
    asked = pb.GetEntryRequest(request_id=request.request_id, operation=operation)
    assert operator.points.GetEntry(asked).entry == entry
