"""Purchases recorded without a member, and the members who claim them: once, in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import entry_pb2, points_service_pb2, program_service_pb2, return_service_pb2
from loyalty_chassis.storage.collections import collection_of
from loyalty_points.store.unclaimed_documents import UnclaimedPurchaseDocument

from support import build
from support.asking import is_replayed, points_and_entries
from support.clocks import NOON, ManualClock
from support.harness import Client, Failure, Harness, failure_of
from support.returning import reverse
from support.shapes import SHAPES
from support.tampering import difference
from support.together import OK, at_once, require_clean_audit, tally


@pytest.fixture
def moved_clock(harness: Harness) -> Iterator[ManualClock]:
    before = harness.clock.now
    yield harness.clock
    harness.clock.now = before


def code_of(client: Client, bought: Any = None) -> str:
    code: str = client.points.RecordAnonymousPurchase(build.anonymous(bought)).claim_code
    return code


def claims(client: Client, member_id: str, code: str) -> Any:
    return client.points.ClaimPurchase(build.claim(member_id, code)).entry


def test_a_claimed_purchase_is_what_it_would_have_been(
    harness: Harness, operator: Client, member_id: str, moved_clock: ManualClock
) -> None:
    bought = build.purchase(build.line(700), build.line(300), business="hotel")
    tills = harness.client("hotel-tills")
    to_claim = tills.points.RecordAnonymousPurchase(build.anonymous(bought))
    assert to_claim.expire_time == build.timestamp(NOON + timedelta(days=30))
    twin = build.enroll(operator)
    same = build.purchase(*bought.lines, business="hotel")
    recorded = operator.points.RecordPurchase(build.record(twin, same)).entry
    moved_clock.advance(days=20)
    entry = claims(operator, member_id, to_claim.claim_code)
    assert (entry.kind, entry.client_id) == (entry_pb2.ENTRY_KIND_PURCHASE, "operator")
    assert (entry.business_id, entry.store_id) == ("hotel", "hotel-1")
    assert entry.event_time == build.timestamp(NOON)
    assert entry.record_time == build.timestamp(NOON + timedelta(days=20))
    assert entry.purchase.receipt_number == bought.receipt_number
    for award, other in zip(entry.awards, recorded.awards, strict=True):
        assert (award.points, award.expire_time) == (other.points, other.expire_time)
        assert [share.points for share in award.line_shares] == [700, 300]
    assert points_and_entries(operator, member_id) == (1_000, 2)
    require_clean_audit(operator)


def test_nothing_is_earned_and_nothing_tells_the_code_before_it_is_claimed(
    harness: Harness, operator: Client, member_id: str
) -> None:
    code = code_of(operator)
    assert points_and_entries(operator, member_id) == (0, 1)
    stored = [
        f"{document}"
        for name in harness.database.list_collection_names()
        for document in harness.database[name].find()
    ]
    assert not [each for each in stored if code in each or code.replace("-", "") in each]


def test_the_rules_of_the_time_of_the_purchase_decide(
    operator: Client, member_id: str, moved_clock: ManualClock
) -> None:
    code = code_of(operator)
    later = build.program({}, effective_time=build.timestamp(NOON + timedelta(days=1)))
    later.limits.ClearField("max_claim_age")
    request = program_service_pb2.PublishProgramRequest(request_id=build.fresh(), program=later)
    operator.programs.PublishProgram(request)
    moved_clock.advance(days=2)
    entry = claims(operator, member_id, code)
    assert (entry.earned_points, entry.program_version) == (1_000, 1)
    assert entry.price_version == 2
    offered = build.anonymous(build.purchase(at=moved_clock.now))
    failure = failure_of(lambda: operator.points.RecordAnonymousPurchase(offered))
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "CLAIM_NOT_OFFERED")


def test_a_code_is_taken_as_people_type_it(operator: Client, member_id: str) -> None:
    code = code_of(operator)
    typed = code.lower().replace("-", "").replace("0", "o").replace("1", "l")
    assert claims(operator, member_id, typed).earned_points == 1_000


@pytest.mark.parametrize("forty", [2, 40])
def test_a_purchase_claimed_by_many_at_once_is_given_to_one(operator: Client, forty: int) -> None:
    code = code_of(operator)
    members = [build.enroll(operator) for _ in range(forty)]
    requests = [build.claim(each, code) for each in members]
    outcomes = at_once([partial(operator.points.ClaimPurchase, each) for each in requests])
    assert tally(outcomes) == {OK: 1, "CLAIM_CODE_USED": forty - 1}
    points = [points_and_entries(operator, each)[0] for each in members]
    assert sorted(points) == [0] * (forty - 1) + [1_000]
    require_clean_audit(operator)


def test_a_member_who_claims_twice_is_told_so_and_a_repeat_gives_the_first_answer(
    operator: Client, member_id: str
) -> None:
    request = build.claim(member_id, code_of(operator))
    first = operator.points.ClaimPurchase(request)
    assert operator.points.ClaimPurchase(request) == first
    assert is_replayed(partial(operator.points.ClaimPurchase.with_call, request))
    other = build.claim(member_id, request.claim_code)
    failure = failure_of(lambda: operator.points.ClaimPurchase(other))
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "CLAIM_CODE_USED")
    assert failure.metadata == {}, "it is not told who"
    assert points_and_entries(operator, member_id) == (1_000, 2)


def test_fifty_copies_of_a_recording_give_one_code(operator: Client) -> None:
    request = build.anonymous()
    before = collection_of(UnclaimedPurchaseDocument).count_documents({})
    outcomes = at_once([partial(operator.points.RecordAnonymousPurchase, request)] * 50)
    assert tally(outcomes) == {OK: 50}
    assert len({each.SerializeToString() for each in outcomes}) == 1
    assert collection_of(UnclaimedPurchaseDocument).count_documents({}) == before + 1
    assert is_replayed(partial(operator.points.RecordAnonymousPurchase.with_call, request))


def test_a_repeat_long_after_gives_the_code_again_though_it_was_claimed(
    operator: Client, member_id: str, moved_clock: ManualClock
) -> None:
    request = build.anonymous()
    first = operator.points.RecordAnonymousPurchase(request)
    claims(operator, member_id, first.claim_code)
    moved_clock.advance(days=500)
    assert operator.points.RecordAnonymousPurchase(request) == first


def test_codes_of_different_requests_and_clients_differ(harness: Harness) -> None:
    same = build.fresh()
    codes = {
        harness.client(client)
        .points.RecordAnonymousPurchase(build.anonymous(request_id=request_id))
        .claim_code
        for client in ("operator", "retail-tills")
        for request_id in (same, build.fresh())
    }
    assert len(codes) == 4


def test_other_content_under_the_same_request_id_is_refused(operator: Client) -> None:
    request = build.anonymous()
    operator.points.RecordAnonymousPurchase(request)
    other = build.anonymous(request_id=request.request_id)
    failure = failure_of(lambda: operator.points.RecordAnonymousPurchase(other))
    assert (failure.code, failure.reason) == ("ALREADY_EXISTS", "REQUEST_ID_REUSED")


def test_a_claim_is_in_time_until_the_window_ends(
    operator: Client, member_id: str, moved_clock: ManualClock
) -> None:
    first, second = code_of(operator), code_of(operator)
    moved_clock.advance(days=30, milliseconds=-1)
    claims(operator, member_id, first)
    moved_clock.advance(milliseconds=1)
    late = build.claim(member_id, second)
    failure = failure_of(lambda: operator.points.ClaimPurchase(late))
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "CLAIM_TOO_LATE")
    assert failure.metadata == {"expire_time": "2026-07-15T16:00:00+00:00"}
    moved_clock.advance(days=-10)
    again = failure_of(lambda: operator.points.ClaimPurchase(late))
    assert again == failure, "a refusal is remembered"


def test_a_purchase_too_old_to_be_claimed_is_not_recorded(operator: Client) -> None:
    old = build.anonymous(build.purchase(at=NOON - timedelta(days=30)))
    failure = failure_of(lambda: operator.points.RecordAnonymousPurchase(old))
    assert failure.reason == "CLAIM_TOO_LATE"


def test_every_code_that_is_nobodys_gets_one_answer(operator: Client, member_id: str) -> None:
    code = code_of(operator)
    last = "1" if code[-1] == "0" else "0"
    wrong = ("0000-0000-0000-0001-1", "no code", code[:-1] + last, code[1:] + "0")
    failures = [
        failure_of(partial(operator.points.ClaimPurchase, build.claim(member_id, each)))
        for each in wrong
    ]
    assert {(each.code, each.reason) for each in failures} == {("NOT_FOUND", "CLAIM_CODE_INVALID")}
    assert len({each.message for each in failures}) == 1
    assert claims(operator, member_id, code).earned_points == 1_000


def test_a_receipt_is_taken_whether_claimed_or_not(operator: Client, member_id: str) -> None:
    bought = build.purchase()
    code = code_of(operator, bought)
    with_member = build.record(member_id, bought)
    failure = failure_of(lambda: operator.points.RecordPurchase(with_member))
    assert (failure.code, failure.reason) == ("ALREADY_EXISTS", "RECEIPT_ALREADY_RECORDED")
    assert "entry_id" not in failure.metadata
    again = build.anonymous(bought)
    failure = failure_of(lambda: operator.points.RecordAnonymousPurchase(again))
    assert failure.reason == "RECEIPT_ALREADY_RECORDED"
    entry = claims(operator, member_id, code)
    with_member = build.record(member_id, bought)
    failure = failure_of(lambda: operator.points.RecordPurchase(with_member))
    assert failure.metadata["entry_id"] == entry.entry_id
    assert points_and_entries(operator, member_id) == (1_000, 2)


def test_a_claimed_purchase_is_returned_by_its_receipt(operator: Client, member_id: str) -> None:
    bought = build.purchase()
    code = code_of(operator, bought)
    receipt = return_service_pb2.Receipt(
        business_id="retail",
        store_id="retail-1",
        date="2026-06-15",
        receipt_number=bought.receipt_number,
    )
    original = return_service_pb2.PurchaseReference(receipt=receipt)
    unclaimed = reverse("", original=original)
    failure = failure_of(lambda: operator.returns.ReversePurchase(unclaimed))
    assert (failure.code, failure.reason) == ("NOT_FOUND", "ENTRY_NOT_FOUND")
    claims(operator, member_id, code)
    operator.returns.ReversePurchase(reverse("", original=original))
    assert points_and_entries(operator, member_id) == (0, 3)
    require_clean_audit(operator, member_id)


def test_a_receipt_recorded_with_a_member_cannot_be_recorded_without(
    operator: Client, member_id: str
) -> None:
    bought = build.purchase()
    first = operator.points.RecordPurchase(build.record(member_id, bought)).entry
    failure = failure_of(lambda: operator.points.RecordAnonymousPurchase(build.anonymous(bought)))
    assert failure.reason == "RECEIPT_ALREADY_RECORDED"
    assert failure.metadata["entry_id"] == first.entry_id


@pytest.mark.parametrize(
    ("collection", "change", "subject"),
    [
        ("unclaimed_purchases", {"account_id": "X"}, "account of receipt|"),
        ("unclaimed_purchases", {"purchase.total_amount_minor": 1}, "purchase"),
        ("requests", {"sequence": 1}, "purchase"),
        ("requests", {"account_id": None}, "account of receipt|"),
    ],
    ids=str,
)
def test_a_claim_changed_by_hand_is_named(
    harness: Harness,
    operator: Client,
    member_id: str,
    collection: str,
    change: dict[str, Any],
    subject: str,
) -> None:
    claims(operator, member_id, code_of(operator))
    documents = harness.database[collection]
    (kept,) = harness.database["unclaimed_purchases"].find({"account_id": member_id})
    key = {"_id": kept["_id" if collection == "unclaimed_purchases" else "receipt_key"]}
    before = documents.find_one(key)
    documents.update_one(key, {"$set": change})
    found = difference(operator)
    documents.replace_one(key, before)
    assert found is not None
    assert found.subject.startswith(subject)
    require_clean_audit(operator)


def test_what_came_back_before_it_was_claimed_is_not_claimed(
    operator: Client, member_id: str
) -> None:
    code = code_of(operator)
    operator.points.WithdrawAnonymousPurchase(build.withdraw(code))
    claim, again = build.claim(member_id, code), build.withdraw(code)
    failure = failure_of(lambda: operator.points.ClaimPurchase(claim))
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "CLAIM_CODE_USED")
    failure = failure_of(lambda: operator.points.WithdrawAnonymousPurchase(again))
    assert failure.reason == "CLAIM_CODE_USED"
    assert points_and_entries(operator, member_id) == (0, 1)


def test_of_a_claim_and_a_withdrawal_at_once_one_has_effect(operator: Client) -> None:
    for _ in range(5):
        member_id, code = build.enroll(operator), code_of(operator)
        calls = [
            partial(operator.points.ClaimPurchase, build.claim(member_id, code)),
            partial(operator.points.WithdrawAnonymousPurchase, build.withdraw(code)),
        ]
        outcomes = at_once(calls * 3)
        claimed = points_and_entries(operator, member_id)[0] == 1_000
        assert tally(outcomes) == {OK: 3, "CLAIM_CODE_USED": 3}
        assert isinstance(outcomes[0], Failure) != claimed


def test_a_member_unknown_does_not_use_up_the_code(operator: Client, member_id: str) -> None:
    code = code_of(operator)
    nobody = build.claim("0" * 26, code)
    failure = failure_of(lambda: operator.points.ClaimPurchase(nobody))
    assert failure.reason == "MEMBER_NOT_FOUND"
    claims(operator, member_id, code)


def test_a_frozen_member_claims_nothing_until_freed(operator: Client, member_id: str) -> None:
    code = code_of(operator)
    operator.members.FreezeMember(build.freeze_member(member_id))
    claim = build.claim(member_id, code)
    failure = failure_of(lambda: operator.points.ClaimPurchase(claim))
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "MEMBER_FROZEN")
    operator.members.UnfreezeMember(build.unfreeze_member(member_id))
    assert claims(operator, member_id, code).earned_points == 1_000


def test_a_frozen_store_records_nothing_to_be_claimed(operator: Client) -> None:
    operator.stores.FreezeStore(build.freeze_store("dining", "dining-2"))
    sold = build.anonymous(build.purchase(business="dining", store_id="dining-2"))
    failure = failure_of(lambda: operator.points.RecordAnonymousPurchase(sold))
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "STORE_FROZEN")


def test_a_claim_is_found_again_by_its_request(operator: Client, member_id: str) -> None:
    request = build.claim(member_id, code_of(operator))
    entry = operator.points.ClaimPurchase(request).entry
    asked = points_service_pb2.GetEntryRequest(
        request_id=request.request_id, operation=points_service_pb2.OPERATION_CLAIM_PURCHASE
    )
    assert operator.points.GetEntry(asked).entry == entry


def test_a_recording_is_three_commands_and_a_claim_ten(operator: Client, member_id: str) -> None:
    recording = build.anonymous()
    SHAPES.clear()
    code = operator.points.RecordAnonymousPurchase(recording).claim_code
    assert [next(iter(each)) for each in SHAPES.all()] == ["insert", "insert", "commitTransaction"]
    SHAPES.clear()
    claims(operator, member_id, code)
    names = sorted(next(iter(each)) for each in SHAPES.all())
    assert names == ["commitTransaction", *["find"] * 3, *["insert"] * 2, *["update"] * 4]
