"""Callers who want the same thing at the same instant (reliability.md, cases 17 and 18)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from loyalty.points.v1 import member_service_pb2, program_service_pb2

from support import build
from support.asking import give, member_of, points_and_entries
from support.clocks import NOON
from support.harness import Client, Failure, failure_of
from support.shapes import SHAPES
from support.together import OK, at_once, require_clean_audit, tally


@pytest.mark.parametrize(("callers", "payable"), [(2, 1), (40, 1), (40, 10)])
def test_the_last_points_are_spent_exactly_once(
    operator: Client, member_id: str, callers: int, payable: int
) -> None:
    give(operator, member_id, 100 * payable + 99)
    redeem = operator.points.RedeemPoints
    requests = [build.redeem(member_id, 100) for _ in range(callers)]
    outcomes = at_once([partial(redeem, request) for request in requests])
    assert tally(outcomes) == {OK: payable, "INSUFFICIENT_POINTS": callers - payable}
    assert points_and_entries(operator, member_id)[0] == 99
    require_clean_audit(operator, member_id)


def test_forty_callers_who_wait_five_seconds_all_learn_what_became_of_them(
    operator: Client, member_id: str
) -> None:
    give(operator, member_id, 2_000)
    redeem = partial(operator.points.RedeemPoints, timeout=5)
    requests = [build.redeem(member_id, 100) for _ in range(40)]
    outcomes = at_once([partial(redeem, request) for request in requests])
    assert tally(outcomes) == {OK: 20, "INSUFFICIENT_POINTS": 20}
    assert points_and_entries(operator, member_id) == (0, 22)
    require_clean_audit(operator, member_id)


def test_callers_of_one_account_do_not_make_each_other_try_again(
    operator: Client, member_id: str
) -> None:
    SHAPES.clear()
    record = operator.points.RecordPurchase
    requests = [build.record(member_id) for _ in range(16)]
    assert tally(at_once([partial(record, request) for request in requests])) == {OK: 16}
    assert len(SHAPES.named("abortTransaction")) < 4  # some 50 without lanes


def test_two_bills_paid_with_the_same_points_get_them_once(
    operator: Client, member_id: str
) -> None:
    give(operator, member_id, 1_000)
    bills = [build.purchase(build.line(1_000), business="dining") for _ in range(2)]
    outcomes = at_once(
        [
            partial(operator.points.RecordPurchase, build.record(member_id, bill, burn=1_000))
            for bill in bills
        ]
    )
    assert tally(outcomes) == {OK: 1, "INSUFFICIENT_POINTS": 1}
    assert points_and_entries(operator, member_id)[0] == 0
    require_clean_audit(operator, member_id)


def test_points_earned_and_burned_at_the_same_time_add_up(operator: Client, member_id: str) -> None:
    give(operator, member_id, 1_000)
    earning = [partial(operator.points.RecordPurchase, build.record(member_id)) for _ in range(8)]
    burning = [
        partial(operator.points.RedeemPoints, build.redeem(member_id, 100)) for _ in range(8)
    ]
    assert tally(at_once([*earning, *burning])) == {OK: 16}
    assert points_and_entries(operator, member_id)[0] == 1_000 + 8 * 1_000 - 8 * 100
    require_clean_audit(operator, member_id)


def test_a_purchase_and_an_update_of_the_member_both_take_effect(
    operator: Client, member_id: str
) -> None:
    update = member_service_pb2.UpdateMemberRequest(
        request_id=build.fresh(), member_id=member_id, attributes={"tags": ["staff"]}
    )
    outcomes = at_once(
        [
            partial(operator.points.RecordPurchase, build.record(member_id)),
            partial(operator.members.UpdateMember, update),
        ]
    )
    assert tally(outcomes) == {OK: 2}
    member = member_of(operator, member_id)
    assert (list(member.attributes.tags), member.version) == (["staff"], 3)
    assert points_and_entries(operator, member_id)[0] == 1_000
    require_clean_audit(operator, member_id)


@pytest.mark.parametrize("callers", [2, 16])
def test_of_many_enrolments_with_one_identity_one_wins(operator: Client, callers: int) -> None:
    same = build.card(build.fresh("CARD"))
    requests = [
        member_service_pb2.EnrollMemberRequest(
            request_id=build.fresh(), identities=[build.card(build.fresh("CARD")), same]
        )
        for _ in range(callers)
    ]
    outcomes = at_once([partial(operator.members.EnrollMember, each) for each in requests])
    assert tally(outcomes) == {OK: 1, "IDENTITY_IN_USE": callers - 1}
    (winner,) = (each.member for each in outcomes if not isinstance(each, Failure))
    found = operator.members.FindMember(member_service_pb2.FindMemberRequest(identity=same))
    assert found.member.member_id == winner.member_id
    loser = next(
        request
        for request, outcome in zip(requests, outcomes, strict=True)
        if isinstance(outcome, Failure)
    )
    own = member_service_pb2.FindMemberRequest(identity=loser.identities[0])
    assert failure_of(lambda: operator.members.FindMember(own)).reason == "MEMBER_NOT_FOUND"
    require_clean_audit(operator)


@pytest.mark.parametrize("callers", [2, 16])
def test_of_many_members_one_gets_the_identity(operator: Client, callers: int) -> None:
    same = build.card(build.fresh("CARD"))
    members = [build.enroll(operator) for _ in range(callers)]
    requests = [
        member_service_pb2.LinkIdentityRequest(
            request_id=build.fresh(), member_id=each, identity=same
        )
        for each in members
    ]
    outcomes = at_once([partial(operator.members.LinkIdentity, each) for each in requests])
    assert tally(outcomes) == {OK: 1, "IDENTITY_IN_USE": callers - 1}
    (winner,) = (each.member for each in outcomes if not isinstance(each, Failure))
    found = operator.members.FindMember(member_service_pb2.FindMemberRequest(identity=same))
    assert found.member == winner
    linked = [len(member_of(operator, each).identities) for each in members]
    assert sorted(linked) == [1] * (callers - 1) + [2]
    require_clean_audit(operator)


def test_programs_published_together_get_versions_without_gaps(operator: Client) -> None:
    listed = program_service_pb2.ListProgramsRequest(page_size=1)
    before = operator.programs.ListPrograms(listed).programs[0].version
    wanted = build.program({}, effective_time=build.timestamp(NOON + timedelta(hours=1)))
    outcomes = at_once(
        [
            partial(
                operator.programs.PublishProgram,
                program_service_pb2.PublishProgramRequest(request_id=build.fresh(), program=wanted),
            )
            for _ in range(8)
        ]
    )
    assert tally(outcomes) == {OK: 8}
    versions = sorted(each.program.version for each in outcomes)
    assert versions == list(range(before + 1, before + 9))
