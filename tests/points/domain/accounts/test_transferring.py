"""Points from one account to another: which of them, what they keep, whose debt they repay."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from loyalty_chassis.errors import LimitReached
from loyalty_points.domain.accounts.account import Account, DebtChange
from loyalty_points.domain.accounts.holding import place_hold
from loyalty_points.domain.accounts.holds import Hold
from loyalty_points.domain.accounts.lots import AWAITING_MS, LotChange, LotKey
from loyalty_points.domain.accounts.transferring import count_transfer, transfer
from loyalty_points.domain.errors import InsufficientPoints, TransfersNotAllowed
from loyalty_points.domain.members.member import Attributes, Member
from loyalty_points.domain.programs.program import TransferLimits

NOW = 1_000_000
NEW_YORK = "America/New_York"
LIMITS = TransferLimits(max_points_per_transfer=500, max_points_per_day=800)


def account(name: str, *lots: tuple[LotKey, int]) -> Account:
    opened = Account(name, 1, 1, "", datetime(2026, 1, 1, tzinfo=UTC))
    for number, (key, points) in enumerate(lots):
        opened.put(LotChange(key.lot_id, points, number))
    return opened


def key(funder: str = "retail", activate: int = 0, expire: int = 0, earner: str = "A") -> LotKey:
    return LotKey(funder, activate, expire, earner)


def test_the_soonest_to_expire_go_first_and_keep_funder_expiry_earner_and_age() -> None:
    late, soon = key("hotel", expire=NOW + 2), key("retail", expire=NOW + 1, earner="C")
    sender, recipient = account("A", (late, 100), (soon, 50)), account("B")
    done = transfer(sender, recipient, 120, NOW)
    assert [(c.lot_id, c.points) for c in done.sent.lot_changes] == [
        (soon.lot_id, -50),
        (late.lot_id, -70),
    ]
    assert {lot.lot_id: (lot.points, lot.since_ms) for lot in recipient.lots.values()} == {
        soon.lot_id: (50, 1),
        late.lot_id: (70, 0),
    }
    assert sender.balance(NOW).available_points == 30


def test_pending_held_and_due_points_stay() -> None:
    free, pending = key(), key("hotel", activate=AWAITING_MS)
    due = key("fuel", expire=NOW)
    sender = account("A", (free, 100), (pending, 100), (due, 100))
    place_hold(sender, Hold("h", "A", "retail", "retail-1", NOW + 1, ()), 60, NOW)
    with pytest.raises(InsufficientPoints) as refused:
        transfer(sender, account("B"), 41, NOW)
    assert refused.value.metadata == {"required": "41", "available": "40", "missing": "1"}
    assert transfer(sender, account("B"), 40, NOW).sent.lot_changes[0].points == -40


def test_points_that_became_active_arrive_in_an_active_lot() -> None:
    ripe = key(activate=NOW - 1, expire=NOW + 5)
    recipient = account("B")
    transfer(account("A", (ripe, 10)), recipient, 10, NOW)
    assert list(recipient.lots) == [ripe.activated.lot_id]


def test_what_arrives_repays_debt_and_says_whose_points_did() -> None:
    recipient = account("B")
    recipient.debt = {"hotel": 30}
    done = transfer(account("A", (key(), 100)), recipient, 50, NOW)
    assert [change.points for change in done.received.lot_changes] == [50, -30]
    assert done.received.debt_changes == (DebtChange("hotel", "retail", -30),)
    assert recipient.balance(NOW).available_points == 20
    assert not recipient.debt


def test_a_sender_in_debt_sends_only_what_is_available() -> None:
    sender = account("A", (key(), 100))
    sender.debt = {"hotel": 30}
    with pytest.raises(InsufficientPoints):
        transfer(sender, account("B"), 71, NOW)


def test_the_201st_lot_is_refused() -> None:
    lots = [(key(expire=NOW + number), 1) for number in range(1, 201)]
    with pytest.raises(LimitReached) as refused:
        transfer(account("A", (key("hotel"), 1)), account("B", *lots), 1, NOW)
    assert refused.value.metadata["limit"] == "open_lots"


def member() -> Member:
    return Member("A", 1, datetime(2026, 1, 1, tzinfo=UTC), (), Attributes())


def test_without_limits_there_are_no_transfers() -> None:
    with pytest.raises(TransfersNotAllowed):
        count_transfer(None, member(), 1, datetime(2026, 6, 15, tzinfo=UTC), NEW_YORK)


@pytest.mark.parametrize(
    ("zone", "now", "day", "frees"),
    [
        (NEW_YORK, "2026-11-01T03:59:59", "2026-10-31", "2026-11-01T04:00:00.000Z"),
        (
            NEW_YORK,
            "2026-11-01T04:00:00",
            "2026-11-01",
            "2026-11-02T05:00:00.000Z",
        ),  # clocks go back
        ("Asia/Shanghai", "2026-06-15T15:59:59", "2026-06-15", "2026-06-15T16:00:00.000Z"),
        (
            "Africa/Cairo",
            "2026-04-23T12:00:00",
            "2026-04-23",
            "2026-04-23T22:00:00.000Z",
        ),  # no midnight
        (
            "Pacific/Apia",
            "2011-12-30T09:59:59",
            "2011-12-29",
            "2011-12-30T10:00:00.000Z",
        ),  # a day is skipped
    ],
)
def test_a_day_is_a_local_one_and_frees_at_its_end(
    zone: str, now: str, day: str, frees: str
) -> None:
    sender, instant = member(), datetime.fromisoformat(now).replace(tzinfo=UTC)
    count_transfer(LIMITS, sender, 500, instant, zone)
    count_transfer(LIMITS, sender, 300, instant, zone)
    with pytest.raises(LimitReached) as refused:
        count_transfer(LIMITS, sender, 1, instant, zone)
    assert refused.value.metadata == {
        "limit": "transfer-day",
        "window": day,
        "maximum": "800",
        "used": "800",
        "requested": "1",
        "free_time": frees,
    }
    count_transfer(LIMITS, sender, 500, datetime.fromisoformat(frees), zone)
    assert len(sender.counters) == 1, "days that are over are forgotten"


def test_one_transfer_has_a_limit_of_its_own() -> None:
    with pytest.raises(LimitReached) as refused:
        count_transfer(LIMITS, member(), 501, datetime(2026, 6, 15, tzinfo=UTC), NEW_YORK)
    assert refused.value.metadata == {
        "limit": "transfer",
        "window": "transfer",
        "maximum": "500",
        "requested": "501",
    }
