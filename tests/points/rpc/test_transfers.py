"""Points from member to member: two entries, one transaction, limits of the sender's day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from loyalty.points.v1 import (
    entry_pb2,
    points_service_pb2,
    program_pb2,
    program_service_pb2,
)
from loyalty_chassis.storage.collections import collection_of
from loyalty_points.store.documents import AccountDocument, MemberDocument
from loyalty_points.store.entry_documents import EntryDocument

from support import build
from support.asking import account_of, give, is_replayed, points_and_entries
from support.clocks import NOON, ManualClock
from support.harness import Client, Harness, failure_of, registry_of, start_harness
from support.plugins import simple_rules
from support.tampering import difference
from support.together import require_clean_audit

NEXT_DAY = NOON.replace(day=16, hour=4)


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service that lets a member send 500 points at once, and 800 a day."""
    running = start_harness(
        database_url, tmp_path_factory.mktemp("transfers"), registry_of({"simple": simple_rules})
    )
    plugins: dict[str, list[tuple[str, dict[str, str]]]] = {
        business: [("simple", {})] for business in ("retail", "hotel")
    }
    program = build.program(plugins)
    program.limits.transfers.CopyFrom(
        program_pb2.TransferLimits(max_points_per_transfer=500, max_points_per_day=800)
    )
    build.publish(running.client(), program)
    yield running
    running.stop()


@pytest.fixture
def moved_clock(harness: Harness) -> Iterator[ManualClock]:
    yield harness.clock
    harness.clock.now = NOON


@pytest.fixture
def other_id(operator: Client) -> str:
    return build.enroll(operator)


def newest(client: Client, member_id: str) -> entry_pb2.Entry:
    request = points_service_pb2.ListEntriesRequest(member=build.key(member_id), page_size=1)
    entry: entry_pb2.Entry
    (entry,) = client.points.ListEntries(request).entries
    return entry


def test_a_transfer_is_an_entry_for_each_that_balance_each_other(
    operator: Client, member_id: str, other_id: str
) -> None:
    give(operator, member_id, 300)
    give(operator, member_id, 200, at=NOON - timedelta(days=40), business="hotel")
    request = build.transfer(member_id, other_id, 350, reference="gift/1")
    sent = operator.transfers.TransferPoints(request).entry
    received = newest(operator, other_id)
    assert (sent.kind, received.kind) == (
        entry_pb2.ENTRY_KIND_TRANSFER_SENT,
        entry_pb2.ENTRY_KIND_TRANSFER_RECEIVED,
    )
    assert (sent.counterpart_account_id, received.counterpart_account_id) == (other_id, member_id)
    assert sent.record_time == received.record_time
    for entry in (sent, received):
        assert (entry.business_id, entry.store_id) == ("retail", "retail-1")
        assert (entry.reason, entry.reference) == ("present", "gift/1")
        assert (entry.earned_points, entry.burned_points, entry.qualifying_points) == (0, 0, 0)
        assert not entry.owed
    moved = {change.lot_id: change.points for change in received.lot_changes}
    assert {change.lot_id: -change.points for change in sent.lot_changes} == moved
    assert sorted(moved.values()) == [150, 200], "the hotel's expire sooner"
    transit = f"transit:operator|transfer_points|{request.request_id}"
    assert {leg.ledger_account: leg.points for leg in sent.postings} == {
        f"member:{member_id}": -350,
        transit: 350,
    }
    assert {leg.ledger_account: leg.points for leg in received.postings} == {
        f"member:{other_id}": 350,
        transit: -350,
    }
    assert points_and_entries(operator, member_id) == (150, 4)
    assert points_and_entries(operator, other_id) == (350, 2)
    require_clean_audit(operator)


def test_points_keep_their_expiry_so_that_sending_them_on_prolongs_nothing(
    operator: Client, member_id: str, other_id: str, moved_clock: ManualClock
) -> None:
    give(operator, member_id, 100)
    before = account_of(operator, member_id).expirations
    moved_clock.advance(days=200)
    operator.transfers.TransferPoints(build.transfer(member_id, other_id, 100))
    assert account_of(operator, other_id).expirations == before
    moved_clock.advance(days=200)
    assert account_of(operator, other_id).balance.due_points == 100
    late = failure_of(
        partial(operator.transfers.TransferPoints, build.transfer(other_id, member_id, 1))
    )
    assert (late.reason, late.metadata["available"]) == ("INSUFFICIENT_POINTS", "0")


