"""Households: members share one account, each within their limit, and may leave it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import entry_pb2, points_service_pb2, program_pb2
from loyalty_points.use_cases.members.erase_closed import erase_closed

from support import build
from support.accounting import as_of, liability
from support.asking import account_of, give, member_of, points_and_entries
from support.harness import Client, Harness, failure_of, registry_of, start_harness
from support.plugins import simple_rules
from support.returning import reverse
from support.tampering import difference
from support.together import OK, at_once, require_clean_audit, tally

JOINED = entry_pb2.ENTRY_KIND_HOUSEHOLD_JOINED
LEFT = entry_pb2.ENTRY_KIND_HOUSEHOLD_LEFT


def running(database_url: str, folder: Any, leave: program_pb2.HouseholdLeave) -> Iterator[Harness]:
    """A service whose leavers take along what the program says."""
    harness = start_harness(database_url, folder, registry_of({"simple": simple_rules}))
    simple: build.Plugins = {
        name: [("simple", {})] for name in ("hotel", "dining", "retail", "fuel")
    }
    build.publish(harness.client(), build.program(simple, household_leave=leave))
    yield harness
    harness.stop()


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    leave = program_pb2.HOUSEHOLD_LEAVE_OWN_LOTS
    yield from running(database_url, tmp_path_factory.mktemp("points"), leave)


@pytest.fixture
def owner_id(operator: Client) -> str:
    """An owner with 1000 points."""
    owner_id = build.enroll(operator)
    give(operator, owner_id, 1_000)
    operator.households.CreateHousehold(build.household(owner_id))
    return owner_id


@pytest.fixture
def mate_id(operator: Client) -> str:
    """A member with 500 points, to share them."""
    mate_id = build.enroll(operator)
    give(operator, mate_id, 500, business="hotel")
    return mate_id


def entries(client: Client, member_id: str) -> list[entry_pb2.Entry]:
    request = points_service_pb2.ListEntriesRequest(member=build.key(member_id))
    return list(client.points.ListEntries(request).entries)


def available(client: Client, member_id: str) -> int:
    return points_and_entries(client, member_id)[0]


def test_who_joins_brings_all_and_both_see_one_account(
    operator: Client, owner_id: str, mate_id: str
) -> None:
    hold_id = operator.holds.PlaceHold(build.hold(mate_id, 100)).entry.hold.hold_id
    answer = operator.households.JoinHousehold(build.join(mate_id, owner_id))
    assert (answer.member.household_owner_id, answer.member.member_id) == (owner_id, mate_id)
    assert [answer.member_entry.kind, answer.household_entry.kind] == [JOINED, JOINED]
    assert (answer.member_entry.account_id, answer.household_entry.account_id) == (
        mate_id,
        owner_id,
    )
    assert answer.household_entry.member_id == mate_id
    assert account_of(operator, mate_id) == account_of(operator, owner_id)
    assert available(operator, mate_id) == 1_400
    assert list(member_of(operator, owner_id).household_member_ids) == [mate_id]
    require_clean_audit(operator)
    operator.holds.CaptureHold(build.capture(mate_id, hold_id))
    assert available(operator, owner_id) == 1_400
    require_clean_audit(operator)


def test_entries_show_who_earned_and_who_spent(
    operator: Client, owner_id: str, mate_id: str
) -> None:
    operator.households.JoinHousehold(build.join(mate_id, owner_id))
    give(operator, mate_id, 70)
    operator.points.RedeemPoints(build.redeem(mate_id, 1_200))
    operator.points.RedeemPoints(build.redeem(owner_id, 30))
    newest = entries(operator, mate_id)[:3]
    assert newest == entries(operator, owner_id)[:3]
    assert [entry.member_id for entry in newest] == [owner_id, mate_id, mate_id]
    assert {entry.account_id for entry in newest} == {owner_id}
    assert available(operator, owner_id) == 1_500 + 70 - 1_230
    assert member_of(operator, mate_id).qualifying_points == 570
    require_clean_audit(operator)


def test_a_member_spends_within_the_limit_of_the_month_and_gets_it_anew(
    harness: Harness, operator: Client, owner_id: str, mate_id: str
) -> None:
    operator.households.JoinHousehold(build.join(mate_id, owner_id, 100))
    redeem = operator.points.RedeemPoints
    redeem(build.redeem(mate_id, 60))
    failure = failure_of(partial(redeem, build.redeem(mate_id, 41)))
    assert failure.reason == "LIMIT_REACHED"
    assert failure.metadata["limit"] == "household-month"
    assert (failure.metadata["maximum"], failure.metadata["used"]) == ("100", "60")
    assert failure.metadata["free_time"].startswith("2026-07-01T04:00:00")
    paying = build.record(mate_id, build.purchase(build.line(80)), burn=41)
    failure = failure_of(partial(operator.points.RecordPurchase, paying))
    assert failure.metadata["limit"] == "household-month"
    send = build.transfer(mate_id, build.enroll(operator), 41)
    failure = failure_of(partial(operator.transfers.TransferPoints, send))
    assert failure.metadata["limit"] == "household-month"
    redeem(build.redeem(mate_id, 40))
    redeem(build.redeem(owner_id, 500))
    before = harness.clock.now
    harness.clock.now += timedelta(days=20)
    redeem(build.redeem(mate_id, 100))
    harness.clock.now = before
    require_clean_audit(operator)


def test_who_may_spend_nothing_still_earns(operator: Client, owner_id: str, mate_id: str) -> None:
    operator.households.JoinHousehold(build.join(mate_id, owner_id, 0))
    failure = failure_of(partial(operator.points.RedeemPoints, build.redeem(mate_id, 1)))
    assert (failure.reason, failure.metadata["maximum"]) == ("LIMIT_REACHED", "0")
    quote = operator.points.QuotePurchase(build.quote(mate_id))
    assert quote.burn_offer.max_points == 0
    give(operator, mate_id, 5)
    assert available(operator, owner_id) == 1_505


def test_who_leaves_takes_what_is_left_of_their_own_lots(
    operator: Client, owner_id: str, mate_id: str
) -> None:
    operator.households.JoinHousehold(build.join(mate_id, owner_id))
    give(operator, mate_id, 70)
    operator.points.RedeemPoints(build.redeem(owner_id, 40))
    answer = operator.households.LeaveHousehold(build.leave(mate_id))
    assert [answer.member_entry.kind, answer.household_entry.kind] == [LEFT, LEFT]
    own, shared = available(operator, mate_id), available(operator, owner_id)
    assert own + shared == 1_000 + 500 + 70 - 40
    assert own == -sum(change.points for change in answer.household_entry.lot_changes)
    assert all(mate_id in change.lot_id for change in answer.household_entry.lot_changes)
    assert answer.member.household_owner_id == ""
    assert list(member_of(operator, owner_id).household_member_ids) == []
    give(operator, mate_id, 5)
    assert available(operator, mate_id) == own + 5
    assert available(operator, owner_id) == shared
    require_clean_audit(operator)
    operator.households.JoinHousehold(build.join(mate_id, owner_id))
    assert available(operator, owner_id) == own + 5 + shared
    require_clean_audit(operator)


def test_the_journal_tells_what_a_household_holds_at_any_moment(
    harness: Harness, operator: Client, owner_id: str, mate_id: str
) -> None:
    before = harness.clock.now
    harness.clock.now += timedelta(days=100)  # after all that other tests wrote
    operator.holds.PlaceHold(build.hold(mate_id, 100, seconds=7 * 86_400))
    moments = []
    for step in (
        partial(operator.households.JoinHousehold, build.join(mate_id, owner_id)),
        partial(operator.points.RedeemPoints, build.redeem(mate_id, 40)),
    ):
        step()
        now = harness.clock.now
        moments.append((now, account_of(operator, owner_id), liability(operator)))
        harness.clock.now += timedelta(hours=1)
    for moment, account, outstanding in moments:
        assert as_of(operator, owner_id, moment).account == account
        assert liability(operator, moment) == outstanding
    harness.clock.now = before


def test_nobody_leaves_with_points_set_aside(operator: Client, owner_id: str, mate_id: str) -> None:
    operator.households.JoinHousehold(build.join(mate_id, owner_id))
    hold_id = operator.holds.PlaceHold(build.hold(mate_id, 100)).entry.hold.hold_id
    leave = build.leave(mate_id)
    failure = failure_of(partial(operator.households.LeaveHousehold, leave))
    assert (failure.reason, failure.metadata["hold_ids"]) == ("HOLDS_OPEN", hold_id)
    operator.holds.ReleaseHold(build.release(mate_id, hold_id))
    operator.households.LeaveHousehold(build.leave(mate_id))
    require_clean_audit(operator)


def test_a_return_after_leaving_is_the_households(
    operator: Client, owner_id: str, mate_id: str
) -> None:
    operator.households.JoinHousehold(build.join(mate_id, owner_id))
    bought = build.purchase(build.line(200))
    entry = operator.points.RecordPurchase(build.record(mate_id, bought)).entry
    operator.households.LeaveHousehold(build.leave(mate_id))
    own = available(operator, mate_id)
    undone = operator.returns.ReversePurchase(reverse(entry.entry_id)).entry
    assert (undone.account_id, undone.member_id) == (owner_id, mate_id)
    assert available(operator, owner_id) == 800
    assert available(operator, mate_id) == own
    require_clean_audit(operator)


def test_what_cannot_be_shared_is_refused(operator: Client, owner_id: str, mate_id: str) -> None:
    join, stranger = operator.households.JoinHousehold, build.enroll(operator)
    failure = failure_of(partial(join, build.join(mate_id, stranger)))
    assert (failure.code, failure.reason) == ("NOT_FOUND", "HOUSEHOLD_NOT_FOUND")
    join(build.join(mate_id, owner_id))
    operator.households.CreateHousehold(build.household(stranger))
    for wrong in (
        partial(join, build.join(mate_id, stranger)),
        partial(join, build.join(owner_id, stranger)),
        partial(operator.households.CreateHousehold, build.household(mate_id)),
        partial(operator.members.MergeMembers, build.merge(mate_id, stranger)),
        partial(operator.members.MergeMembers, build.merge(owner_id, stranger)),
        partial(operator.members.CloseMember, build.close(mate_id)),
        partial(operator.members.CloseMember, build.close(owner_id)),
    ):
        assert failure_of(wrong).reason == "IN_HOUSEHOLD"
    leave = partial(operator.households.LeaveHousehold, build.leave(owner_id))
    assert failure_of(leave).reason == "HOUSEHOLD_NOT_FOUND"
    frozen = build.enroll(operator)
    operator.members.FreezeMember(build.freeze_member(frozen))
    assert failure_of(partial(join, build.join(frozen, owner_id))).reason == "MEMBER_FROZEN"


def test_more_than_20_members_are_too_many(operator: Client, owner_id: str) -> None:
    for _ in range(20):
        operator.households.JoinHousehold(build.join(build.enroll(operator), owner_id))
    one_more = build.join(build.enroll(operator), owner_id)
    failure = failure_of(partial(operator.households.JoinHousehold, one_more))
    assert (failure.reason, failure.metadata["limit"]) == ("LIMIT_REACHED", "household_members")


def test_who_was_merged_answers_through_the_household(
    operator: Client, owner_id: str, mate_id: str
) -> None:
    twin, late_twin = build.enroll(operator), build.enroll(operator)
    give(operator, late_twin, 30)
    operator.members.MergeMembers(build.merge(twin, mate_id))
    operator.households.JoinHousehold(build.join(mate_id, owner_id))
    operator.members.MergeMembers(build.merge(late_twin, mate_id))
    for member_id in (twin, late_twin):
        assert account_of(operator, member_id) == account_of(operator, owner_id)
    assert available(operator, twin) == 1_530
    require_clean_audit(operator)
    operator.households.LeaveHousehold(build.leave(mate_id))
    assert available(operator, late_twin) == available(operator, mate_id) == 530
    require_clean_audit(operator)


def test_one_who_closes_after_leaving_is_erased_in_the_households_entries_too(
    harness: Harness, operator: Client, owner_id: str, mate_id: str
) -> None:
    operator.households.JoinHousehold(build.join(mate_id, owner_id))
    give(operator, mate_id, 70)
    operator.households.LeaveHousehold(build.leave(mate_id))
    operator.members.CloseMember(build.close(mate_id))
    erase_closed(harness.parts, 100)
    seen = {"seen": {"$ne": None}}
    count = harness.database.entries.count_documents
    assert count({"member_id": mate_id, **seen}) == 0
    assert count({"member_id": owner_id, **seen}) == 1
    require_clean_audit(operator)


def test_a_freeze_of_one_is_no_freeze_of_the_others(
    operator: Client, owner_id: str, mate_id: str
) -> None:
    operator.households.JoinHousehold(build.join(mate_id, owner_id))
    operator.members.FreezeMember(build.freeze_member(mate_id))
    failure = failure_of(partial(operator.points.RedeemPoints, build.redeem(mate_id, 1)))
    assert failure.reason == "MEMBER_FROZEN"
    operator.points.RedeemPoints(build.redeem(owner_id, 1_400))
    require_clean_audit(operator)
    operator.households.LeaveHousehold(build.leave(mate_id))
    assert member_of(operator, mate_id).frozen_reason
    require_clean_audit(operator)


def test_what_happens_while_one_joins_goes_to_one_account_or_the_other(
    operator: Client, owner_id: str, mate_id: str
) -> None:
    members = (owner_id, mate_id)
    calls = [partial(operator.points.RecordPurchase, build.record(each)) for each in members * 2]
    calls.append(partial(operator.households.JoinHousehold, build.join(mate_id, owner_id)))
    calls += [partial(operator.points.RedeemPoints, build.redeem(each, 100)) for each in members]
    assert tally(at_once(calls)) == {OK: 7}
    assert available(operator, mate_id) == 1_500 + 4_000 - 200
    require_clean_audit(operator)
    leave = partial(operator.households.LeaveHousehold, build.leave(mate_id))
    spend = [partial(operator.points.RedeemPoints, build.redeem(each, 100)) for each in members]
    assert tally(at_once([*spend, leave])) == {OK: 3}
    assert available(operator, mate_id) + available(operator, owner_id) == 5_100
    require_clean_audit(operator)


def test_of_two_households_a_member_joins_one(
    operator: Client, owner_id: str, mate_id: str
) -> None:
    other_id = build.enroll(operator)
    operator.households.CreateHousehold(build.household(other_id))
    joins = [build.join(mate_id, each) for each in (owner_id, other_id)]
    outcomes = at_once([partial(operator.households.JoinHousehold, each) for each in joins])
    assert tally(outcomes) == {OK: 1, "IN_HOUSEHOLD": 1}
    require_clean_audit(operator)


@pytest.mark.parametrize(
    ("whose", "collection", "change", "subject"),
    [
        ("mate", "members", {"account_id": ""}, "account_id"),
        ("mate", "accounts", {"forward_to": ""}, "forward_to"),
        ("owner", "members", {"household_member_ids": []}, "household_member_ids"),
        ("mate", "members", {"visits": {}}, "visits"),
        ("mate", "members", {"frozen_reason": "x"}, "frozen_reason"),
    ],
    ids=str,
)
def test_tampering_with_a_household_is_found(
    harness: Harness,
    operator: Client,
    owner_id: str,
    mate_id: str,
    whose: str,
    collection: str,
    change: dict[str, Any],
    subject: str,
) -> None:
    operator.households.JoinHousehold(build.join(mate_id, owner_id))
    tampered = {"mate": mate_id, "owner": owner_id}[whose]
    documents = harness.database[collection]
    before = documents.find_one({"_id": tampered})
    documents.update_one({"_id": tampered}, {"$set": change})
    found = [difference(operator, each) for each in (mate_id, owner_id)]
    documents.replace_one({"_id": tampered}, before)
    assert subject in [each.subject for each in found if each]
    require_clean_audit(operator)


def test_only_the_group_says_who_shares(harness: Harness, owner_id: str, mate_id: str) -> None:
    till = harness.client("retail-tills").households
    for call in (
        partial(till.CreateHousehold, build.household(mate_id)),
        partial(till.JoinHousehold, build.join(mate_id, owner_id)),
        partial(till.LeaveHousehold, build.leave(mate_id)),
    ):
        assert failure_of(call).reason == "NOT_GRANTED"
