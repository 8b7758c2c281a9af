"""Points given and taken by hand, at once or by two operators."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import (
    adjustment_pb2,
    adjustment_service_pb2,
    entry_pb2,
    points_service_pb2,
    program_pb2,
)

from support import build
from support.asking import account_of, give, points_and_entries
from support.clocks import NOON, ManualClock
from support.harness import SUPERVISOR, Client, Harness, failure_of
from support.together import OK, at_once, require_clean_audit, tally

OPEN = adjustment_pb2.PROPOSAL_STATE_OPEN
APPROVED = adjustment_pb2.PROPOSAL_STATE_APPROVED
REJECTED = adjustment_pb2.PROPOSAL_STATE_REJECTED


@pytest.fixture
def supervisor(harness: Harness) -> Client:
    """A second client of the group."""
    return harness.client(SUPERVISOR)


@pytest.fixture
def moved_clock(harness: Harness) -> Iterator[ManualClock]:
    before = harness.clock.now
    yield harness.clock
    harness.clock.now = before


def legs(entry: entry_pb2.Entry) -> dict[str, int]:
    return {leg.ledger_account: leg.points for leg in entry.postings}


def propose(client: Client, member_id: str, points: int, **parts: Any) -> str:
    request = build.propose(member_id, points, **parts)
    proposal_id: str = client.adjustments.ProposeAdjustment(request).proposal.proposal_id
    return proposal_id


def proposals(client: Client, **parts: Any) -> Any:
    request = adjustment_service_pb2.ListAdjustmentProposalsRequest(**parts)
    return client.adjustments.ListAdjustmentProposals(request)


def test_a_credit_is_issued_by_its_funder_and_expires_as_an_award_would(
    operator: Client, member_id: str
) -> None:
    give(operator, member_id, 10)
    request = build.adjust(member_id, 250)
    entry = operator.adjustments.AdjustPoints(request).entry
    assert entry.kind == entry_pb2.ENTRY_KIND_ADJUSTMENT
    assert legs(entry) == {f"member:{member_id}": 250, "issued:retail": -250}
    assert (entry.business_id, entry.reason, entry.operator_id) == ("retail", "goodwill", "ann")
    assert (entry.earned_points, entry.burned_points, entry.approver_id) == (0, 0, "")
    account = account_of(operator, member_id)
    assert account.open_lot_count == 1, "an award of the same day is the same lot"
    assert account.balance.available_points == 260
    assert operator.adjustments.AdjustPoints(request).entry == entry
    require_clean_audit(operator)


def test_a_credit_of_the_group_may_have_an_expiry_of_its_own(
    operator: Client, member_id: str
) -> None:
    expires = build.timestamp(NOON + timedelta(days=3))
    request = build.adjust(member_id, 7, funder="group", expire_time=expires)
    entry = operator.adjustments.AdjustPoints(request).entry
    assert legs(entry)["issued:group"] == -7
    assert entry.lot_changes[0].expire_time == expires
    assert account_of(operator, member_id).next_expiration.expire_time == expires
    require_clean_audit(operator, member_id)


def test_a_debit_takes_what_expires_soonest_and_says_who_owes_whom(
    operator: Client, member_id: str
) -> None:
    give(operator, member_id, 100)
    give(operator, member_id, 60, at=NOON - timedelta(days=40), business="hotel")
    entry = operator.adjustments.AdjustPoints(build.adjust(member_id, -80)).entry
    assert [(change.funder, change.points) for change in entry.lot_changes] == [
        ("hotel", -60),
        ("retail", -20),
    ]
    assert legs(entry) == {f"member:{member_id}": -80, "issued:retail": 80}
    assert [(each.debtor, each.creditor, each.points) for each in entry.owed] == [
        ("hotel", "retail", 60)
    ]
    require_clean_audit(operator, member_id)


def test_no_debt_is_made_by_hand(operator: Client, member_id: str) -> None:
    give(operator, member_id, 100)
    request = build.adjust(member_id, -101)
    failure = failure_of(partial(operator.adjustments.AdjustPoints, request))
    assert (failure.reason, failure.metadata["missing"]) == ("INSUFFICIENT_POINTS", "1")
    give(operator, member_id, 100)
    assert failure_of(partial(operator.adjustments.AdjustPoints, request)) == failure
    assert account_of(operator, member_id).balance.debt_points == 0
    assert points_and_entries(operator, member_id) == (200, 3)


@pytest.mark.parametrize("points", [1_001, -1_001, 10**12])
def test_more_than_one_operator_may_give_or_take_needs_a_second(
    operator: Client, member_id: str, points: int
) -> None:
    request = build.adjust(member_id, points)
    failure = failure_of(partial(operator.adjustments.AdjustPoints, request))
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "APPROVAL_NEEDED")
    assert failure.metadata == {
        "limit": "unapproved_adjustment_points",
        "maximum": "1000",
        "requested": str(abs(points)),
    }
    assert points_and_entries(operator, member_id) == (0, 1)
    operator.adjustments.AdjustPoints(build.adjust(member_id, 1_000))


def test_a_program_without_the_limit_lets_nobody_adjust_alone(
    operator: Client, member_id: str, moved_clock: ManualClock
) -> None:
    program = build.program({}, effective_time=build.timestamp(NOON + timedelta(days=2000)))
    program.limits.ClearField("max_unapproved_adjustment_points")
    build.publish(operator, program)
    moved_clock.advance(days=2000)
    adjust = partial(operator.adjustments.AdjustPoints, build.adjust(member_id, 1))
    assert failure_of(adjust).metadata["maximum"] == "0"


def test_credits_slide_where_awards_do_unless_they_have_an_expiry_of_their_own(
    operator: Client, member_id: str, moved_clock: ManualClock
) -> None:
    start = NOON + timedelta(days=2200)
    program = build.program({}, effective_time=build.timestamp(start))
    program.expiry.CopyFrom(
        program_pb2.ExpiryPolicy(
            kind=program_pb2.EXPIRY_KIND_INACTIVITY,
            count=30,
            unit=program_pb2.EXPIRY_UNIT_DAYS,
            rounding=program_pb2.EXPIRY_ROUNDING_END_OF_DAY,
        )
    )
    build.publish(operator, program)
    moved_clock.now = start
    adjust, fixed = operator.adjustments.AdjustPoints, build.timestamp(start + timedelta(days=31))
    adjust(build.adjust(member_id, 100))
    adjust(build.adjust(member_id, 10, expire_time=fixed))
    moved_clock.advance(days=20)
    operator.points.RedeemPoints(build.redeem(member_id, 1))
    moved_clock.advance(days=20)
    assert account_of(operator, member_id).balance.available_points == 99
    require_clean_audit(operator, member_id)


def test_a_proposal_is_written_once_another_client_and_person_approve(
    operator: Client, supervisor: Client, member_id: str
) -> None:
    request = build.propose(member_id, 5_000)
    proposed = operator.adjustments.ProposeAdjustment(request).proposal
    assert operator.adjustments.ProposeAdjustment(request).proposal == proposed
    assert (proposed.state, proposed.propose_client_id) == (OPEN, "operator")
    assert proposed.adjustment == request.adjustment
    assert points_and_entries(operator, member_id) == (0, 1)

    approve = build.approve(proposed.proposal_id)
    own = failure_of(partial(operator.adjustments.ApproveAdjustment, approve))
    assert (own.code, own.reason) == ("FAILED_PRECONDITION", "SECOND_OPERATOR_NEEDED")
    assert own.metadata["same"] == "client"
    ann = build.approve(proposed.proposal_id, "Ann")
    same = failure_of(partial(supervisor.adjustments.ApproveAdjustment, ann))
    assert (same.reason, same.metadata["same"]) == ("SECOND_OPERATOR_NEEDED", "operator")

    entry = supervisor.adjustments.ApproveAdjustment(approve).entry
    assert (entry.operator_id, entry.approver_id) == ("ann", "bob")
    assert (entry.reference, entry.client_id) == (proposed.proposal_id, SUPERVISOR)
    assert legs(entry) == {f"member:{member_id}": 5_000, "issued:retail": -5_000}
    assert supervisor.adjustments.ApproveAdjustment(approve).entry == entry
    again = failure_of(
        partial(supervisor.adjustments.ApproveAdjustment, build.approve(proposed.proposal_id))
    )
    assert (again.reason, again.metadata["state"]) == ("PROPOSAL_CLOSED", "approved")
    assert points_and_entries(operator, member_id) == (5_000, 2)
    (shown,) = proposals(operator, page_size=1).proposals
    assert (shown.state, shown.entry_id) == (APPROVED, entry.entry_id)
    assert (shown.decide_client_id, shown.decide_operator_id) == (SUPERVISOR, "bob")
    asked = points_service_pb2.GetEntryRequest(
        request_id=approve.request_id, operation=points_service_pb2.OPERATION_APPROVE_ADJUSTMENT
    )
    assert supervisor.points.GetEntry(asked).entry == entry
    require_clean_audit(operator)


def test_of_many_approvals_and_rejections_at_once_one_takes_effect(
    operator: Client, supervisor: Client, member_id: str
) -> None:
    for _ in range(3):
        proposal_id = propose(operator, member_id, 5_000)
        calls = [
            partial(supervisor.adjustments.ApproveAdjustment, build.approve(proposal_id))
            for _ in range(5)
        ]
        calls.append(partial(supervisor.adjustments.RejectAdjustment, build.reject(proposal_id)))
        assert tally(at_once(calls)) == {OK: 1, "PROPOSAL_CLOSED": 5}
        (shown,) = proposals(operator, page_size=1).proposals
        if shown.state == APPROVED:
            assert points_and_entries(operator, member_id)[0] == 5_000
            operator.points.RedeemPoints(build.redeem(member_id, 5_000))
        assert points_and_entries(operator, member_id)[0] == 0
    require_clean_audit(operator, member_id)


def test_fifty_copies_of_an_approval_are_one(
    operator: Client, supervisor: Client, member_id: str
) -> None:
    approve = build.approve(propose(operator, member_id, 5_000))
    answers = at_once([partial(supervisor.adjustments.ApproveAdjustment, approve)] * 50)
    assert tally(answers) == {OK: 50}
    assert points_and_entries(operator, member_id) == (5_000, 2)


def test_a_proposal_that_cannot_be_written_yet_stays_open(
    operator: Client, supervisor: Client, member_id: str
) -> None:
    proposal_id = propose(operator, member_id, -500)
    refused = build.approve(proposal_id)
    failure = failure_of(partial(supervisor.adjustments.ApproveAdjustment, refused))
    assert failure.reason == "INSUFFICIENT_POINTS"
    give(operator, member_id, 500)
    assert failure_of(partial(supervisor.adjustments.ApproveAdjustment, refused)) == failure
    supervisor.adjustments.ApproveAdjustment(build.approve(proposal_id))
    assert points_and_entries(operator, member_id)[0] == 0


def test_a_proposer_may_withdraw(operator: Client, supervisor: Client, member_id: str) -> None:
    request = build.reject(propose(operator, member_id, 500), "ann")
    rejected = operator.adjustments.RejectAdjustment(request).proposal
    assert (rejected.state, rejected.decide_operator_id) == (REJECTED, "ann")
    assert operator.adjustments.RejectAdjustment(request).proposal == rejected
    failure = failure_of(
        partial(supervisor.adjustments.ApproveAdjustment, build.approve(rejected.proposal_id))
    )
    assert (failure.reason, failure.metadata["state"]) == ("PROPOSAL_CLOSED", "rejected")
    assert points_and_entries(operator, member_id) == (0, 1)


def test_points_that_would_have_expired_meanwhile_are_not_given(
    operator: Client, supervisor: Client, member_id: str, moved_clock: ManualClock
) -> None:
    expires = build.timestamp(NOON + timedelta(days=1))
    proposal_id = propose(operator, member_id, 500, expire_time=expires)
    moved_clock.advance(days=1)
    failure = failure_of(
        partial(supervisor.adjustments.ApproveAdjustment, build.approve(proposal_id))
    )
    assert (failure.reason, failure.metadata["state"]) == ("PROPOSAL_CLOSED", "expired")
    operator.adjustments.RejectAdjustment(build.reject(proposal_id))


def test_a_proposal_for_who_was_merged_since_is_written_where_they_went(
    operator: Client, supervisor: Client, member_id: str
) -> None:
    source = build.enroll(operator)
    proposal_id = propose(operator, source, 500)
    operator.members.MergeMembers(build.merge(source, member_id))
    entry = supervisor.adjustments.ApproveAdjustment(build.approve(proposal_id)).entry
    assert entry.account_id == member_id
    assert points_and_entries(operator, member_id)[0] == 500
    require_clean_audit(operator)


def test_an_unknown_proposal_is_not_found(supervisor: Client) -> None:
    approve = partial(supervisor.adjustments.ApproveAdjustment, build.approve("0" * 26))
    failure = failure_of(approve)
    assert (failure.code, failure.reason) == ("NOT_FOUND", "PROPOSAL_NOT_FOUND")


def test_proposals_are_listed_by_pages_newest_first_and_by_state(
    operator: Client, member_id: str
) -> None:
    made = [propose(operator, member_id, points) for points in range(1, 8)]
    for proposal_id in made[::2]:
        operator.adjustments.RejectAdjustment(build.reject(proposal_id))
    for state, wanted in ((OPEN, made[1::2]), (REJECTED, made[::2]), (0, made)):
        pages = [proposals(operator, state=state, page_size=2)]
        while token := pages[-1].next_page_token:
            pages.append(proposals(operator, state=state, page_size=2, page_token=token))
        assert {len(page.proposals) for page in pages[:-1]} == {2}
        listed = [each for page in pages for each in page.proposals]
        assert {each.state for each in listed} <= ({state} if state else {OPEN, REJECTED, APPROVED})
        newest = [each.proposal_id for each in listed][: len(wanted)]
        assert newest == sorted(wanted, reverse=True)


def test_a_frozen_members_account_can_be_put_right(
    harness: Harness, operator: Client, member_id: str
) -> None:
    give(operator, member_id, 100)
    members = harness.database["members"]
    members.update_one({"_id": member_id}, {"$set": {"frozen_reason": "fraud"}})
    operator.adjustments.AdjustPoints(build.adjust(member_id, -100))
    members.update_one({"_id": member_id}, {"$set": {"frozen_reason": ""}})
    assert points_and_entries(operator, member_id)[0] == 0


def test_details_are_for_the_funder_and_the_group(
    harness: Harness, operator: Client, member_id: str
) -> None:
    operator.adjustments.AdjustPoints(build.adjust(member_id, 5))
    listed = points_service_pb2.ListEntriesRequest(member=build.key(member_id), page_size=1)
    seen = {
        client_id: harness.client(client_id).points.ListEntries(listed).entries[0]
        for client_id in ("retail-tills", "hotel-tills")
    }
    assert (seen["retail-tills"].reason, seen["retail-tills"].operator_id) == ("goodwill", "ann")
    hidden = seen["hotel-tills"]
    assert (hidden.reason, hidden.operator_id, len(hidden.postings)) == ("", "", 0)