def test_a_transfer_sent_again_gives_the_senders_entry_again(
    operator: Client, member_id: str, other_id: str
) -> None:
    give(operator, member_id, 100)
    for one, two in ((member_id, other_id), (other_id, member_id)):
        request = build.transfer(one, two, 100)
        first = operator.transfers.TransferPoints(request)
        assert first.entry.account_id == one, "whichever account is written first"
        assert operator.transfers.TransferPoints(request) == first
        assert is_replayed(partial(operator.transfers.TransferPoints.with_call, request))
        asked = points_service_pb2.GetEntryRequest(
            request_id=request.request_id, operation=points_service_pb2.OPERATION_TRANSFER_POINTS
        )
        assert operator.points.GetEntry(asked).entry == first.entry
    assert points_and_entries(operator, member_id) == (100, 4)


def test_a_refused_transfer_stays_refused_though_points_arrived(
    operator: Client, member_id: str, other_id: str
) -> None:
    request = build.transfer(member_id, other_id, 100)
    first = failure_of(partial(operator.transfers.TransferPoints, request))
    assert first.reason == "INSUFFICIENT_POINTS"
    give(operator, member_id, 100)
    assert failure_of(partial(operator.transfers.TransferPoints, request)) == first
    assert points_and_entries(operator, other_id) == (0, 1)


def test_to_oneself_is_a_wrong_field(operator: Client, member_id: str) -> None:
    give(operator, member_id, 100)
    failure = failure_of(
        partial(operator.transfers.TransferPoints, build.transfer(member_id, member_id, 1))
    )
    assert (failure.reason, failure.fields) == ("INVALID_FIELD", ("recipient",))


def test_members_who_share_an_account_have_nothing_to_send_each_other(
    operator: Client, member_id: str, other_id: str
) -> None:
    give(operator, member_id, 100)
    shared = {"$set": {"account_id": member_id}}
    assert collection_of(MemberDocument).update_one({"_id": other_id}, shared).modified_count
    failure = failure_of(
        partial(operator.transfers.TransferPoints, build.transfer(member_id, other_id, 1))
    )
    collection_of(MemberDocument).update_one({"_id": other_id}, {"$set": {"account_id": ""}})
    assert (failure.reason, failure.fields) == ("INVALID_FIELD", ("recipient",))


def test_who_was_merged_into_the_sender_is_the_sender(
    operator: Client, member_id: str, other_id: str
) -> None:
    give(operator, member_id, 100)
    operator.members.MergeMembers(build.merge(other_id, member_id))
    send = operator.transfers.TransferPoints
    failure = failure_of(partial(send, build.transfer(member_id, other_id, 1)))
    assert (failure.reason, failure.fields) == ("INVALID_FIELD", ("recipient",))
    third = build.enroll(operator)
    assert send(build.transfer(other_id, third, 60)).entry.account_id == member_id
    send(build.transfer(third, other_id, 60))
    assert points_and_entries(operator, member_id)[0] == 100
    require_clean_audit(operator)


@pytest.mark.parametrize("is_sender", [True, False])
def test_a_frozen_member_neither_sends_nor_receives(
    operator: Client, member_id: str, other_id: str, is_sender: bool
) -> None:
    give(operator, member_id, 100)
    frozen = member_id if is_sender else other_id
    change = {"$set": {"frozen_reason": "fraud"}}
    assert collection_of(MemberDocument).update_one({"_id": frozen}, change).modified_count
    failure = failure_of(
        partial(operator.transfers.TransferPoints, build.transfer(member_id, other_id, 1))
    )
    collection_of(MemberDocument).update_one({"_id": frozen}, {"$set": {"frozen_reason": ""}})
    assert (failure.reason, failure.metadata) == ("MEMBER_FROZEN", {"reason": "fraud"})


