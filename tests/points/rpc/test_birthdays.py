"""A birthday month earns once a year, however often the birthday is changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from loyalty.points.v1 import member_pb2, member_service_pb2
from loyalty_welcome import plugin as welcome

from support import build
from support.clocks import NOON
from support.harness import Client, Harness, registry_of, start_harness

SETTINGS = {"birthday": {"points": 1, "per_amount_minor": {"USD": 100}}}


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A group with the birthday bonus, and no other rule."""
    plugins = registry_of({"welcome": welcome})
    running = start_harness(database_url, tmp_path_factory.mktemp("birthdays"), plugins)
    build.publish(running.client(), build.program({}, [("welcome", SETTINGS)]))
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def _clock_put_back(harness: Harness) -> Iterator[None]:
    yield
    harness.clock.now = NOON


def change_to(client: Client, member_id: str, birthday: str) -> None:
    request = member_service_pb2.UpdateMemberRequest(
        request_id=build.fresh(),
        member_id=member_id,
        attributes=member_pb2.MemberAttributes(birthday=birthday),
    )
    client.members.UpdateMember(request)


def earned_in(harness: Harness, member_id: str, year: int, month: int) -> int:
    """Return what a purchase of 100.00 earns in a month."""
    harness.clock.now = datetime(year, month, 15, 12, tzinfo=UTC)
    bought = build.purchase(build.line(10_000), at=harness.clock.now)
    request = build.record(member_id, bought)
    points: int = harness.client().points.RecordPurchase(request).entry.earned_points
    return points


def test_a_birthday_that_is_changed_each_month_earns_in_the_first_alone(harness: Harness) -> None:
    client = harness.client()
    member_id = build.enroll(client, birthday="1990-07-15")
    assert earned_in(harness, member_id, 2027, 7) == 100
    for month in (8, 9):
        change_to(client, member_id, f"1990-{month:02}-15")
        assert earned_in(harness, member_id, 2027, month) == 0
    assert earned_in(harness, member_id, 2028, 8) == 0
    assert earned_in(harness, member_id, 2028, 9) == 100


def test_a_birthday_that_becomes_known_counts_at_once(harness: Harness) -> None:
    client = harness.client()
    member_id = build.enroll(client)
    change_to(client, member_id, "--07-15")
    assert earned_in(harness, member_id, 2027, 7) == 100
    change_to(client, member_id, "1990-07-15")
    assert earned_in(harness, member_id, 2027, 7) == 100, "the year alone changes nothing"


def test_a_birthday_that_was_taken_away_between_is_a_change_too(harness: Harness) -> None:
    client = harness.client()
    member_id = build.enroll(client, birthday="1990-07-15")
    assert earned_in(harness, member_id, 2027, 7) == 100
    change_to(client, member_id, "")
    change_to(client, member_id, "1990-08-15")
    assert earned_in(harness, member_id, 2027, 8) == 0
