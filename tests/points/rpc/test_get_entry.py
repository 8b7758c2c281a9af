"""A till that lost the answer asks what became of its request."""

from __future__ import annotations

from functools import partial

import pytest
from loyalty.points.v1 import member_service_pb2
from loyalty.points.v1 import points_service_pb2 as pb

from support import build
from support.asking import give
from support.harness import Client, Harness, failure_of


def asked(request_id: str, operation: pb.Operation) -> pb.GetEntryRequest:
    return pb.GetEntryRequest(request_id=request_id, operation=operation)


def test_a_request_that_was_done_gives_its_entry(operator: Client, member_id: str) -> None:
    record, redeem = build.record(member_id), build.redeem(member_id, 10)
    recorded = operator.points.RecordPurchase(record).entry
    redeemed = operator.points.RedeemPoints(redeem).entry
    get = operator.points.GetEntry
    assert get(asked(record.request_id, pb.OPERATION_RECORD_PURCHASE)).entry == recorded
    assert get(asked(redeem.request_id, pb.OPERATION_REDEEM_POINTS)).entry == redeemed


def test_a_change_of_the_member_gives_its_entry(operator: Client) -> None:
    request = member_service_pb2.EnrollMemberRequest(
        request_id=build.fresh(), identities=[build.card(build.fresh("CARD"))]
    )
    member = operator.members.EnrollMember(request).member
    answer = operator.points.GetEntry(asked(request.request_id, pb.OPERATION_ENROLL_MEMBER))
    assert answer.entry.entry_id == f"{member.member_id}-1"
    assert answer.entry.request_id == request.request_id


def test_a_request_that_was_refused_is_refused_in_the_same_words(
    operator: Client, member_id: str
) -> None:
    request = build.redeem(member_id, 10)
    first = failure_of(partial(operator.points.RedeemPoints, request))
    give(operator, member_id, 10)
    get = partial(operator.points.GetEntry, asked(request.request_id, pb.OPERATION_REDEEM_POINTS))
    assert failure_of(get) == first


@pytest.mark.parametrize(
    ("client_id", "operation"),
    [
        ("operator", pb.OPERATION_REDEEM_POINTS),
        ("retail-tills", pb.OPERATION_RECORD_PURCHASE),
    ],
    ids=["another operation", "another client"],
)
def test_a_request_nobody_sent_is_not_found(
    harness: Harness, member_id: str, client_id: str, operation: pb.Operation
) -> None:
    request = build.record(member_id)
    harness.client().points.RecordPurchase(request)
    get = partial(harness.client(client_id).points.GetEntry, asked(request.request_id, operation))
    failure = failure_of(get)
    assert (failure.code, failure.reason) == ("NOT_FOUND", "REQUEST_NOT_FOUND")


def test_a_request_that_failed_otherwise_is_not_found(operator: Client) -> None:
    request = build.record("0" * 26)
    failure_of(partial(operator.points.RecordPurchase, request))
    get = partial(operator.points.GetEntry, asked(request.request_id, pb.OPERATION_RECORD_PURCHASE))
    assert failure_of(get).reason == "REQUEST_NOT_FOUND"
