"""Merges at the same instant as everything else: one order or another, and the journal is whole."""

from __future__ import annotations

from functools import partial

import pytest

from support import build
from support.asking import account_of, give, member_of, points_and_entries
from support.harness import Client, Failure
from support.together import OK, at_once, require_clean_audit, tally


@pytest.fixture
def pair(operator: Client) -> tuple[str, str]:
    """Two members with 1000 points each."""
    members = build.enroll(operator), build.enroll(operator)
    for member_id in members:
        give(operator, member_id, 1_000)
    return members


def test_what_either_earns_and_spends_meanwhile_is_the_targets(
    operator: Client, pair: tuple[str, str]
) -> None:
    merge = partial(operator.members.MergeMembers, build.merge(*pair))
    earning = [
        partial(operator.points.RecordPurchase, build.record(member_id))
        for member_id in pair
        for _ in range(3)
    ]
    spending = [
        partial(operator.points.RedeemPoints, build.redeem(member_id, 100))
        for member_id in pair
        for _ in range(3)
    ]
    outcomes = at_once([*earning, merge, *spending])
    assert tally(outcomes) == {OK: 13}
    assert points_and_entries(operator, pair[0])[0] == 2_000 + 6_000 - 600
    assert account_of(operator, pair[0]) == account_of(operator, pair[1])
    require_clean_audit(operator)


def test_of_two_merges_either_way_one_is_done(operator: Client, pair: tuple[str, str]) -> None:
    there, back = build.merge(*pair), build.merge(*reversed(pair))
    outcomes = at_once([partial(operator.members.MergeMembers, each) for each in (there, back)])
    assert tally(outcomes) == {OK: 1, "MEMBER_MERGED": 1}
    assert points_and_entries(operator, pair[0]) == points_and_entries(operator, pair[1])
    assert points_and_entries(operator, pair[0])[0] == 2_000
    require_clean_audit(operator)


def test_a_ring_of_merges_ends_in_one_member(operator: Client, pair: tuple[str, str]) -> None:
    third = build.enroll(operator)
    ring = (*pair, third)
    requests = [build.merge(ring[place], ring[(place + 1) % 3]) for place in range(3)]
    outcomes = at_once([partial(operator.members.MergeMembers, each) for each in requests])
    assert tally(outcomes) == {OK: 2, "MEMBER_MERGED": 1}
    assert len({member_of(operator, each).member_id for each in ring}) == 1
    assert points_and_entries(operator, third)[0] == 2_000
    require_clean_audit(operator)


@pytest.mark.parametrize("ending", ["CaptureHold", "ReleaseHold"])
def test_a_hold_is_ended_once_whoever_has_it_by_then(
    operator: Client, pair: tuple[str, str], ending: str
) -> None:
    hold_id = operator.holds.PlaceHold(build.hold(pair[0], 400)).entry.hold.hold_id
    end = build.capture if ending == "CaptureHold" else build.release
    ends = [partial(getattr(operator.holds, ending), end(member_id, hold_id)) for member_id in pair]
    outcomes = at_once([*ends, partial(operator.members.MergeMembers, build.merge(*pair))])
    failures = [each.reason for each in outcomes if isinstance(each, Failure)]
    assert failures == ["HOLD_NOT_FOUND"]
    captured = 400 if ending == "CaptureHold" else 0
    assert points_and_entries(operator, pair[1])[0] == 2_000 - captured
    assert account_of(operator, pair[1]).balance.held_points == 0
    require_clean_audit(operator)


def test_a_transfer_from_source_to_target_either_happens_before_or_is_to_oneself(
    operator: Client, pair: tuple[str, str]
) -> None:
    send = partial(operator.transfers.TransferPoints, build.transfer(*pair, 300))
    merge = partial(operator.members.MergeMembers, build.merge(*pair))
    outcomes = at_once([send, merge])
    assert tally(outcomes) in ({OK: 2}, {OK: 1, "INVALID_FIELD": 1})
    assert points_and_entries(operator, pair[1])[0] == 2_000
    require_clean_audit(operator)
