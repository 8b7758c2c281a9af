"""What a call sends to the database: the same however long the history, however many lots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import (
    adjustment_service_pb2,
    member_pb2,
    member_service_pb2,
    points_service_pb2,
    program_pb2,
)
from loyalty_points.domain.accounts.account import OPEN_LOTS_MAX

from support import build
from support.asking import account_of, give
from support.clocks import NOON
from support.harness import SUPERVISOR, Client, Harness, registry_of, start_harness
from support.histories import lengthen, open_lots
from support.holding import placed
from support.plugins import simple_rules
from support.shapes import SHAPES
from support.together import outcome_of, tally

RECORD = {"find": 2, "insert": 2, "update": 2, "commitTransaction": 1}
"""Two reads, two inserts, two guarded updates, a commit: seven."""
TRANSFER = {"find": 4, "insert": 2, "update": 4, "commitTransaction": 1}
"""Two accounts, and both entries in one insert: eleven."""


@dataclass(frozen=True)
class Known:
    """A member, and the card that finds it."""

    member_id: str
    card: member_pb2.Identity

    @property
    def by_id(self) -> member_pb2.MemberKey:
        return build.key(self.member_id)

    @property
    def by_card(self) -> member_pb2.MemberKey:
        return member_pb2.MemberKey(identity=self.card)


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service whose points expire by the day, so that every day's are a lot."""
    running = start_harness(
        database_url, tmp_path_factory.mktemp("counted"), registry_of({"simple": simple_rules})
    )
    by_the_day = program_pb2.ExpiryPolicy(
        months=24, rounding=program_pb2.EXPIRY_ROUNDING_END_OF_DAY
    )
    plugins: dict[str, list[Any]] = {
        business: [("simple", {})] for business in ("hotel", "dining", "retail", "fuel")
    }
    build.publish(running.client(), build.program(plugins, expiry=by_the_day))
    yield running
    running.stop()


@pytest.fixture
def known(operator: Client) -> Known:
    card = build.card(build.fresh("CARD"))
    request = member_service_pb2.EnrollMemberRequest(request_id=build.fresh(), identities=[card])
    member = operator.members.EnrollMember(request).member
    give(operator, member.member_id, 1_000)
    return Known(member.member_id, card)


def commands_of(call: Callable[[], Any]) -> Counter[str]:
    """Return how many commands of which name a call sends."""
    SHAPES.clear()
    call()
    return Counter(next(iter(command)) for command in SHAPES.all())


def recording(client: Client, member: member_pb2.MemberKey, burn: int = 10) -> Callable[[], Any]:
    request = points_service_pb2.RecordPurchaseRequest(
        request_id=build.fresh(),
        member=member,
        purchase=build.purchase(build.line(), build.line(), build.line()),
        burn_points=burn,
    )
    return partial(client.points.RecordPurchase, request)


def quoting(client: Client, member: member_pb2.MemberKey) -> Callable[[], Any]:
    request = points_service_pb2.QuotePurchaseRequest(
        member=member, purchase=build.purchase(), burn_points=10
    )
    return partial(client.points.QuotePurchase, request)


def getting(client: Client, member: member_pb2.MemberKey) -> Callable[[], Any]:
    request = points_service_pb2.GetAccountRequest(member=member)
    return partial(client.points.GetAccount, request)


def holding(client: Client, member_id: str, points: int) -> list[Counter[str]]:
    """Return the commands of a hold, a capture and a release of so many points each."""
    captured, released = (placed(client, member_id, points) for _ in range(2))
    calls: list[Callable[[], Any]] = [
        partial(client.holds.PlaceHold, build.hold(member_id, points)),
        partial(client.holds.CaptureHold, build.capture(member_id, captured)),
        partial(client.holds.ReleaseHold, build.release(member_id, released)),
    ]
    return [commands_of(call) for call in calls]


def test_an_account_is_one_read_and_two_by_identity(operator: Client, known: Known) -> None:
    assert commands_of(getting(operator, known.by_id)) == {"find": 1}
    assert commands_of(getting(operator, known.by_card)) == {"find": 2}


def test_a_quote_is_two_reads_and_three_by_identity(operator: Client, known: Known) -> None:
    assert commands_of(quoting(operator, known.by_id)) == {"find": 2}
    assert commands_of(quoting(operator, known.by_card)) == {"find": 3}


