"""A member leaves for good: points and debt are written off, nothing personal is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import (
    entry_pb2,
    member_pb2,
    member_service_pb2,
    points_service_pb2,
)
from loyalty_points.domain.journal.entry import EntryKind
from loyalty_points.use_cases.members import erase_closed as erasing
from loyalty_points.use_cases.members.erase_closed import erase_closed

from support import build
from support.asking import account_of, give, is_replayed, member_of
from support.harness import Client, Harness, failure_of
from support.returning import reverse
from support.tampering import difference
from support.together import OK, at_once, require_clean_audit, tally

ANSWERED_WITHOUT = (
    *("purchase", "redemption", "points_", "tier_reviewed", "hold_", "pending_", "transfer_"),
    *("adjustment", "opening_balance", "journey_", "member_closed"),
)
"""What kinds of entries begin with whose requests are answered with nothing personal."""


@pytest.fixture(autouse=True)
def _nothing_left_to_erase(harness: Harness) -> Iterator[None]:
    """Every test begins with all that was closed before erased."""
    erase_closed(harness.parts, 1_000)
    yield
    erase_closed(harness.parts, 1_000)


@pytest.fixture
def card() -> member_pb2.Identity:
    return build.card(build.fresh("CARD"))


@pytest.fixture
def enrolment(card: member_pb2.Identity) -> member_service_pb2.EnrollMemberRequest:
    return member_service_pb2.EnrollMemberRequest(
        request_id=build.fresh(),
        identities=[card],
        attributes={"tags": ["vip"], "birthday": "1990-02-28", "home_business_id": "retail"},
    )


@pytest.fixture
def leaver(operator: Client, enrolment: member_service_pb2.EnrollMemberRequest) -> str:
    """A member of whom much is known, with 700 points of retail and hotel."""
    member_id: str = operator.members.EnrollMember(enrolment).member.member_id
    give(operator, member_id, 500)
    give(operator, member_id, 200, business="hotel")
    return member_id


def entries(client: Client, member_id: str) -> list[entry_pb2.Entry]:
    request = points_service_pb2.ListEntriesRequest(member=build.key(member_id))
    return list(client.points.ListEntries(request).entries)


def test_points_are_the_gain_of_their_funders_and_holds_are_released(
    operator: Client, leaver: str
) -> None:
    hold_id = operator.holds.PlaceHold(build.hold(leaver, 100)).entry.hold.hold_id
    answer = operator.members.CloseMember(build.close(leaver))
    assert answer.entry.kind == entry_pb2.ENTRY_KIND_MEMBER_CLOSED
    assert {leg.ledger_account: leg.points for leg in answer.entry.postings} == {
        f"member:{leaver}": -700,
        "breakage:retail": 500,
        "breakage:hotel": 200,
    }
    assert [hold.hold_id for hold in answer.entry.holds] == [hold_id]
    assert answer.entry.reason == "asked-for"
    account = account_of(operator, leaver)
    assert (account.balance.available_points, account.balance.held_points) == (0, 0)
    require_clean_audit(operator)


def test_debt_for_which_there_are_no_points_is_forgiven(operator: Client, member_id: str) -> None:
    give(operator, member_id, 100)
    bought = build.purchase(build.line(300), business="hotel")
    purchase = operator.points.RecordPurchase(build.record(member_id, bought)).entry
    operator.points.RedeemPoints(build.redeem(member_id, 400))
    operator.returns.ReversePurchase(reverse(purchase.entry_id, store_id="hotel-1"))
    assert account_of(operator, member_id).balance.debt_points == 300
    answer = operator.members.CloseMember(build.close(member_id))
    assert [(each.funder, each.payer, each.points) for each in answer.entry.debt_changes] == [
        ("hotel", "", -300)
    ]
    assert {leg.ledger_account: leg.points for leg in answer.entry.postings} == {
        f"debt:{member_id}": 300,
        "issued:hotel": -300,
    }
    assert account_of(operator, member_id).balance.debt_points == 0
    require_clean_audit(operator)


def test_nothing_personal_is_left_and_the_journal_is_whole(
    harness: Harness,
    operator: Client,
    leaver: str,
    card: member_pb2.Identity,
    enrolment: member_service_pb2.EnrollMemberRequest,
) -> None:
    named: dict[str, Any] = {"member_id": leaver}
    extra = build.card(build.fresh("CARD"))
    change: dict[str, Any] = {**named, "attributes": {"tags": ["staff"]}}
    for kind, method, parts in (
        (member_service_pb2.UpdateMemberRequest, operator.members.UpdateMember, change),
        (
            member_service_pb2.LinkIdentityRequest,
            operator.members.LinkIdentity,
            {**named, "identity": extra},
        ),
        (
            member_service_pb2.UnlinkIdentityRequest,
            operator.members.UnlinkIdentity,
            {**named, "identity": extra},
        ),
    ):
        method(kind(request_id=build.fresh(), **parts))
    operator.members.FreezeMember(build.freeze_member(leaver))
    operator.members.UnfreezeMember(build.unfreeze_member(leaver))
    operator.members.InviteToTier(build.invite(leaver, ""))
    operator.households.CreateHousehold(build.household(leaver))
    other = build.enroll(operator, tags=["twin"])
    operator.members.MergeMembers(build.merge(other, leaver))
    give(operator, leaver, 50)
    closed = operator.members.CloseMember(build.close(leaver)).member
    assert erase_closed(harness.parts, 1_000) > 0
    assert (list(closed.identities), closed.tier_id, closed.qualifying_points) == ([], "", 0)
    assert closed.attributes == member_pb2.MemberAttributes()
    assert closed.HasField("close_time")
    assert member_of(operator, leaver) == closed == member_of(operator, other)
    ids = {"$in": [leaver, other]}
    assert harness.database.entries.count_documents({"account_id": ids, "seen": {"$ne": None}}) == 0
    answered = {"account_id": ids, "answer": {"$ne": None}}
    left = [each["_id"] for each in harness.database.requests.find(answered)]
    assert [each.split("|")[1] for each in left] == ["close_member"]
    everything = str(
        [
            list(harness.database[name].find({}))
            for name in ("members", "identities", "requests", "entries", "accounts", "erasures")
        ]
    )
    for told in ("1990-02-28", "'twin'", "vip"):
        assert told not in everything
    require_clean_audit(operator)


def test_a_closed_member_can_be_read_and_not_written(
    operator: Client, leaver: str, card: member_pb2.Identity
) -> None:
    operator.members.CloseMember(build.close(leaver))
    named: dict[str, Any] = {"request_id": build.fresh(), "member_id": leaver}
    link = member_service_pb2.LinkIdentityRequest(**named, identity=card)
    writes: list[Callable[[], Any]] = [
        partial(operator.points.RecordPurchase, build.record(leaver)),
        partial(operator.points.RedeemPoints, build.redeem(leaver, 1)),
        partial(operator.holds.PlaceHold, build.hold(leaver, 1)),
        partial(operator.members.LinkIdentity, link),
        partial(operator.members.CloseMember, build.close(leaver)),
        partial(operator.members.MergeMembers, build.merge(leaver, build.enroll(operator))),
        partial(operator.members.MergeMembers, build.merge(build.enroll(operator), leaver)),
    ]
    for write in writes:
        failure = failure_of(write)
        assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "MEMBER_CLOSED")
    assert len(entries(operator, leaver)) == 4
    found = member_service_pb2.FindMemberRequest(identity=card)
    assert failure_of(partial(operator.members.FindMember, found)).reason == "MEMBER_NOT_FOUND"


def test_a_return_of_what_a_closed_member_bought_is_refused(operator: Client, leaver: str) -> None:
    bought = entries(operator, leaver)[0].entry_id
    operator.members.CloseMember(build.close(leaver))
    failure = failure_of(
        partial(operator.returns.ReversePurchase, reverse(bought, store_id="hotel-1"))
    )
    assert failure.reason == "MEMBER_CLOSED"


def test_the_identity_may_be_enrolled_again(
    operator: Client, leaver: str, card: member_pb2.Identity
) -> None:
    operator.members.CloseMember(build.close(leaver))
    again = member_service_pb2.EnrollMemberRequest(request_id=build.fresh(), identities=[card])
    member = operator.members.EnrollMember(again).member
    assert member.member_id != leaver
    assert account_of(operator, member.member_id).balance.available_points == 0


def test_a_repeat_whose_answer_was_erased_says_that_the_member_is_closed(
    harness: Harness,
    operator: Client,
    leaver: str,
    enrolment: member_service_pb2.EnrollMemberRequest,
) -> None:
    close = build.close(leaver)
    first = operator.members.CloseMember(close)
    erase_closed(harness.parts, 1_000)
    failure = failure_of(partial(operator.members.EnrollMember, enrolment))
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "MEMBER_CLOSED")
    assert is_replayed(partial(operator.members.EnrollMember.with_call, enrolment))
    assert operator.members.CloseMember(close) == first
    assert is_replayed(partial(operator.members.CloseMember.with_call, close))


def test_a_repeat_of_a_merge_whose_answer_was_erased_says_so_too(
    harness: Harness, operator: Client, leaver: str
) -> None:
    merge = build.merge(build.enroll(operator), leaver)
    operator.members.MergeMembers(merge)
    operator.members.CloseMember(build.close(leaver))
    erase_closed(harness.parts, 1_000)
    failure = failure_of(partial(operator.members.MergeMembers, merge))
    assert failure.reason == "MEMBER_CLOSED"


def test_erasing_goes_in_batches_and_can_be_broken_off(
    harness: Harness, operator: Client, leaver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "ENTRIES_PER_BATCH", 2)
    operator.members.CloseMember(build.close(leaver))
    told = {"account_id": leaver, "seen": {"$ne": None}}
    left = [harness.database.entries.count_documents(told)]
    while erase_closed(harness.parts, 1):
        left.append(harness.database.entries.count_documents(told))
        require_clean_audit(operator, leaver)
    assert left == [2, 1, 0, 0]
    assert harness.database.erasures.count_documents({}) == 0


def test_two_workers_erase_as_one(harness: Harness, operator: Client, leaver: str) -> None:
    operator.members.CloseMember(build.close(leaver))
    at_once([partial(erase_closed, harness.parts, 10)] * 4)
    assert harness.database.erasures.count_documents({}) == 0
    told = {"account_id": leaver, "seen": {"$ne": None}}
    assert harness.database.entries.count_documents(told) == 0
    require_clean_audit(operator, leaver)


def test_what_another_member_asked_under_the_same_request_id_stays(
    harness: Harness, operator: Client, leaver: str
) -> None:
    other_id, shared = build.enroll(operator), build.fresh()
    kind = member_service_pb2.UpdateMemberRequest
    operator.members.UpdateMember(
        kind(request_id=shared, member_id=other_id, attributes={"tags": ["other"]})
    )
    operator.members.FreezeMember(build.freeze_member(leaver, request_id=shared))
    operator.members.CloseMember(build.close(leaver))
    erase_closed(harness.parts, 1_000)
    answers = {
        each["_id"]: each["answer"]
        for each in harness.database.requests.find({"_id": {"$regex": f"\\|{shared}$"}})
    }
    assert answers[f"operator|freeze_member|{shared}"] is None
    assert b"other" in answers[f"operator|update_member|{shared}"]


def test_of_a_close_and_a_purchase_at_once_the_later_sees_the_other(
    operator: Client, leaver: str
) -> None:
    calls = [
        partial(operator.members.CloseMember, build.close(leaver)),
        *(partial(operator.points.RecordPurchase, build.record(leaver)) for _ in range(4)),
    ]
    outcomes = tally(at_once(calls))
    assert outcomes.pop(OK) >= 1
    assert set(outcomes) <= {"MEMBER_CLOSED"}
    assert account_of(operator, leaver).balance.available_points == 0
    require_clean_audit(operator)


def test_only_the_group_closes(harness: Harness, leaver: str) -> None:
    till = harness.client("retail-tills")
    failure = failure_of(partial(till.members.CloseMember, build.close(leaver)))
    assert (failure.code, failure.reason) == ("PERMISSION_DENIED", "NOT_GRANTED")


def tampered(
    harness: Harness, operator: Client, account_id: str, collection: str, key: str, change: Any
) -> Any:
    """Return what an audit finds after a change by hand, which is put back."""
    documents = harness.database[collection]
    before = documents.find_one({"_id": key})
    documents.update_one({"_id": key}, {"$set": change})
    found = difference(operator, account_id)
    documents.replace_one({"_id": key}, before)
    require_clean_audit(operator, account_id)
    return found


def test_what_rules_saw_of_a_member_who_is_there_must_not_be_missing(
    harness: Harness, operator: Client, leaver: str
) -> None:
    bought = entries(operator, leaver)[0]
    found = tampered(harness, operator, leaver, "entries", bought.entry_id, {"seen": None})
    assert (found.sequence, found.subject) == (bought.sequence, "seen")


def test_what_was_erased_cannot_be_replaced_by_something_else(
    harness: Harness, operator: Client, leaver: str
) -> None:
    bought = entries(operator, leaver)[0]
    seen = harness.database.entries.find_one({"_id": bought.entry_id})["seen"]
    operator.members.CloseMember(build.close(leaver))
    erase_closed(harness.parts, 1_000)
    found = tampered(
        harness, operator, leaver, "entries", bought.entry_id, {"seen": {**seen, "tags": ["x"]}}
    )
    assert (found.sequence, found.subject) == (bought.sequence, "seen_hash")
    found = tampered(harness, operator, leaver, "entries", bought.entry_id, {"seen_hash": "00"})
    assert (found.sequence, found.subject) == (bought.sequence, "chain_hash")


@pytest.mark.parametrize(
    ("collection", "change", "subject"),
    [
        ("members", {"close_time": None}, "close_time"),
        ("members", {"frozen_reason": "x"}, "frozen_reason"),
        ("accounts", {"debt": {"hotel": 1}}, "debt"),
        ("accounts", {"forward_to": "0" * 26}, "forward_to"),
    ],
    ids=str,
)
def test_tampering_with_a_closed_member_is_found(
    harness: Harness,
    operator: Client,
    leaver: str,
    collection: str,
    change: dict[str, Any],
    subject: str,
) -> None:
    operator.members.CloseMember(build.close(leaver))
    erase_closed(harness.parts, 1_000)
    assert tampered(harness, operator, leaver, collection, leaver, change).subject == subject


def test_someone_must_not_be_closed_without_an_entry(
    harness: Harness, operator: Client, leaver: str
) -> None:
    change = {"close_time": harness.clock.now}
    assert tampered(harness, operator, leaver, "members", leaver, change).subject == "close_time"


def test_every_change_of_a_member_is_known_to_who_erases_answers() -> None:
    others = {kind for kind in EntryKind if kind.value.startswith(ANSWERED_WITHOUT)}
    assert set(erasing.ANSWERED_WITH_THE_MEMBER) == set(EntryKind) - others
