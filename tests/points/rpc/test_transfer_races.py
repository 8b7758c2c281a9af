"""Transfers against each other and against all else that wants the same points."""

from __future__ import annotations

from functools import partial

from support import build
from support.asking import give, points_and_entries
from support.harness import Client
from support.together import OK, at_once, require_clean_audit, tally


def test_transfers_to_and_fro_all_succeed_and_lose_nothing(operator: Client) -> None:
    one, two = build.enroll(operator), build.enroll(operator)
    for each in (one, two):
        give(operator, each, 1_000)
    requests = [build.transfer(one, two, 10) for _ in range(10)]
    requests += [build.transfer(two, one, 7) for _ in range(10)]
    outcomes = at_once([partial(operator.transfers.TransferPoints, each) for each in requests])
    assert tally(outcomes) == {OK: 20}
    assert points_and_entries(operator, one) == (1_000 - 100 + 70, 22)
    assert points_and_entries(operator, two) == (1_000 + 100 - 70, 22)
    require_clean_audit(operator)


def test_forty_transfers_of_the_last_points_move_them_once(operator: Client) -> None:
    sender, recipient = build.enroll(operator), build.enroll(operator)
    give(operator, sender, 1_099)
    requests = [build.transfer(sender, recipient, 100) for _ in range(40)]
    outcomes = at_once([partial(operator.transfers.TransferPoints, each) for each in requests])
    assert tally(outcomes) == {OK: 10, "INSUFFICIENT_POINTS": 30}
    assert points_and_entries(operator, sender)[0] == 99
    assert points_and_entries(operator, recipient)[0] == 1_000
    require_clean_audit(operator)


def test_of_a_transfer_and_a_redemption_of_the_same_points_one_gets_them(
    operator: Client,
) -> None:
    for _ in range(5):
        sender, recipient = build.enroll(operator), build.enroll(operator)
        give(operator, sender, 100)
        redeem = partial(operator.points.RedeemPoints, build.redeem(sender, 100))
        send = partial(operator.transfers.TransferPoints, build.transfer(sender, recipient, 100))
        outcomes = at_once([redeem, send])
        assert tally(outcomes) == {OK: 1, "INSUFFICIENT_POINTS": 1}
        assert points_and_entries(operator, sender)[0] == 0
    require_clean_audit(operator)


def test_fifty_copies_of_a_transfer_are_one(operator: Client) -> None:
    sender, recipient = build.enroll(operator), build.enroll(operator)
    give(operator, sender, 100)
    send = partial(operator.transfers.TransferPoints, build.transfer(sender, recipient, 100))
    answers = at_once([send] * 50)
    assert tally(answers) == {OK: 50}
    assert len({answer.entry.entry_id for answer in answers}) == 1
    assert points_and_entries(operator, recipient) == (100, 2)


def test_a_ring_of_transfers_goes_round(operator: Client) -> None:
    ring = [build.enroll(operator) for _ in range(6)]
    for each in ring:
        give(operator, each, 50)
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    requests = [build.transfer(one, two, 50) for one, two in pairs]
    outcomes = at_once([partial(operator.transfers.TransferPoints, each) for each in requests])
    assert tally(outcomes) == {OK: 6}
    assert [points_and_entries(operator, each) for each in ring] == [(50, 4)] * 6
