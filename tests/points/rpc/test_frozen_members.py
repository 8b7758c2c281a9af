"""A frozen member neither earns nor spends, at no till; all else goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import entry_pb2, member_service_pb2
from loyalty.points.v1 import points_service_pb2 as pb
from loyalty_points.use_cases.settle_accounts import settle_account

from support import build
from support.asking import account_of, give, is_replayed, member_of, points_and_entries
from support.clocks import NOON
from support.harness import Client, Harness, failure_of
from support.holding import placed, points_of
from support.together import OK, at_once, require_clean_audit, tally


@pytest.fixture
def frozen_id(operator: Client, member_id: str) -> str:
    """A member with 1000 points, frozen."""
    give(operator, member_id, 1_000)
    operator.members.FreezeMember(build.freeze_member(member_id))
    return member_id


@pytest.fixture
def later(harness: Harness) -> Iterator[Harness]:
    """The clock may be moved; it is put back."""
    yield harness
    harness.clock.now = NOON


def newest(client: Client, member_id: str) -> entry_pb2.Entry:
    listed = pb.ListEntriesRequest(member=build.key(member_id), page_size=1)
    entry: entry_pb2.Entry = client.points.ListEntries(listed).entries[0]
    return entry


def test_the_member_and_the_journal_say_why(operator: Client, frozen_id: str) -> None:
    assert member_of(operator, frozen_id).frozen_reason == "fraud-suspected"
    entry = newest(operator, frozen_id)
    assert (entry.kind, entry.reason) == (entry_pb2.ENTRY_KIND_MEMBER_FROZEN, "fraud-suspected")
    assert entry.operator_id == "", "a machine may freeze"
    again = build.freeze_member(frozen_id, reason="card-stolen", operator_id="alice")
    assert operator.members.FreezeMember(again).member.frozen_reason == "card-stolen"
    assert newest(operator, frozen_id).operator_id == "alice"
    operator.members.UnfreezeMember(build.unfreeze_member(frozen_id, operator_id="bob"))
    assert newest(operator, frozen_id).operator_id == "bob"
    require_clean_audit(operator, frozen_id)


def test_nothing_is_earned_spent_held_or_captured(operator: Client, member_id: str) -> None:
    give(operator, member_id, 1_000)
    hold_id = placed(operator, member_id, 100)
    operator.members.FreezeMember(build.freeze_member(member_id))
    before = points_and_entries(operator, member_id)
    calls: list[Callable[[], Any]] = [
        partial(operator.points.RecordPurchase, build.record(member_id)),
        partial(operator.points.RedeemPoints, build.redeem(member_id, 10)),
        partial(operator.holds.PlaceHold, build.hold(member_id, 10)),
        partial(operator.holds.CaptureHold, build.capture(member_id, hold_id)),
    ]
    first = [failure_of(call) for call in calls]
    for failure in first:
        assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "MEMBER_FROZEN")
        assert failure.metadata == {"reason": "fraud-suspected"}
    operator.members.UnfreezeMember(build.unfreeze_member(member_id))
    assert [failure_of(call) for call in calls] == first, "a refusal is for ever"
    assert points_and_entries(operator, member_id) == (before[0], before[1] + 1)
    operator.holds.CaptureHold(build.capture(member_id, hold_id))
    operator.points.RecordPurchase(build.record(member_id))
    require_clean_audit(operator, member_id)


def test_an_offline_till_learns_it_for_each_purchase(operator: Client, frozen_id: str) -> None:
    batch = pb.SubmitPurchasesRequest(
        purchases=[build.record(frozen_id), build.record(build.enroll(operator))]
    )
    results = operator.points.SubmitPurchases(batch).results
    assert [result.status.code for result in results] == [9, 0]


def test_reads_releases_and_the_worker_go_on(
    later: Harness, operator: Client, member_id: str
) -> None:
    give(operator, member_id, 1_000)
    holds = [placed(operator, member_id, points, seconds=60) for points in (100, 200)]
    operator.members.FreezeMember(build.freeze_member(member_id))
    operator.holds.ReleaseHold(build.release(member_id, holds[0]))
    assert points_of(operator, member_id) == (800, 200, 0)
    quote = operator.points.QuotePurchase(build.quote(member_id))
    assert quote.earned_points == 1_000
    later.clock.advance(days=400)
    assert settle_account(later.parts, member_id) == 2, "a lapse and an expiry"
    assert points_of(operator, member_id) == (0, 0, 0)
    require_clean_audit(operator, member_id)


def test_what_was_done_before_is_answered_as_it_was(operator: Client, member_id: str) -> None:
    request = build.record(member_id)
    first = operator.points.RecordPurchase(request)
    operator.members.FreezeMember(build.freeze_member(member_id))
    assert operator.points.RecordPurchase(request) == first
    assert is_replayed(partial(operator.points.RecordPurchase.with_call, request))


def test_a_freeze_against_forty_purchases_lets_none_in_after_it(
    operator: Client, member_id: str
) -> None:
    freeze = partial(operator.members.FreezeMember, build.freeze_member(member_id))
    purchases = [
        partial(operator.points.RecordPurchase, build.record(member_id)) for _ in range(15)
    ]
    outcomes = at_once([freeze, *purchases])
    assert tally(outcomes[:1]) == {OK: 1}
    assert tally(outcomes[1:]).keys() <= {OK, "MEMBER_FROZEN"}
    assert newest(operator, member_id).kind == entry_pb2.ENTRY_KIND_MEMBER_FROZEN
    done = tally(outcomes[1:]).get(OK, 0)
    assert account_of(operator, member_id).sequence == 2 + done
    require_clean_audit(operator, member_id)


def test_lifting_what_was_not_there_is_on_record_and_changes_nothing(
    operator: Client, member_id: str
) -> None:
    member = operator.members.UnfreezeMember(build.unfreeze_member(member_id)).member
    assert (member.frozen_reason, member.version) == ("", 2)
    assert newest(operator, member_id).kind == entry_pb2.ENTRY_KIND_MEMBER_UNFROZEN


def test_a_freeze_that_nobody_recorded_is_found(
    harness: Harness, operator: Client, frozen_id: str
) -> None:
    wrong = {"$set": {"frozen_reason": ""}}
    harness.database["members"].update_one({"_id": frozen_id}, wrong)
    with pytest.raises(AssertionError, match="frozen_reason"):
        require_clean_audit(operator, frozen_id)
    harness.database["members"].update_one(
        {"_id": frozen_id}, {"$set": {"frozen_reason": "fraud-suspected"}}
    )
    require_clean_audit(operator, frozen_id)


def test_a_till_may_not_freeze(harness: Harness, member_id: str) -> None:
    till = harness.client("retail-tills")
    for send, request in (
        (till.members.FreezeMember, build.freeze_member(member_id)),
        (till.members.UnfreezeMember, build.unfreeze_member(member_id)),
    ):
        assert failure_of(partial(send, request)).reason == "NOT_GRANTED"
    found = till.members.GetMember(member_service_pb2.GetMemberRequest(member_id=member_id))
    assert found.member.frozen_reason == ""