def test_a_purchase_that_burns_and_earns_is_seven_and_eight_by_identity(
    operator: Client, known: Known
) -> None:
    assert commands_of(recording(operator, known.by_id)) == RECORD
    assert commands_of(recording(operator, known.by_card)) == {**RECORD, "find": 3}
    assert sum(RECORD.values()) == 7


def test_a_redemption_is_seven(operator: Client, known: Known) -> None:
    redeem = partial(operator.points.RedeemPoints, build.redeem(known.member_id, 10))
    assert commands_of(redeem) == RECORD


def test_joining_a_household_is_eleven_and_leaving_it_too(operator: Client, known: Known) -> None:
    mate_id = build.enroll(operator)
    operator.households.CreateHousehold(build.household(known.member_id))
    pair = {"find": 4, "insert": 2, "update": 4, "commitTransaction": 1}
    join = partial(operator.households.JoinHousehold, build.join(mate_id, known.member_id))
    assert commands_of(join) == pair
    assert commands_of(getting(operator, build.key(mate_id))) == {"find": 2}
    assert commands_of(recording(operator, build.key(mate_id))) == RECORD
    leave = partial(operator.households.LeaveHousehold, build.leave(mate_id))
    assert commands_of(leave) == pair
    assert commands_of(getting(operator, build.key(mate_id))) == {"find": 1}


def test_a_close_is_eight_and_one_for_each_identity(operator: Client, known: Known) -> None:
    sent = commands_of(partial(operator.members.CloseMember, build.close(known.member_id)))
    assert sent == {**RECORD, "insert": 3, "delete": 1}


@pytest.mark.parametrize("lots", [1, OPEN_LOTS_MAX - 1])
def test_a_merge_is_eleven_and_one_for_each_identity(
    operator: Client, known: Known, lots: int
) -> None:
    source_id = build.enroll(operator)
    given = [
        {"points": 1, "expire_time": build.timestamp(NOON + timedelta(hours=hour))}
        for hour in range(1, lots + 1)
    ]
    balance = build.opening_balance(source_id, *given)
    request = adjustment_service_pb2.ImportOpeningBalancesRequest(balances=[balance])
    operator.adjustments.ImportOpeningBalances(request)
    sent = commands_of(
        partial(operator.members.MergeMembers, build.merge(source_id, known.member_id))
    )
    assert sent == {"find": 4, "insert": 2, "update": 4 + 1, "commitTransaction": 1}
    assert commands_of(getting(operator, build.key(source_id))) == {"find": 2}
    by_old_id = build.redeem(source_id, 10)
    redeemed = commands_of(partial(operator.points.RedeemPoints, by_old_id))
    assert redeemed == {**RECORD, "find": 3}


def test_a_transfer_is_eleven_and_twelve_by_an_identity(operator: Client, known: Known) -> None:
    other = build.enroll(operator)
    send = operator.transfers.TransferPoints
    assert commands_of(partial(send, build.transfer(known.member_id, other, 10))) == TRANSFER
    assert sum(TRANSFER.values()) == 11
    back = build.transfer(other, known.member_id, 10)
    back.recipient.CopyFrom(known.by_card)
    assert commands_of(partial(send, back)) == {**TRANSFER, "find": 5}


def test_a_transfer_of_200_lots_after_1000_entries_is_eleven_too(
    operator: Client, member_id: str
) -> None:
    lots = [
        {"points": 1, "expire_time": build.timestamp(NOON + timedelta(hours=hour))}
        for hour in range(1, OPEN_LOTS_MAX + 1)
    ]
    balance = build.opening_balance(member_id, *lots)
    request = adjustment_service_pb2.ImportOpeningBalancesRequest(balances=[balance])
    operator.adjustments.ImportOpeningBalances(request)
    lengthen(member_id, 1_000)
    other = build.enroll(operator)
    send = build.transfer(member_id, other, OPEN_LOTS_MAX)
    assert commands_of(partial(operator.transfers.TransferPoints, send)) == TRANSFER
    assert account_of(operator, other).open_lot_count == OPEN_LOTS_MAX
    assert account_of(operator, member_id).open_lot_count == 0


