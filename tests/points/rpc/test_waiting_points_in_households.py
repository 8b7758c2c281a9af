"""Points that wait are settled in whichever account they are in by then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import entry_pb2, program_pb2

from support import build
from support.asking import account_of, member_of
from support.clocks import NOON
from support.harness import Client, Harness, failure_of, registry_of, start_harness
from support.plugins import waiting_rules
from support.returning import cancel, confirm
from support.tampering import difference
from support.together import at_once, require_clean_audit, tally

LATER = NOON + timedelta(days=365)
"""From then on who leaves a household takes nothing along."""


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A hotel whose stays give points at check-out; leavers take what they earned, for a year."""
    running = start_harness(
        database_url, tmp_path_factory.mktemp("moving"), registry_of({"own": waiting_rules})
    )
    rules: dict[str, Any] = {"hotel": [("own", {})]}
    own, nothing = program_pb2.HOUSEHOLD_LEAVE_OWN_LOTS, program_pb2.HOUSEHOLD_LEAVE_NOTHING
    build.publish(running.client(), build.program(rules, household_leave=own))
    later = build.program(
        rules, household_leave=nothing, effective_time=build.timestamp(LATER - timedelta(days=1))
    )
    build.publish(running.client(), later)
    yield running
    running.stop()


@pytest.fixture
def _later(harness: Harness) -> Iterator[None]:
    """A time at which leavers take nothing; the clock is put back after the test."""
    harness.clock.now = LATER
    yield
    harness.clock.now = NOON


@pytest.fixture
def owner_id(operator: Client) -> str:
    """A member with a household."""
    owner_id = build.enroll(operator)
    operator.households.CreateHousehold(build.household(owner_id))
    return owner_id


def stay(
    client: Client, member_id: str, net: int, at: datetime = NOON, category: str = "room"
) -> entry_pb2.Entry:
    """Record a stay whose points wait for the till."""
    room = build.line(net, category=category, line_id="room")
    bought = build.purchase(room, business="hotel", at=at)
    entry: entry_pb2.Entry = client.points.RecordPurchase(build.record(member_id, bought)).entry
    return entry


def balances(client: Client, *member_ids: str) -> list[tuple[int, int]]:
    """Return what is available and what waits, of each."""
    found = [account_of(client, member_id).balance for member_id in member_ids]
    return [(each.available_points, each.pending_points) for each in found]


def test_what_a_leaver_took_along_is_confirmed_in_their_own_account(
    operator: Client, owner_id: str, member_id: str
) -> None:
    operator.households.JoinHousehold(build.join(member_id, owner_id))
    original = stay(operator, member_id, 100)
    assert original.account_id == owner_id
    operator.households.LeaveHousehold(build.leave(member_id))
    entry = operator.returns.ConfirmPurchase(confirm(original.entry_id)).entry
    assert (entry.account_id, entry.member_id) == (member_id, member_id)
    assert balances(operator, member_id, owner_id) == [(100, 0), (0, 0)]
    again = failure_of(partial(operator.returns.ConfirmPurchase, confirm(original.entry_id)))
    assert again.reason == "NOTHING_PENDING"
    require_clean_audit(operator)


def test_what_a_leaver_took_along_is_confirmed_though_the_household_is_closed(
    operator: Client, owner_id: str, member_id: str
) -> None:
    operator.households.JoinHousehold(build.join(member_id, owner_id))
    originals = [stay(operator, member_id, net) for net in (30, 70)]
    operator.households.LeaveHousehold(build.leave(member_id))
    operator.members.CloseMember(build.close(owner_id))
    operator.returns.ConfirmPurchase(confirm(originals[0].entry_id))
    operator.returns.CancelPending(cancel(originals[1].entry_id))
    assert balances(operator, member_id) == [(30, 0)]
    again = failure_of(partial(operator.returns.CancelPending, cancel(originals[1].entry_id)))
    assert again.reason == "NOTHING_PENDING"
    require_clean_audit(operator)


@pytest.mark.parametrize("moves", ["joins", "leaves", "leaves and it is closed"])
def test_what_only_qualifies_is_taken_back_wherever_the_member_went(
    operator: Client, owner_id: str, member_id: str, moves: str
) -> None:
    if moves == "joins":
        original = stay(operator, member_id, 100, category="night")
        operator.households.JoinHousehold(build.join(member_id, owner_id))
    else:
        operator.households.JoinHousehold(build.join(member_id, owner_id))
        original = stay(operator, member_id, 100, category="night")
        operator.households.LeaveHousehold(build.leave(member_id))
    if moves == "leaves and it is closed":
        operator.members.CloseMember(build.close(owner_id))
    assert member_of(operator, member_id).qualifying_points == 100
    entry = operator.returns.CancelPending(cancel(original.entry_id)).entry
    assert (entry.earned_points, entry.qualifying_points) == (0, -100)
    assert member_of(operator, member_id).qualifying_points == 0
    require_clean_audit(operator)


