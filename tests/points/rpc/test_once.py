"""Law 1: every request has one effect and one answer (reliability.md, cases 3 to 7)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from loyalty.points.v1 import member_service_pb2

from support import build
from support.asking import give, is_replayed, points_and_entries
from support.clocks import ManualClock
from support.harness import Client, Harness, failure_of
from support.together import OK, at_once, require_clean_audit, tally

COPIES = 50


@pytest.fixture
def moved_clock(harness: Harness) -> Iterator[ManualClock]:
    """The service's clock, put back after the test."""
    before = harness.clock.now
    yield harness.clock
    harness.clock.now = before


def test_fifty_copies_of_a_purchase_are_one(operator: Client, member_id: str) -> None:
    request = build.record(member_id)
    send = partial(operator.points.RecordPurchase.with_call, request)
    answers = at_once([send] * COPIES)
    assert tally(answers) == {OK: COPIES}
    assert len({answer.SerializeToString(deterministic=True) for answer, _ in answers}) == 1
    marks = [dict(call.trailing_metadata()).get("replayed") for _, call in answers]
    assert sorted(marks, key=str) == [None] + ["true"] * (COPIES - 1)
    assert points_and_entries(operator, member_id) == (1_000, 2)
    require_clean_audit(operator, member_id)


def test_fifty_copies_of_a_redemption_of_the_last_points_all_succeed(
    operator: Client, member_id: str
) -> None:
    give(operator, member_id, 700)
    answers = at_once(
        [partial(operator.points.RedeemPoints, build.redeem(member_id, 700))] * COPIES
    )
    assert tally(answers) == {OK: COPIES}
    assert len({answer.entry.entry_id for answer in answers}) == 1
    assert points_and_entries(operator, member_id) == (0, 3)


def test_fifty_copies_of_a_refused_redemption_are_refused_in_the_same_words(
    operator: Client, member_id: str
) -> None:
    answers = at_once([partial(operator.points.RedeemPoints, build.redeem(member_id, 5))] * COPIES)
    assert tally(answers) == {"INSUFFICIENT_POINTS": COPIES}
    assert all(answer == answers[0] for answer in answers)
    assert points_and_entries(operator, member_id) == (0, 1)


def test_fifty_copies_of_an_enrolment_enroll_one_member(operator: Client) -> None:
    request = member_service_pb2.EnrollMemberRequest(
        request_id=build.fresh(), identities=[build.card(build.fresh("CARD"))]
    )
    answers = at_once([partial(operator.members.EnrollMember, request)] * COPIES)
    assert tally(answers) == {OK: COPIES}
    assert len({answer.member.member_id for answer in answers}) == 1


def test_one_request_id_on_forty_accounts_has_one_effect(operator: Client) -> None:
    members = [build.enroll(operator) for _ in range(40)]
    same = build.fresh()
    requests = [build.record(each, request_id=same) for each in members]
    outcomes = at_once([partial(operator.points.RecordPurchase, each) for each in requests])
    assert tally(outcomes) == {OK: 1, "REQUEST_ID_REUSED": 39}
    assert sorted(points_and_entries(operator, each)[1] for each in members) == [1] * 39 + [2]


def test_forty_requests_on_forty_accounts_each_have_theirs(operator: Client) -> None:
    members = [build.enroll(operator) for _ in range(40)]
    requests = [build.record(each) for each in members]
    outcomes = at_once([partial(operator.points.RecordPurchase, each) for each in requests])
    assert tally(outcomes) == {OK: 40}
    assert [points_and_entries(operator, each) for each in members] == [(1_000, 2)] * 40
    require_clean_audit(operator)


def test_a_refusal_stays_a_refusal_after_points_arrived(operator: Client, member_id: str) -> None:
    request = build.redeem(member_id, 500)
    first = failure_of(lambda: operator.points.RedeemPoints(request))
    assert (first.code, first.reason) == ("FAILED_PRECONDITION", "INSUFFICIENT_POINTS")
    give(operator, member_id, 500)
    assert failure_of(lambda: operator.points.RedeemPoints(request)) == first
    assert points_and_entries(operator, member_id) == (500, 2)
    operator.points.RedeemPoints(build.redeem(member_id, 500))
    assert points_and_entries(operator, member_id) == (0, 3)


def test_a_repeated_refusal_is_marked_as_one(operator: Client, member_id: str) -> None:
    send = partial(operator.points.RedeemPoints.with_call, build.redeem(member_id, 500))
    assert not is_replayed(send)
    assert is_replayed(send)


def test_other_failures_are_not_remembered(operator: Client) -> None:
    request = build.record("0" * 26)
    for _ in range(2):
        send = partial(operator.points.RecordPurchase.with_call, request)
        assert not is_replayed(send)
        assert failure_of(send).reason == "MEMBER_NOT_FOUND"


def test_a_repeat_long_after_gives_the_first_answer(
    operator: Client, member_id: str, moved_clock: ManualClock
) -> None:
    request = build.record(member_id)
    first = operator.points.RecordPurchase(request)
    moved_clock.advance(days=401)
    assert operator.points.RecordPurchase(request) == first
    late = failure_of(
        lambda: operator.points.RecordPurchase(build.record(member_id, request.purchase))
    )
    assert late.fields == ("purchase.purchase_time",)
    assert points_and_entries(operator, member_id)[1] == 2


def test_a_request_id_belongs_to_its_client(harness: Harness, member_id: str) -> None:
    operator, tills = harness.client(), harness.client("retail-tills")
    same = build.fresh()
    operator.points.RecordPurchase(build.record(member_id, request_id=same))
    _, call = tills.points.RecordPurchase.with_call(build.record(member_id, request_id=same))
    assert dict(call.trailing_metadata()).get("replayed") is None
    assert points_and_entries(operator, member_id) == (2_000, 3)
