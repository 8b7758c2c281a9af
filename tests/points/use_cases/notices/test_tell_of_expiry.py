"""Points that expire soon are told of: once for each instant of expiry, in time, to the point."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any

import pytest
from loyalty.points.v1 import program_pb2
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.outbox import OutboxDocument
from loyalty_chassis.storage.collections import collection_of
from loyalty_points.domain.instants import to_ms
from loyalty_points.events.notices import expiring_id
from loyalty_points.store.documents import AccountDocument
from loyalty_points.use_cases.notices.tell_of_expiry import tell_of_expiry
from points.use_cases.notices.conftest import Told

from support import build
from support.harness import Client, Harness
from support.holding import placed
from support.shapes import SHAPES
from support.tampering import difference
from support.together import at_once, require_clean_audit

SIMPLE: dict[str, Any] = {"retail": [("simple", {})]}


def give(harness: Harness, member_id: str, points: int, days: float) -> str:
    """Give points that expire in so many days; return the day."""
    expires = harness.clock() + timedelta(days=days)
    adjustment = build.adjust(member_id, points, expire_time=build.timestamp(expires))
    harness.client().adjustments.AdjustPoints(adjustment)
    return expires.date().isoformat()


def said(events: list[Event]) -> list[tuple[str, str]]:
    """Return points and day of each event, in order of the days."""
    read = [(str(event.data["points"]), str(event.data["expire_time"])[:10]) for event in events]
    return sorted(read, key=itemgetter(1))


def test_points_are_told_of_once_as_soon_as_they_expire_within_thirty_days(
    harness: Harness, operator: Client, member_id: str, told: Told
) -> None:
    day = give(harness, member_id, 70, 40)
    assert tell_of_expiry(harness.parts, 100) == 0
    harness.clock.advance(days=10)
    assert tell_of_expiry(harness.parts, 100) == 1
    (event,) = told(member_id)
    assert event.type == "loyalty.points.v1.PointsExpiringSoon"
    assert (event.subject, event.sequence) == (member_id, None)
    assert said([event]) == [("70", day)]
    assert event.data["available_points"] == "70"
    for _ in range(3):
        harness.clock.advance(days=5)
        assert tell_of_expiry(harness.parts, 100) == 0
    assert len(told(member_id)) == 1
    require_clean_audit(operator, member_id)


def test_every_instant_is_told_of_by_itself_with_all_points_of_it(
    harness: Harness, operator: Client, member_id: str, told: Told
) -> None:
    five, _, eleven, _ = (
        give(harness, member_id, points, days)
        for points, days in ((5, 20), (7, 20), (11, 10), (13, 50))
    )
    assert tell_of_expiry(harness.parts, 100) == 1
    assert said(told(member_id)) == [("11", eleven), ("12", five)]
    three = give(harness, member_id, 3, 5)  # sooner than what was told of
    give(harness, member_id, 1, 20)  # comes to what was told of
    assert tell_of_expiry(harness.parts, 100) == 1
    assert said(told(member_id)) == [("3", three), ("11", eleven), ("12", five)]
    require_clean_audit(operator, member_id)


def test_held_points_are_told_of_once_they_are_free(
    harness: Harness, operator: Client, member_id: str, told: Told
) -> None:
    day = give(harness, member_id, 30, 9)
    hold_id = placed(operator, member_id, 30)
    assert tell_of_expiry(harness.parts, 100) == 0
    operator.holds.ReleaseHold(build.release(member_id, hold_id))
    assert tell_of_expiry(harness.parts, 100) == 1
    assert said(told(member_id)) == [("30", day)]


def test_what_was_spent_or_has_expired_is_not_told_of(
    harness: Harness, operator: Client, member_id: str, told: Told
) -> None:
    give(harness, member_id, 30, 40)
    operator.points.RedeemPoints(build.redeem(member_id, 30))
    give(harness, member_id, 8, 35)
    harness.clock.advance(days=36)
    while tell_of_expiry(harness.parts, 100):
        pass
    assert told(member_id) == []


def test_the_program_says_how_soon_and_may_say_not_at_all(
    harness: Harness, operator: Client, member_id: str, told: Told
) -> None:
    day = give(harness, member_id, 30, 9)
    for number, expected in ((0, 0), (8, 0), (366, 1)):
        policy = program_pb2.NoticePolicy(expiring_soon_days=number)
        _publish(harness, notices=policy)
        assert tell_of_expiry(harness.parts, 100) >= expected
        assert len(told(member_id)) == expected
    assert said(told(member_id)) == [("30", day)]
    _publish(harness)


def _publish(harness: Harness, **parts: Any) -> None:
    """Publish a program and wait until it is in force."""
    soon = build.timestamp(harness.clock() + timedelta(seconds=61))
    build.publish(harness.client(), build.program(SIMPLE, effective_time=soon, **parts))
    harness.clock.advance(seconds=62)


def test_many_workers_at_once_tell_of_it_once(
    harness: Harness, operator: Client, told: Told
) -> None:
    members = [build.enroll(operator) for _ in range(8)]
    days = [give(harness, member_id, 5, 3) for member_id in members]
    at_once([lambda: tell_of_expiry(harness.parts, 100)] * 4)
    while tell_of_expiry(harness.parts, 100):
        pass
    assert [said(told(member_id)) for member_id in members] == [[("5", day)] for day in days]
    require_clean_audit(operator)


def test_a_purchase_in_between_is_not_lost_and_neither_is_the_notice(
    harness: Harness, operator: Client, member_id: str, told: Told
) -> None:
    give(harness, member_id, 500, 3)
    redeem: list[Callable[[], Any]] = [
        lambda: operator.points.RedeemPoints(build.redeem(member_id, 1)) for _ in range(8)
    ]
    at_once([*redeem, lambda: tell_of_expiry(harness.parts, 100)])
    while tell_of_expiry(harness.parts, 100):
        pass
    (event,) = told(member_id)
    assert 492 <= int(str(event.data["points"])) <= 500
    require_clean_audit(operator, member_id)


def test_an_id_that_is_there_already_is_not_told_again_and_stops_nothing(
    harness: Harness, operator: Client, member_id: str, told: Told
) -> None:
    give(harness, member_id, 5, 3)
    give(harness, member_id, 6, 4)
    first_ms, second_ms = (to_ms(harness.clock() + timedelta(days=number)) for number in (3, 4))
    assert tell_of_expiry(harness.parts, 100) == 1
    forgotten = {"told_ms": [], "next_untold_ms": first_ms}
    collection_of(AccountDocument).update_one({"_id": member_id}, {"$set": forgotten})
    collection_of(OutboxDocument).delete_one({"_id": expiring_id(member_id, second_ms)})
    assert tell_of_expiry(harness.parts, 100) == 1
    assert tell_of_expiry(harness.parts, 100) == 0
    assert len(told(member_id)) == 2
    require_clean_audit(operator, member_id)


def test_one_who_cannot_be_told_keeps_no_other_waiting(
    harness: Harness, operator: Client, told: Told
) -> None:
    broken, sound = build.enroll(operator), build.enroll(operator)
    give(harness, broken, 5, 2)
    give(harness, sound, 5, 3)
    accounts, nonsense = collection_of(AccountDocument), {"points": 1, "since_ms": 0}
    accounts.update_one({"_id": broken}, {"$set": {"lots.nonsense": nonsense}})
    left: set[str] = set()
    assert tell_of_expiry(harness.parts, 2, left) == 1
    assert left == {broken}
    assert len(told(sound)) == 1
    assert tell_of_expiry(harness.parts, 2, left) == 0
    assert left == set()
    accounts.update_one({"_id": broken}, {"$unset": {"lots.nonsense": ""}})
    assert tell_of_expiry(harness.parts, 2, left) == 1


def test_a_look_reads_by_what_is_to_be_told_and_not_by_all_accounts(
    harness: Harness, operator: Client
) -> None:
    for _ in range(20):
        give(harness, build.enroll(operator), 5, 100)
    give(harness, build.enroll(operator), 5, 3)
    SHAPES.clear()
    assert tell_of_expiry(harness.parts, 100) == 1
    sent = [next(iter(command)) for command in SHAPES.all()]
    assert sent == ["find", "find", "update", "insert", "commitTransaction"]
    find = SHAPES.named("find")[0]
    give(harness, build.enroll(operator), 5, 3)
    command = {name: find[name] for name in ("find", "filter", "sort", "limit")}
    explained = harness.database.command({"explain": command, "verbosity": "executionStats"})
    assert explained["executionStats"]["totalDocsExamined"] == 1


def test_without_a_program_in_force_nobody_is_told(harness: Harness) -> None:
    now, harness.clock.now = harness.clock.now, datetime(1990, 1, 1, tzinfo=UTC)
    assert tell_of_expiry(harness.parts, 100) == 0
    harness.clock.now = now


@pytest.mark.parametrize(
    ("change", "subject"),
    [
        ({"told_ms": []}, "next_untold_ms"),
        ({"told_ms": [1, 2]}, "told_ms"),
        ({"next_untold_ms": 5}, "next_untold_ms"),
    ],
)
def test_what_was_told_is_audited(
    harness: Harness, operator: Client, member_id: str, change: dict[str, Any], subject: str
) -> None:
    give(harness, member_id, 5, 3)
    assert tell_of_expiry(harness.parts, 100) == 1
    accounts = collection_of(AccountDocument)
    before = accounts.find_one({"_id": member_id})
    assert before is not None
    accounts.update_one({"_id": member_id}, {"$set": change})
    found = difference(operator, member_id)
    accounts.replace_one({"_id": member_id}, before)
    assert found is not None
    assert found.subject == subject
    require_clean_audit(operator, member_id)
