"""What a member of a household spends is theirs, whoever is named and whatever is returned."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import program_pb2

from support import build
from support.asking import account_of, give
from support.harness import Client, Harness, failure_of, registry_of, start_harness
from support.plugins import simple_rules
from support.returning import cancel, reverse, reverse_redemption
from support.together import require_clean_audit


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service whose leavers take along nothing."""
    folder = tmp_path_factory.mktemp("points")
    running = start_harness(database_url, folder, registry_of({"simple": simple_rules}))
    simple: dict[str, Any] = {name: [("simple", {})] for name in ("hotel", "retail")}
    leave = program_pb2.HOUSEHOLD_LEAVE_NOTHING
    build.publish(running.client(), build.program(simple, household_leave=leave))
    yield running
    running.stop()


def owner_of_a_household(client: Client) -> str:
    owner_id = build.enroll(client)
    give(client, owner_id, 1_000)
    client.households.CreateHousehold(build.household(owner_id))
    return owner_id


@pytest.fixture
def owner_id(operator: Client) -> str:
    """An owner with 1000 points."""
    return owner_of_a_household(operator)


def reason_of(method: Any, request: Any) -> str:
    return failure_of(partial(method, request)).reason


def test_a_hold_is_spent_by_who_placed_it_whoever_is_named_at_its_capture(
    operator: Client, owner_id: str
) -> None:
    mate_id = build.enroll(operator)
    operator.households.JoinHousehold(build.join(mate_id, owner_id, 10))
    capture = operator.holds.CaptureHold
    first, second = (
        operator.holds.PlaceHold(build.hold(mate_id, 8)).entry.hold.hold_id for _ in range(2)
    )
    assert capture(build.capture(owner_id, first)).entry.member_id == mate_id
    assert reason_of(capture, build.capture(owner_id, second)) == "LIMIT_REACHED"
    operator.members.FreezeMember(build.freeze_member(mate_id))
    assert reason_of(capture, build.capture(owner_id, second, 1)) == "MEMBER_FROZEN"
    released = operator.holds.ReleaseHold(build.release(owner_id, second)).entry
    assert released.member_id == mate_id
    require_clean_audit(operator)


def test_what_one_spent_of_ones_own_is_not_given_back_to_the_share(
    operator: Client, owner_id: str
) -> None:
    mate_id = build.enroll(operator)
    give(operator, mate_id, 10)
    redeem = operator.points.RedeemPoints
    own = redeem(build.redeem(mate_id, 10)).entry
    operator.households.JoinHousehold(build.join(mate_id, owner_id, 10))
    redeem(build.redeem(mate_id, 10))
    operator.returns.ReverseRedemption(reverse_redemption(own.entry_id))
    assert reason_of(redeem, build.redeem(mate_id, 1)) == "LIMIT_REACHED"
    require_clean_audit(operator)


def test_a_month_of_one_household_is_none_of_another(operator: Client, owner_id: str) -> None:
    mate_id, other_id = build.enroll(operator), owner_of_a_household(operator)
    redeem, leave = operator.points.RedeemPoints, operator.households.LeaveHousehold
    operator.households.JoinHousehold(build.join(mate_id, owner_id))
    redeem(build.redeem(mate_id, 8))
    leave(build.leave(mate_id))
    operator.households.JoinHousehold(build.join(mate_id, other_id, 10))
    redeem(build.redeem(mate_id, 10))
    leave(build.leave(mate_id))
    operator.households.JoinHousehold(build.join(mate_id, owner_id, 10))
    assert reason_of(redeem, build.redeem(mate_id, 3)) == "LIMIT_REACHED"
    redeem(build.redeem(mate_id, 2))
    require_clean_audit(operator)


def test_a_return_to_the_account_of_one_who_is_gone_is_refused(
    operator: Client, owner_id: str
) -> None:
    mate_id = build.enroll(operator)
    operator.households.JoinHousehold(build.join(mate_id, owner_id))
    bought = operator.points.RecordPurchase(build.record(mate_id)).entry
    spent = operator.points.RedeemPoints(build.redeem(mate_id, 5)).entry
    operator.households.LeaveHousehold(build.leave(mate_id))
    operator.members.CloseMember(build.close(owner_id))
    returns = operator.returns
    for method, request, reason in (
        (returns.ReversePurchase, reverse(bought.entry_id), "MEMBER_CLOSED"),
        (returns.ReverseRedemption, reverse_redemption(spent.entry_id), "MEMBER_CLOSED"),
        (returns.CancelPending, cancel(bought.entry_id), "NOTHING_PENDING"),
    ):
        assert reason_of(method, request) == reason
    assert account_of(operator, owner_id).balance.debt_points == 0
    require_clean_audit(operator)


def test_what_is_returned_in_and_after_a_household_passes_the_audit(
    operator: Client, owner_id: str
) -> None:
    mate_id = build.enroll(operator)
    give(operator, mate_id, 10)
    spent = operator.points.RedeemPoints(build.redeem(mate_id, 3)).entry
    give_back = operator.returns.ReverseRedemption
    operator.households.JoinHousehold(build.join(mate_id, owner_id))
    give_back(reverse_redemption(spent.entry_id, 1))
    require_clean_audit(operator)
    operator.households.LeaveHousehold(build.leave(mate_id))
    assert give_back(reverse_redemption(spent.entry_id, 2)).entry.reversal.complete
    require_clean_audit(operator)
