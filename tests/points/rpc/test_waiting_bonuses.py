"""A group's bonus for a stay waits for the check-out, like the hotel's own points."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from loyalty.points.v1 import account_pb2, entry_pb2
from loyalty_hotel import plugin as hotel
from loyalty_welcome import plugin as welcome

from support import build
from support.asking import account_of, member_of
from support.clocks import NOON
from support.harness import Client, Harness, registry_of, start_harness
from support.returning import cancel, confirm
from support.together import require_clean_audit

HOTEL = {
    "room_categories": ["room"],
    "agency_channels": ["agency"],
    "qualifying_points_per_night": 10,
    "spend": {"points": 1, "per_amount_minor": 100},
    "awaits_confirmation": True,
}
WELCOME = {
    "birthday": {"points": 1, "per_amount_minor": {"USD": 100}},
    "excluded_channels": ["agency"],
    "confirmed_business_ids": ["hotel"],
}


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A hotel that records bookings, in a group with a birthday bonus."""
    plugins = registry_of({"hotel": hotel, "welcome": welcome})
    running = start_harness(database_url, tmp_path_factory.mktemp("bonuses"), plugins)
    program = build.program({"hotel": [("hotel", HOTEL)]}, [("welcome", WELCOME)])
    build.publish(running.client(), program)
    yield running
    running.stop()


@pytest.fixture
def guest_id(operator: Client) -> str:
    return build.enroll(operator, birthday=f"1990-{NOON:%m-%d}")


def booked(client: Client, member_id: str, channel: str = "web") -> entry_pb2.Entry:
    night = build.line(10_000, category="room")
    bought = build.purchase(night, business="hotel", channel=channel)
    entry: entry_pb2.Entry = client.points.RecordPurchase(build.record(member_id, bought)).entry
    return entry


def balance(client: Client, member_id: str) -> tuple[int, int]:
    found: account_pb2.Balance = account_of(client, member_id).balance
    return found.available_points, found.pending_points


def test_all_of_a_booking_waits_and_becomes_active_together(
    operator: Client, guest_id: str
) -> None:
    original = booked(operator, guest_id)
    assert [award.points for award in original.awards] == [0, 100, 100]
    assert balance(operator, guest_id) == (0, 200)
    operator.returns.ConfirmPurchase(confirm(original.entry_id))
    assert balance(operator, guest_id) == (200, 0)
    require_clean_audit(operator, guest_id)


def test_who_never_came_keeps_neither_points_nor_bonus_nor_nights(
    operator: Client, guest_id: str
) -> None:
    original = booked(operator, guest_id)
    operator.returns.CancelPending(cancel(original.entry_id))
    assert balance(operator, guest_id) == (0, 0)
    assert member_of(operator, guest_id).qualifying_points == 0
    require_clean_audit(operator, guest_id)


def test_a_booking_through_an_agency_earns_nothing_at_all(operator: Client, guest_id: str) -> None:
    assert not booked(operator, guest_id, "agency").awards
