"""Two members found to be one: everything of the one is the other's, whichever id is used."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import entry_pb2, member_service_pb2, points_service_pb2

from support import build
from support.asking import account_of, give, is_replayed, member_of, points_and_entries
from support.harness import Client, Harness, failure_of
from support.requests.refusals import snapshot
from support.returning import reverse, reverse_redemption
from support.tampering import difference
from support.together import require_clean_audit

AWAY = entry_pb2.ENTRY_KIND_MEMBER_MERGED_AWAY
IN = entry_pb2.ENTRY_KIND_MEMBER_MERGED_IN


@pytest.fixture
def source_id(operator: Client) -> str:
    """A member with 700 points of retail and hotel."""
    member_id = build.enroll(operator, tags=["old"], birthday="1990-02-28")
    give(operator, member_id, 500)
    give(operator, member_id, 200, business="hotel")
    return member_id


@pytest.fixture
def target_id(operator: Client) -> str:
    """A member with 300 points of retail."""
    member_id = build.enroll(operator, tags=["new"])
    give(operator, member_id, 300)
    return member_id


def entries(client: Client, member_id: str, **page: Any) -> list[entry_pb2.Entry]:
    request = points_service_pb2.ListEntriesRequest(member=build.key(member_id), **page)
    return list(client.points.ListEntries(request).entries)


def indebted(client: Client, points: int) -> str:
    """Return a member who owes that many points to hotel, and has none."""
    member_id = build.enroll(client)
    bought = build.purchase(build.line(points), business="hotel")
    entry = client.points.RecordPurchase(build.record(member_id, bought)).entry
    client.points.RedeemPoints(build.redeem(member_id, points))
    client.returns.ReversePurchase(reverse(entry.entry_id, store_id="hotel-1"))
    return member_id


def test_lots_identities_and_what_is_known_go_to_the_target(
    operator: Client, source_id: str, target_id: str
) -> None:
    cards = [each.identity_id for each in member_of(operator, source_id).identities]
    answer = operator.members.MergeMembers(build.merge(source_id, target_id))
    assert (answer.moved_lot_count, answer.moved_points) == (2, 700)
    assert (answer.moved_debt_points, answer.moved_hold_count) == (0, 0)
    assert answer.moved_identity_count == 1
    assert account_of(operator, target_id).balance.available_points == 1_000
    member = member_of(operator, target_id)
    assert answer.member == member
    assert {each.identity_id for each in member.identities} >= set(cards)
    assert set(member.attributes.tags) == {"old", "new"}
    assert member.attributes.birthday == "1990-02-28"
    assert list(member.merged_member_ids) == [source_id]
    assert member.qualifying_points == 1_000
    require_clean_audit(operator)


def test_each_account_has_an_entry_and_they_balance_each_other(
    operator: Client, source_id: str, target_id: str
) -> None:
    request = build.merge(source_id, target_id)
    answer = operator.members.MergeMembers(request)
    source, target = answer.source_entry, answer.target_entry
    assert (source.kind, target.kind) == (AWAY, IN)
    assert (source.account_id, target.account_id) == (source_id, target_id)
    assert (source.merged.member_id, target.merged.member_id) == (target_id, source_id)
    assert source.counterpart_account_id == target_id
    transit = f"transit:operator|merge_members|{request.request_id}"
    assert {leg.ledger_account: leg.points for leg in source.postings} == {
        f"member:{source_id}": -700,
        transit: 700,
    }
    assert {leg.ledger_account: leg.points for leg in target.postings} == {
        f"member:{target_id}": 700,
        transit: -700,
    }
    moved = {change.lot_id: -change.points for change in source.lot_changes}
    assert moved == {change.lot_id: change.points for change in target.lot_changes}
    assert all(source_id in lot_id for lot_id in moved), "the earner stays who it was"


def test_the_old_id_answers_for_the_new_one_everywhere(
    operator: Client, source_id: str, target_id: str
) -> None:
    card = build.card(build.fresh("CARD"))
    operator.members.LinkIdentity(
        member_service_pb2.LinkIdentityRequest(
            request_id=build.fresh(), member_id=source_id, identity=card
        )
    )
    operator.members.MergeMembers(build.merge(source_id, target_id))
    found = operator.members.FindMember(member_service_pb2.FindMemberRequest(identity=card))
    assert found.member == member_of(operator, source_id) == member_of(operator, target_id)
    assert account_of(operator, source_id) == account_of(operator, target_id)
    assert entries(operator, source_id) == entries(operator, target_id)
    give(operator, source_id, 50)
    spent = operator.points.RedeemPoints(build.redeem(source_id, 40)).entry
    assert (spent.account_id, spent.member_id) == (target_id, target_id)
    update = member_service_pb2.UpdateMemberRequest(
        request_id=build.fresh(), member_id=source_id, attributes={"tags": ["both"]}
    )
    assert operator.members.UpdateMember(update).member.member_id == target_id
    quote = operator.points.QuotePurchase(build.quote(source_id))
    assert quote.balance.available_points == 1_000 + 50 - 40
    assert account_of(operator, source_id).balance.available_points == 1_010
    require_clean_audit(operator)


def test_pages_of_entries_go_on_by_the_old_id(
    operator: Client, source_id: str, target_id: str
) -> None:
    operator.members.MergeMembers(build.merge(source_id, target_id))
    first = points_service_pb2.ListEntriesRequest(member=build.key(source_id), page_size=1)
    page = operator.points.ListEntries(first)
    first.page_token = page.next_page_token
    pages = [*page.entries, *operator.points.ListEntries(first).entries]
    assert pages == entries(operator, target_id)[:2]


def test_holds_go_along_and_are_captured_by_either_id(
    operator: Client, source_id: str, target_id: str
) -> None:
    holds = [
        operator.holds.PlaceHold(build.hold(source_id, points)).entry.hold for points in (100, 50)
    ]
    ours = operator.holds.PlaceHold(build.hold(target_id, 30)).entry.hold
    answer = operator.members.MergeMembers(build.merge(source_id, target_id))
    assert answer.moved_hold_count == 2
    assert {each.hold_id for each in answer.target_entry.holds} == {each.hold_id for each in holds}
    account = account_of(operator, target_id)
    assert account.balance.held_points == 180
    deadlines = {each.hold_id: each.deadline_time for each in account.holds}
    assert deadlines == {each.hold_id: each.deadline_time for each in (*holds, ours)}
    require_clean_audit(operator)
    operator.holds.CaptureHold(build.capture(source_id, holds[0].hold_id))
    operator.holds.CaptureHold(build.capture(target_id, holds[1].hold_id, 20))
    assert account_of(operator, target_id).balance.available_points == 1_000 - 120 - 30
    require_clean_audit(operator)


def test_debts_go_along_and_are_repaid_by_what_the_target_has(
    operator: Client, target_id: str
) -> None:
    source_id = indebted(operator, 120)
    answer = operator.members.MergeMembers(build.merge(source_id, target_id))
    assert answer.moved_debt_points == 120
    owed = {(each.debtor, each.creditor): each.points for each in answer.target_entry.owed}
    assert owed == {("retail", "hotel"): 120}
    balance = account_of(operator, source_id).balance
    assert (balance.available_points, balance.debt_points) == (180, 0)
    require_clean_audit(operator)


def test_more_debt_than_points_stays_owed(operator: Client, target_id: str) -> None:
    source_id = indebted(operator, 1_000)
    operator.members.MergeMembers(build.merge(source_id, target_id))
    balance = account_of(operator, target_id).balance
    assert (balance.available_points, balance.debt_points) == (0, 700)
    give(operator, target_id, 701)
    assert account_of(operator, target_id).balance.available_points == 1
    require_clean_audit(operator)


def test_a_return_of_what_the_source_bought_is_the_targets(
    operator: Client, source_id: str, target_id: str
) -> None:
    bought = next(each for each in entries(operator, source_id) if each.business_id == "hotel")
    spent = operator.points.RedeemPoints(build.redeem(source_id, 250)).entry
    operator.members.MergeMembers(build.merge(source_id, target_id))
    undone = operator.returns.ReversePurchase(reverse(bought.entry_id, store_id="hotel-1")).entry
    assert (undone.account_id, undone.member_id) == (target_id, target_id)
    assert undone.reversal.clawed_back_available_points == 200
    back = operator.returns.ReverseRedemption(reverse_redemption(spent.entry_id)).entry
    assert (back.account_id, back.reversal.restored_points) == (target_id, 250)
    assert account_of(operator, target_id).balance.available_points == 800
    assert member_of(operator, target_id).qualifying_points == 800
    require_clean_audit(operator)


def test_a_trial_says_what_would_be_done_and_writes_nothing(
    harness: Harness, operator: Client, source_id: str, target_id: str
) -> None:
    request = build.merge(source_id, target_id, validate_only=True)
    before = snapshot(harness)
    trial = operator.members.MergeMembers(request)
    assert snapshot(harness) == before
    request.validate_only = False
    done = operator.members.MergeMembers(request)
    for entry in (done.source_entry, done.target_entry):
        entry.ClearField("chain_hash")
    assert trial == done
    request.validate_only = True
    assert operator.members.MergeMembers(request).member == done.member, "as the first answer"


def test_a_trial_fails_where_the_merge_would_and_is_not_remembered(
    operator: Client, source_id: str, target_id: str
) -> None:
    third_id = build.enroll(operator)
    operator.members.MergeMembers(build.merge(source_id, third_id))
    request = build.merge(source_id, target_id, validate_only=True)
    failure = failure_of(partial(operator.members.MergeMembers, request))
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "MEMBER_MERGED")
    other = build.merge(third_id, target_id, request_id=request.request_id)
    assert operator.members.MergeMembers(other).moved_points == 700


def test_the_same_request_gives_the_same_answer_though_much_came_after(
    operator: Client, source_id: str, target_id: str
) -> None:
    request = build.merge(source_id, target_id)
    first = operator.members.MergeMembers(request)
    give(operator, target_id, 10)
    assert operator.members.MergeMembers(request) == first
    assert is_replayed(partial(operator.members.MergeMembers.with_call, request))
    found = points_service_pb2.GetEntryRequest(
        request_id=request.request_id, operation=points_service_pb2.OPERATION_MERGE_MEMBERS
    )
    assert operator.points.GetEntry(found).entry == first.source_entry
    other = build.merge(target_id, build.enroll(operator), request_id=request.request_id)
    reused = failure_of(partial(operator.members.MergeMembers, other))
    assert reused.reason == "REQUEST_ID_REUSED"


def test_merges_follow_one_another_and_every_old_id_answers_at_once(
    harness: Harness, operator: Client, source_id: str, target_id: str
) -> None:
    last_id = build.enroll(operator)
    operator.members.MergeMembers(build.merge(source_id, target_id))
    operator.members.MergeMembers(build.merge(target_id, last_id))
    assert account_of(operator, source_id) == account_of(operator, last_id)
    assert member_of(operator, source_id) == member_of(operator, last_id)
    assert set(member_of(operator, last_id).merged_member_ids) == {source_id, target_id}
    stubs = list(harness.database.accounts.find({"_id": {"$in": [source_id, target_id]}}))
    assert {stub["forward_to"] for stub in stubs} == {last_id}, "without a way round"
    require_clean_audit(operator)


def test_who_is_merged_into_a_merged_member_goes_to_whom_that_one_became(
    operator: Client, source_id: str, target_id: str
) -> None:
    last_id = build.enroll(operator)
    operator.members.MergeMembers(build.merge(target_id, last_id))
    answer = operator.members.MergeMembers(build.merge(source_id, target_id))
    assert answer.target_entry.account_id == last_id
    assert points_and_entries(operator, source_id)[0] == 1_000
    require_clean_audit(operator)


def test_a_merge_is_for_good_and_not_done_twice(
    operator: Client, source_id: str, target_id: str
) -> None:
    operator.members.MergeMembers(build.merge(source_id, target_id))
    for pair in ((source_id, target_id), (source_id, build.enroll(operator))):
        failure = failure_of(partial(operator.members.MergeMembers, build.merge(*pair)))
        assert (failure.reason, failure.metadata) == ("MEMBER_MERGED", {"member_id": source_id})
    back = failure_of(partial(operator.members.MergeMembers, build.merge(target_id, source_id)))
    assert (back.reason, back.metadata) == ("MEMBER_MERGED", {"member_id": source_id})


def test_too_many_identities_together_are_refused_and_nothing_is_done(
    harness: Harness, operator: Client, source_id: str
) -> None:
    request = member_service_pb2.EnrollMemberRequest(
        request_id=build.fresh(), identities=[build.card(build.fresh("CARD")) for _ in range(20)]
    )
    target_id = operator.members.EnrollMember(request).member.member_id
    before = {name: snapshot(harness)[name] for name in ("accounts", "members", "entries")}
    failure = failure_of(partial(operator.members.MergeMembers, build.merge(source_id, target_id)))
    assert (failure.reason, failure.metadata["limit"]) == ("LIMIT_REACHED", "identities")
    assert {name: snapshot(harness)[name] for name in before} == before


def test_a_freeze_holds_for_both(operator: Client, source_id: str, target_id: str) -> None:
    operator.members.FreezeMember(build.freeze_member(source_id))
    answer = operator.members.MergeMembers(build.merge(source_id, target_id))
    assert answer.member.frozen_reason == "fraud-suspected"
    failure = failure_of(partial(operator.points.RedeemPoints, build.redeem(target_id, 1)))
    assert failure.reason == "MEMBER_FROZEN"
    require_clean_audit(operator)
    operator.members.UnfreezeMember(build.unfreeze_member(source_id))
    operator.points.RedeemPoints(build.redeem(target_id, 1))
    require_clean_audit(operator)


def test_only_the_group_merges(harness: Harness, source_id: str, target_id: str) -> None:
    till = harness.client("retail-tills")
    failure = failure_of(partial(till.members.MergeMembers, build.merge(source_id, target_id)))
    assert (failure.code, failure.reason) == ("PERMISSION_DENIED", "NOT_GRANTED")


@pytest.mark.parametrize(
    ("collection", "change", "subject"),
    [
        ("members", {"merged_into": "0" * 26}, "merged_into"),
        ("members", {"merged_into": ""}, "merged_into"),
        ("accounts", {"forward_to": "0" * 26}, "forward_to"),
        ("accounts", {"forward_to": ""}, "forward_to"),
        ("members", {"visits": {}}, "visits"),
    ],
    ids=str,
)
def test_tampering_with_what_a_merge_wrote_is_found(
    harness: Harness,
    operator: Client,
    source_id: str,
    target_id: str,
    collection: str,
    change: dict[str, Any],
    subject: str,
) -> None:
    operator.members.MergeMembers(build.merge(source_id, target_id))
    tampered = target_id if subject == "visits" else source_id
    documents = harness.database[collection]
    before = documents.find_one({"_id": tampered})
    documents.update_one({"_id": tampered}, {"$set": change})
    found = difference(operator, tampered)
    documents.replace_one({"_id": tampered}, before)
    assert found is not None
    assert found.subject == subject
    require_clean_audit(operator, tampered)


@pytest.mark.parametrize(
    "change",
    [
        {"merged.visits.0.purchase_count": 5},
        {"merged.member_id": "0" * 26},
        {"holds.0.deadline_ms": 5},
        {"holds.0.parts.0.points": 5},
        {"postings": []},
    ],
    ids=str,
)
def test_tampering_with_the_entries_of_a_merge_is_found(
    harness: Harness, operator: Client, source_id: str, target_id: str, change: dict[str, Any]
) -> None:
    operator.holds.PlaceHold(build.hold(source_id, 100))
    answer = operator.members.MergeMembers(build.merge(source_id, target_id))
    for entry in (answer.source_entry, answer.target_entry):
        before = harness.database.entries.find_one({"_id": entry.entry_id})
        harness.database.entries.update_one({"_id": entry.entry_id}, {"$set": change})
        found = difference(operator, entry.account_id)
        harness.database.entries.replace_one({"_id": entry.entry_id}, before)
        assert found is not None
        assert found.sequence == entry.sequence
        require_clean_audit(operator, entry.account_id)