def test_what_arrives_repays_debt_first(operator: Client, member_id: str, other_id: str) -> None:
    give(operator, member_id, 100)
    owing = {"$set": {"debt": {"hotel": 30}}}
    assert collection_of(AccountDocument).update_one({"_id": other_id}, owing).modified_count
    operator.transfers.TransferPoints(build.transfer(member_id, other_id, 50))
    received = newest(operator, other_id)
    assert [(debt.funder, debt.payer, debt.points) for debt in received.debt_changes] == [
        ("hotel", "retail", -30)
    ]
    assert [(each.debtor, each.creditor, each.points) for each in received.owed] == [
        ("retail", "hotel", 30)
    ]
    legs = {leg.ledger_account: leg.points for leg in received.postings}
    assert legs.pop(f"member:{other_id}") == 20
    assert legs.pop(f"debt:{other_id}") == 30
    assert list(legs.values()) == [-50]
    assert points_and_entries(operator, other_id)[0] == 20
    # The debt was made by hand, which an audit would find.
    for each in (member_id, other_id):
        collection_of(AccountDocument).delete_one({"_id": each})
        collection_of(EntryDocument).delete_many({"account_id": each})


def test_a_limit_says_which_how_much_is_used_and_when_it_frees(
    operator: Client, member_id: str, other_id: str, moved_clock: ManualClock
) -> None:
    give(operator, member_id, 5_000)
    send = operator.transfers.TransferPoints
    at_once = failure_of(partial(send, build.transfer(member_id, other_id, 501)))
    assert (at_once.code, at_once.reason) == ("FAILED_PRECONDITION", "LIMIT_REACHED")
    assert at_once.metadata == {
        "limit": "transfer",
        "window": "transfer",
        "maximum": "500",
        "requested": "501",
    }
    send(build.transfer(member_id, other_id, 500))
    send(build.transfer(member_id, build.enroll(operator), 299))
    send(build.transfer(other_id, member_id, 500))  # the other's day is another
    today = failure_of(partial(send, build.transfer(member_id, other_id, 2)))
    assert today.metadata == {
        "limit": "transfer-day",
        "window": "2026-06-15",
        "maximum": "800",
        "used": "799",
        "requested": "2",
        "free_time": "2026-06-16T04:00:00.000Z",
    }
    send(build.transfer(member_id, other_id, 1))
    moved_clock.now = NEXT_DAY - timedelta(milliseconds=1)
    late = failure_of(partial(send, build.transfer(member_id, other_id, 1)))
    assert (late.metadata["used"], late.metadata["free_time"]) == (
        "800",
        "2026-06-16T04:00:00.000Z",
    )
    moved_clock.now = NEXT_DAY
    send(build.transfer(member_id, other_id, 500))
    assert points_and_entries(operator, member_id)[0] == 5_000 - 500 - 299 + 500 - 1 - 500
    require_clean_audit(operator, member_id)


def test_the_audit_counts_what_was_sent_today_again(
    operator: Client, member_id: str, other_id: str
) -> None:
    give(operator, member_id, 300)
    for points in (100, 50):
        operator.transfers.TransferPoints(build.transfer(member_id, other_id, points))
    require_clean_audit(operator, member_id)
    one = {"_id": member_id, "counters.limit": "transfer-day"}
    for step in (-1, 1):
        changed = {"$inc": {"counters.$.count": step}}
        assert collection_of(MemberDocument).update_one(one, changed).modified_count
        found = difference(operator, member_id)
        assert (found is None) == (step == 1)
    assert points_and_entries(operator, member_id)[0] == 150


def test_a_transfer_that_fails_counts_toward_no_limit(
    operator: Client, member_id: str, other_id: str
) -> None:
    give(operator, member_id, 400)
    send = operator.transfers.TransferPoints
    for _ in range(3):
        failure = failure_of(partial(send, build.transfer(member_id, other_id, 450)))
        assert failure.reason == "INSUFFICIENT_POINTS"
    send(build.transfer(member_id, other_id, 400))


def test_a_program_tells_its_limits(operator: Client) -> None:
    program = operator.programs.GetProgram(program_service_pb2.GetProgramRequest()).program
    assert program.limits.transfers.max_points_per_transfer == 500
    assert program.limits.transfers.max_points_per_day == 800
    assert program.limits.max_unapproved_adjustment_points == 1_000


def test_without_limits_in_the_program_nothing_can_be_sent(
    operator: Client, member_id: str, other_id: str, moved_clock: ManualClock
) -> None:
    give(operator, member_id, 100)
    program = build.program({}, effective_time=build.timestamp(NOON + timedelta(days=900)))
    program.limits.ClearField("transfers")
    build.publish(operator, program)
    moved_clock.advance(days=900)
    failure = failure_of(
        partial(operator.transfers.TransferPoints, build.transfer(member_id, other_id, 1))
    )
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "TRANSFERS_NOT_ALLOWED")
