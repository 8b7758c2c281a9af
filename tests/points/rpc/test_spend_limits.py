"""What a member may spend of a household is set anew, on record, while they share it."""

from __future__ import annotations

from functools import partial

import pytest
from loyalty.points.v1 import entry_pb2, points_service_pb2
from loyalty_points.use_cases.members.erase_closed import erase_closed

from support import build
from support.asking import give, member_of
from support.harness import Client, Harness, failure_of
from support.together import require_clean_audit

LIMIT_SET = entry_pb2.ENTRY_KIND_SPEND_LIMIT_SET


@pytest.fixture
def owner_id(operator: Client) -> str:
    """An owner with 1000 points and a household."""
    owner_id = build.enroll(operator)
    give(operator, owner_id, 1_000)
    operator.households.CreateHousehold(build.household(owner_id))
    return owner_id


@pytest.fixture
def mate_id(operator: Client, owner_id: str) -> str:
    """One who shares it, and may spend 100 points a month."""
    mate_id = build.enroll(operator)
    operator.households.JoinHousehold(build.join(mate_id, owner_id, 100))
    return mate_id


def newest(client: Client, member_id: str) -> entry_pb2.Entry:
    listed = points_service_pb2.ListEntriesRequest(member=build.key(member_id), page_size=1)
    entry: entry_pb2.Entry = client.points.ListEntries(listed).entries[0]
    return entry


def spend(client: Client, member_id: str, points: int) -> None:
    client.points.RedeemPoints(build.redeem(member_id, points))


def test_a_higher_limit_lets_spend_more_and_what_was_spent_counts(
    operator: Client, owner_id: str, mate_id: str
) -> None:
    spend(operator, mate_id, 100)
    member = operator.households.SetSpendLimit(build.spend_limit(mate_id, 150)).member
    assert (member.member_id, member.spend_limit.points_per_month) == (mate_id, 150)
    entry = newest(operator, owner_id)
    assert (entry.kind, entry.member_id, entry.account_id) == (LIMIT_SET, mate_id, owner_id)
    assert entry.spend_limit.points_per_month == 150
    failure = failure_of(partial(spend, operator, mate_id, 51))
    assert (failure.reason, failure.metadata["used"]) == ("LIMIT_REACHED", "100")
    spend(operator, mate_id, 50)
    require_clean_audit(operator)


def test_a_lower_limit_holds_at_once(operator: Client, mate_id: str) -> None:
    spend(operator, mate_id, 60)
    operator.households.SetSpendLimit(build.spend_limit(mate_id, 20))
    failure = failure_of(partial(spend, operator, mate_id, 1))
    assert (failure.metadata["maximum"], failure.metadata["used"]) == ("20", "60")
    operator.households.SetSpendLimit(build.spend_limit(mate_id, 0))
    assert member_of(operator, mate_id).HasField("spend_limit"), "nothing is not no limit"
    require_clean_audit(operator)


def test_without_a_limit_all_may_be_spent(operator: Client, owner_id: str, mate_id: str) -> None:
    operator.households.SetSpendLimit(build.spend_limit(mate_id, None))
    assert not newest(operator, owner_id).HasField("spend_limit")
    spend(operator, mate_id, 1_000)
    require_clean_audit(operator)


def test_who_shares_nobodys_account_has_no_limit_to_set(operator: Client, owner_id: str) -> None:
    before = newest(operator, owner_id)
    failure = failure_of(lambda: operator.households.SetSpendLimit(build.spend_limit(owner_id, 10)))
    assert (failure.code, failure.reason) == ("NOT_FOUND", "HOUSEHOLD_NOT_FOUND")
    assert newest(operator, owner_id) == before


def test_joining_tells_the_limit_to_the_household_and_leaving_ends_it(
    operator: Client, owner_id: str, mate_id: str
) -> None:
    joined = newest(operator, owner_id)
    assert joined.kind == entry_pb2.ENTRY_KIND_HOUSEHOLD_JOINED
    assert joined.spend_limit.points_per_month == 100
    operator.households.LeaveHousehold(build.leave(mate_id))
    assert not member_of(operator, mate_id).HasField("spend_limit")
    require_clean_audit(operator)


def test_the_request_finds_its_entry_again(operator: Client, owner_id: str, mate_id: str) -> None:
    request = build.spend_limit(mate_id, 10)
    operator.households.SetSpendLimit(request)
    found = points_service_pb2.GetEntryRequest(
        operation=points_service_pb2.OPERATION_SET_SPEND_LIMIT, request_id=request.request_id
    )
    assert operator.points.GetEntry(found).entry == newest(operator, owner_id)


def test_a_limit_that_nobody_recorded_is_found(
    harness: Harness, operator: Client, owner_id: str, mate_id: str
) -> None:
    operator.households.SetSpendLimit(build.spend_limit(mate_id, 10))
    for wrong in (1_000, None):
        members = harness.database["members"]
        members.update_one({"_id": mate_id}, {"$set": {"monthly_spend_limit": wrong}})
        with pytest.raises(AssertionError, match="monthly_spend_limit"):
            require_clean_audit(operator, owner_id)
    operator.households.SetSpendLimit(build.spend_limit(mate_id, 10))
    require_clean_audit(operator, owner_id)


def test_what_was_answered_of_one_who_closes_is_erased(
    harness: Harness, operator: Client, mate_id: str
) -> None:
    request = build.spend_limit(mate_id, 10)
    operator.households.SetSpendLimit(request)
    operator.households.LeaveHousehold(build.leave(mate_id))
    operator.members.CloseMember(build.close(mate_id))
    erase_closed(harness.parts, 100)
    for again in (request, build.spend_limit(mate_id, 10)):
        failure = failure_of(partial(operator.households.SetSpendLimit, again))
        assert failure.reason == "MEMBER_CLOSED"
    require_clean_audit(operator)
