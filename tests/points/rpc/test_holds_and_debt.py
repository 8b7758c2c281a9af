"""What holds leave repays debt first: a claw-back never takes held points, and makes debt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import entry_pb2
from loyalty.points.v1 import points_service_pb2 as pb
from loyalty_points.use_cases.settle_accounts import settle_account

from support import build
from support.asking import account_of
from support.clocks import NOON
from support.harness import Client, Harness, failure_of
from support.holding import legs_of, placed, points_of
from support.returning import reverse, reverse_redemption
from support.together import OK, at_once, require_clean_audit, tally


@pytest.fixture
def later(harness: Harness) -> Iterator[Harness]:
    """The clock may be moved; it is put back."""
    yield harness
    harness.clock.now = NOON


@pytest.fixture
def indebted(operator: Client, member_id: str) -> tuple[str, str]:
    """A member who owes retail 600 points, and a hold of 1000, of retail and of hotel."""
    request = build.record(member_id, build.purchase(build.line(600)))
    returned = operator.points.RecordPurchase(request).entry
    for business in ("retail", "hotel"):
        bought = build.purchase(build.line(400), business=business)
        operator.points.RecordPurchase(build.record(member_id, bought))
    operator.points.RedeemPoints(build.redeem(member_id, 400))
    hold_id = placed(operator, member_id, 1_000, seconds=60)
    entry = operator.returns.ReversePurchase(reverse(returned.entry_id)).entry
    assert entry.reversal.clawed_back_debt_points == 600
    assert points_of(operator, member_id) == (0, 1_000, 0)
    return member_id, hold_id


def owed_by(entry: entry_pb2.Entry) -> dict[tuple[str, str], int]:
    return {(each.debtor, each.creditor): each.points for each in entry.owed}


def test_what_a_capture_leaves(operator: Client, indebted: tuple[str, str]) -> None:
    member_id, hold_id = indebted
    entry = operator.holds.CaptureHold(build.capture(member_id, hold_id, 300)).entry
    assert entry.burned_points == 300
    assert sum(change.points for change in entry.lot_changes) == -900
    assert legs_of(entry) == {
        f"member:{member_id}": -900,
        f"debt:{member_id}": 600,
        "redeemed:retail": 300,
    }
    assert points_of(operator, member_id) == (100, 0, 0)
    assert account_of(operator, member_id).balance.debt_points == 0
    require_clean_audit(operator, member_id)


def test_a_reversal_of_a_capture_gives_back_what_was_captured_and_no_more(
    operator: Client, indebted: tuple[str, str]
) -> None:
    member_id, hold_id = indebted
    captured = operator.holds.CaptureHold(build.capture(member_id, hold_id, 300)).entry
    reversal = operator.returns.ReverseRedemption(reverse_redemption(captured.entry_id)).entry
    assert reversal.reversal.restored_points == 300
    assert points_of(operator, member_id) == (400, 0, 0)
    require_clean_audit(operator, member_id)


def test_what_a_release_sets_free(operator: Client, indebted: tuple[str, str]) -> None:
    member_id, hold_id = indebted
    entry = operator.holds.ReleaseHold(build.release(member_id, hold_id)).entry
    assert legs_of(entry) == {f"member:{member_id}": -600, f"debt:{member_id}": 600}
    assert owed_by(entry).keys() <= {("hotel", "retail")}
    assert entry.burned_points == 0
    assert points_of(operator, member_id) == (400, 0, 0)
    require_clean_audit(operator, member_id)


def test_what_a_lapse_sets_free(
    later: Harness, operator: Client, indebted: tuple[str, str]
) -> None:
    member_id, hold_id = indebted
    later.clock.advance(seconds=60)
    assert points_of(operator, member_id) == (400, 0, 0), "less the debt, settled or not"
    for late in (
        partial(operator.holds.CaptureHold, build.capture(member_id, hold_id)),
        partial(operator.holds.ReleaseHold, build.release(member_id, hold_id)),
    ):
        assert failure_of(late).reason == "HOLD_LAPSED"
    assert settle_account(later.parts, member_id) == 1
    listed = pb.ListEntriesRequest(member=build.key(member_id), page_size=1)
    newest = operator.points.ListEntries(listed).entries[0]
    assert newest.kind == entry_pb2.ENTRY_KIND_HOLD_LAPSED
    assert sum(change.points for change in newest.debt_changes) == -600
    assert points_of(operator, member_id) == (400, 0, 0)
    require_clean_audit(operator, member_id)


def test_a_return_against_a_hold_of_the_same_points(operator: Client, member_id: str) -> None:
    for _ in range(3):
        bought = build.record(member_id, build.purchase(build.line(100)))
        original = operator.points.RecordPurchase(bought).entry
        calls: list[Callable[[], Any]] = [
            partial(operator.returns.ReversePurchase, reverse(original.entry_id)),
            partial(operator.holds.PlaceHold, build.hold(member_id, 100)),
        ]
        assert tally(at_once(calls)).get(OK, 0) >= 1
        balance = account_of(operator, member_id).balance
        assert balance.held_points - balance.debt_points + balance.available_points >= 0
    require_clean_audit(operator, member_id)