def test_an_adjustment_is_seven_and_its_approval_nine(
    harness: Harness, operator: Client, known: Known
) -> None:
    adjust = partial(operator.adjustments.AdjustPoints, build.adjust(known.member_id, 10))
    assert commands_of(adjust) == RECORD
    propose = build.propose(known.member_id, 10)
    proposal = operator.adjustments.ProposeAdjustment(propose).proposal
    second = harness.client(SUPERVISOR)
    approve = partial(second.adjustments.ApproveAdjustment, build.approve(proposal.proposal_id))
    assert commands_of(approve) == {**RECORD, "find": 3, "update": 3}


@pytest.mark.parametrize(("lots", "entries"), [(5, 10), (OPEN_LOTS_MAX, 1_000)])
def test_a_hold_a_capture_and_a_release_are_seven_each(
    operator: Client, member_id: str, lots: int, entries: int
) -> None:
    given = [
        {"points": 5, "expire_time": build.timestamp(NOON + timedelta(hours=hour))}
        for hour in range(1, lots + 1)
    ]
    request = adjustment_service_pb2.ImportOpeningBalancesRequest(
        balances=[build.opening_balance(member_id, *given)]
    )
    operator.adjustments.ImportOpeningBalances(request)
    assert account_of(operator, member_id).open_lot_count == lots
    lengthen(member_id, entries)
    assert holding(operator, member_id, lots) == [RECORD] * 3


def test_a_repeat_writes_nothing(operator: Client, known: Known) -> None:
    record = recording(operator, known.by_id)
    record()
    repeated = commands_of(record)
    assert repeated["commitTransaction"] == repeated["update"] == 0
    assert repeated.total() <= 6


def test_a_page_of_entries_is_two_reads_and_the_next_one(operator: Client, known: Known) -> None:
    first = points_service_pb2.ListEntriesRequest(member=known.by_id, page_size=1)
    assert commands_of(partial(operator.points.ListEntries, first)) == {"find": 2}
    token = operator.points.ListEntries(first).next_page_token
    second = points_service_pb2.ListEntriesRequest(
        member=known.by_id, page_size=1, page_token=token
    )
    assert commands_of(partial(operator.points.ListEntries, second)) == {"find": 1}


def test_a_batch_is_seven_for_each_purchase(operator: Client, known: Known) -> None:
    batch = points_service_pb2.SubmitPurchasesRequest(
        purchases=[build.record(known.member_id) for _ in range(5)]
    )
    sent = commands_of(partial(operator.points.SubmitPurchases, batch))
    assert sent == {name: 5 * count for name, count in RECORD.items()}


@pytest.mark.parametrize("entries", [10, 1_000])
def test_the_length_of_the_history_does_not_count(
    operator: Client, known: Known, entries: int
) -> None:
    lengthen(known.member_id, entries)
    assert commands_of(getting(operator, known.by_id)) == {"find": 1}
    assert commands_of(quoting(operator, known.by_id)) == {"find": 2}
    assert commands_of(recording(operator, known.by_id)) == RECORD
    assert account_of(operator, known.member_id).sequence == entries + 1


@pytest.mark.parametrize("lots", [5, OPEN_LOTS_MAX])
def test_the_number_of_lots_does_not_count(operator: Client, known: Known, lots: int) -> None:
    open_lots(operator, known.member_id, lots, NOON)
    assert account_of(operator, known.member_id).open_lot_count == lots
    assert commands_of(getting(operator, known.by_id)) == {"find": 1}
    assert commands_of(quoting(operator, known.by_id)) == {"find": 2}
    assert commands_of(recording(operator, known.by_id)) == RECORD
    one_more = build.record(known.member_id, build.purchase(at=NOON - timedelta(days=300)))
    outcome = outcome_of(partial(operator.points.RecordPurchase, one_more))
    assert (tally([outcome]) == {"LIMIT_REACHED": 1}) == (lots == OPEN_LOTS_MAX)
    nearly_all = build.record(
        known.member_id, build.purchase(build.line(10**6)), burn=1_000 * (lots - 2)
    )
    assert commands_of(partial(operator.points.RecordPurchase, nearly_all)) == RECORD
    assert account_of(operator, known.member_id).open_lot_count < 5