@pytest.mark.usefixtures("_later")
def test_what_a_leaver_left_behind_is_settled_there_and_what_came_later_is_not_touched(
    operator: Client, owner_id: str, member_id: str
) -> None:
    alone, cancelled = stay(operator, member_id, 50, LATER), stay(operator, member_id, 5, LATER)
    operator.households.JoinHousehold(build.join(member_id, owner_id))
    operator.households.LeaveHousehold(build.leave(member_id))
    after = stay(operator, member_id, 70, LATER + timedelta(seconds=1))
    assert balances(operator, member_id, owner_id) == [(0, 70), (0, 55)]
    entry = operator.returns.ConfirmPurchase(confirm(alone.entry_id)).entry
    assert (entry.account_id, entry.member_id) == (owner_id, member_id)
    gone = operator.returns.CancelPending(cancel(cancelled.entry_id)).entry
    assert (gone.account_id, gone.reversal.clawed_back_pending_points) == (owner_id, 5)
    assert balances(operator, member_id, owner_id) == [(0, 70), (50, 0)]
    operator.returns.ConfirmPurchase(confirm(after.entry_id))
    assert balances(operator, member_id, owner_id) == [(70, 0), (50, 0)]
    require_clean_audit(operator)


@pytest.mark.usefixtures("_later")
def test_what_was_left_in_a_household_is_found_though_its_owner_moved_it_on(
    operator: Client, owner_id: str, member_id: str
) -> None:
    operator.households.JoinHousehold(build.join(member_id, owner_id))
    original = stay(operator, member_id, 40, LATER)
    operator.households.LeaveHousehold(build.leave(member_id))
    other_id = build.enroll(operator)
    operator.households.CreateHousehold(build.household(other_id))
    operator.households.JoinHousehold(build.join(owner_id, other_id))
    operator.households.LeaveHousehold(build.leave(owner_id))
    assert balances(operator, member_id, owner_id, other_id) == [(0, 0), (0, 0), (0, 40)]
    entry = operator.returns.ConfirmPurchase(confirm(original.entry_id)).entry
    assert entry.account_id == other_id
    assert balances(operator, other_id) == [(40, 0)]
    require_clean_audit(operator)


def test_what_is_cancelled_after_a_move_no_longer_counts_toward_the_tier(
    operator: Client, owner_id: str, member_id: str
) -> None:
    operator.households.JoinHousehold(build.join(member_id, owner_id))
    original = stay(operator, member_id, 60)
    operator.households.LeaveHousehold(build.leave(member_id))
    assert member_of(operator, member_id).qualifying_points == 60
    entry = operator.returns.CancelPending(cancel(original.entry_id)).entry
    assert (entry.account_id, entry.qualifying_points) == (member_id, -60)
    assert member_of(operator, member_id).qualifying_points == 0
    require_clean_audit(operator)


def test_a_confirmation_while_the_member_leaves_is_done_in_one_account_or_the_other(
    operator: Client, owner_id: str, member_id: str
) -> None:
    operator.households.JoinHousehold(build.join(member_id, owner_id))
    original = stay(operator, member_id, 100)
    leaving = partial(operator.households.LeaveHousehold, build.leave(member_id))
    confirming = partial(operator.returns.ConfirmPurchase, confirm(original.entry_id))
    assert tally(at_once([leaving, confirming])) == {"OK": 2}
    assert balances(operator, member_id, owner_id) == [(100, 0), (0, 0)]
    require_clean_audit(operator)


def test_the_audit_finds_what_was_settled_in_another_account(
    harness: Harness, operator: Client, owner_id: str, member_id: str
) -> None:
    operator.households.JoinHousehold(build.join(member_id, owner_id))
    original = stay(operator, member_id, 100)
    other = stay(operator, member_id, 20)
    operator.households.LeaveHousehold(build.leave(member_id))
    entry = operator.returns.ConfirmPurchase(confirm(original.entry_id)).entry
    cancelled = operator.returns.CancelPending(cancel(other.entry_id)).entry
    require_clean_audit(operator)
    states = harness.database["purchase_states"]
    kept = states.find_one({"_id": original.entry_id})
    assert kept is not None
    assert kept["elsewhere"] == [{"version": 1, "entry_id": f"{entry.account_id}-{entry.sequence}"}]
    of_another = f"{cancelled.account_id}-{cancelled.sequence}"
    for elsewhere in (
        [],
        [{"version": 2, "entry_id": kept["elsewhere"][0]["entry_id"]}],
        [{"version": 1, "entry_id": f"{member_id}-999"}],
        [{"version": 1, "entry_id": of_another}],
    ):
        states.update_one({"_id": original.entry_id}, {"$set": {"elsewhere": elsewhere}})
        found = difference(operator, owner_id)
        assert found is not None, elsewhere
        assert original.entry_id in found.subject or "is of the original" in found.subject
    states.replace_one({"_id": original.entry_id}, kept)
    require_clean_audit(operator)
