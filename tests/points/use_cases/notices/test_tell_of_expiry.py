"""Points that expire soon are told of: once for each instant of expiry, in time, to the point."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from loyalty.points.v1 import program_pb2
from loyalty_chassis.events.outbox import OutboxDocument
from loyalty_chassis.storage.collections import collection_of
from loyalty_points.domain.instants import to_ms
from loyalty_points.store.documents import AccountDocument
from loyalty_points.use_cases.notices import telling
from loyalty_points.use_cases.notices.tell_of_expiry import tell_of_expiry
from points.use_cases.notices.conftest import Told

from support import build
from support.clocks import NOON
from support.harness import Client, Harness
from support.holding import placed
from support.shapes import SHAPES
from support.together import at_once, require_clean_audit


def give(client: Client, member_id: str, points: int, expires: datetime) -> None:
    adjustment = build.adjust(member_id, points, expire_time=build.timestamp(expires))
    client.adjustments.AdjustPoints(adjustment)


def days(number: float) -> datetime:
    return NOON + timedelta(days=number)


def said(events: list[Any]) -> list[tuple[str, str]]:
    return [(event.data["points"], event.data["expire_time"][:10]) for event in events]


def test_points_are_told_of_once_as_soon_as_they_expire_within_thirty_days(
    harness: Harness, operator: Client, member_id: str, told: Told
) -> None:
    give(operator, member_id, 70, days(40))
    assert tell_of_expiry(harness.parts, 100) == 0
    harness.clock.advance(days=10)
    assert tell_of_expiry(harness.parts, 100) == 1
    (event,) = told(member_id)
    assert event.type == "loyalty.points.v1.PointsExpiringSoon"
    assert (event.subject, event.sequence) == (member_id, None)
    assert said([event]) == [("70", "2026-07-25")]
    assert event.data["available_points"] == "70"
    for _ in range(3):
        harness.clock.advance(days=5)
        assert tell_of_expiry(harness.parts, 100) == 0
    assert len(told(member_id)) == 1
    require_clean_audit(operator, member_id)


def test_every_instant_is_told_of_by_itself_with_all_points_of_it(
    harness: Harness, operator: Client, member_id: str, told: Told
) -> None:
    for points, expires in ((5, days(20)), (7, days(20)), (11, days(10)), (13, days(50))):
        give(operator, member_id, points, expires)
    assert tell_of_expiry(harness.parts, 100) == 1
    assert sorted(said(told(member_id))) == [("11", "2026-06-25"), ("12", "2026-07-05")]
    give(operator, member_id, 3, days(5))  # sooner than what was told of
    give(operator, member_id, 1, days(20))  # comes to what was told of
    assert tell_of_expiry(harness.parts, 100) == 1
    assert sorted(said(told(member_id)))[2:] == [("3", "2026-06-20")]
    require_clean_audit(operator, member_id)


def test_held_points_are_told_of_once_they_are_free(
    harness: Harness, operator: Client, member_id: str, told: Told
) -> None:
    give(operator, member_id, 30, days(9))
    hold_id = placed(operator, member_id, 30)
    assert tell_of_expiry(harness.parts, 100) == 0
    operator.holds.ReleaseHold(build.release(member_id, hold_id))
    assert tell_of_expiry(harness.parts, 100) == 1
    assert said(told(member_id)) == [("30", "2026-06-24")]


def test_what_was_spent_or_has_expired_is_not_told_of(
    harness: Harness, operator: Client, member_id: str, told: Told
) -> None:
    give(operator, member_id, 30, days(40))
    operator.points.RedeemPoints(build.redeem(member_id, 30))
    give(operator, member_id, 8, days(35))
    harness.clock.advance(days=36)
    assert tell_of_expiry(harness.parts, 100) == 0
    assert told(member_id) == []


def test_the_program_says_how_soon_and_may_say_not_at_all(
    harness: Harness, operator: Client, member_id: str, told: Told
) -> None:
    give(operator, member_id, 30, days(9))
    assert operator
    for number, expected in ((0, 0), (8, 0), (366, 1)):
        policy = program_pb2.NoticePolicy(expiring_soon_days=number)
        soon = build.timestamp(harness.clock() + timedelta(seconds=61))
        simple: dict[str, Any] = {"retail": [("simple", {})]}
        build.publish(operator, build.program(simple, effective_time=soon, notices=policy))
        harness.clock.advance(seconds=62)
        assert tell_of_expiry(harness.parts, 100) == expected
    assert said(told(member_id)) == [("30", "2026-06-24")]


def test_many_workers_at_once_tell_of_it_once(
    harness: Harness, operator: Client, told: Told
) -> None:
    members = [build.enroll(operator) for _ in range(8)]
    for member_id in members:
        give(operator, member_id, 5, days(3))
    at_once([lambda: tell_of_expiry(harness.parts, 100)] * 4)
    while tell_of_expiry(harness.parts, 100):
        pass
    assert [said(told(member_id)) for member_id in members] == [[("5", "2026-06-18")]] * 8
    require_clean_audit(operator)


def test_a_purchase_in_between_is_not_lost_and_neither_is_the_notice(
    harness: Harness, operator: Client, member_id: str, told: Told
) -> None:
    give(operator, member_id, 500, days(3))
    calls: list[Any] = [
        lambda: operator.points.RedeemPoints(build.redeem(member_id, 1)) for _ in range(10)
    ]
    at_once([*calls, lambda: tell_of_expiry(harness.parts, 100)])
    while tell_of_expiry(harness.parts, 100):
        pass
    (event,) = told(member_id)
    assert 490 <= int(event.data["points"]) <= 500
    require_clean_audit(operator, member_id)


def test_an_id_that_is_there_already_is_not_told_again_and_stops_nothing(
    harness: Harness, operator: Client, member_id: str, told: Told
) -> None:
    give(operator, member_id, 5, days(3))
    give(operator, member_id, 6, days(4))
    assert tell_of_expiry(harness.parts, 100) == 1
    forget = {"$set": {"told_ms": [], "next_untold_ms": to_ms(days(3))}}
    collection_of(AccountDocument).update_one({"_id": member_id}, forget)
    collection_of(OutboxDocument).delete_one({"_id": f"expiring|{member_id}|{to_ms(days(4))}"})
    assert tell_of_expiry(harness.parts, 100) == 1
    assert tell_of_expiry(harness.parts, 100) == 0
    assert len(told(member_id)) == 2
    require_clean_audit(operator, member_id)


def test_one_who_cannot_be_told_keeps_no_other_waiting(
    harness: Harness, operator: Client, told: Told
) -> None:
    broken, sound = build.enroll(operator), build.enroll(operator)
    give(operator, broken, 5, days(2))
    give(operator, sound, 5, days(3))
    accounts = collection_of(AccountDocument)
    accounts.update_one({"_id": broken}, {"$set": {"lots.nonsense": {"points": 1, "since_ms": 0}}})
    left: set[str] = set()
    assert tell_of_expiry(harness.parts, 1, left) == 0
    assert left == set()
    left.add(broken)
    assert tell_of_expiry(harness.parts, 1, left) == 1
    assert len(told(sound)) == 1
    accounts.update_one({"_id": broken}, {"$unset": {"lots.nonsense": ""}})
    assert telling.SECONDS_EACH > 0


def test_a_look_reads_by_what_is_to_be_told_and_not_by_all_accounts(
    harness: Harness, operator: Client
) -> None:
    for _ in range(30):
        give(operator, build.enroll(operator), 5, days(100))
    give(operator, build.enroll(operator), 5, days(3))
    SHAPES.clear()
    assert tell_of_expiry(harness.parts, 100) == 1
    find = SHAPES.named("find")[0]
    command = {name: find[name] for name in ("find", "filter", "sort", "limit")}
    harness.clock.advance(days=1)
    give(operator, build.enroll(operator), 5, days(3))
    explained = harness.database.command({"explain": command, "verbosity": "executionStats"})
    assert explained["executionStats"]["totalDocsExamined"] == 1
    assert [next(iter(command)) for command in SHAPES.all()][:5] == [
        "find",
        "find",
        "update",
        "insert",
        "commitTransaction",
    ]


def test_without_a_program_there_is_nothing_to_tell(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness.clock.now = datetime(1990, 1, 1, tzinfo=NOON.tzinfo)
    assert tell_of_expiry(harness.parts, 100) == 0
