"""Members who do not buy take up the tiers of a program that has come into force, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from loyalty.points.v1 import entry_pb2, points_service_pb2, program_pb2
from loyalty_points.store import tier_sweeps
from loyalty_points.use_cases.programs import sweep_tiers as sweeping
from loyalty_points.use_cases.programs.sweep_tiers import sweep_tiers
from loyalty_points.use_cases.settle_accounts import settle_accounts

from support import build
from support.asking import member_of
from support.clocks import NOON
from support.harness import Client, Harness, registry_of, start_harness
from support.plugins import simple_rules
from support.shapes import SHAPES
from support.together import at_once, require_clean_audit

LEVELS = [
    program_pb2.Tier(tier_id=name, display_name=name, qualifying_points=points)
    for name, points in (("silver", 100), ("gold", 1000))
]
PLUGINS: dict[str, Any] = {"retail": [("simple", {})]}
REVIEWED = entry_pb2.ENTRY_KIND_TIER_REVIEWED
SOON = timedelta(seconds=60)
ALL = 100
"""Stretches: more than there are."""


@pytest.fixture
def harness(database_url: str, tmp_path: Path) -> Iterator[Harness]:
    """A service without tiers, whose members hold points that count toward some."""
    running = start_harness(database_url, tmp_path, registry_of({"simple": simple_rules}))
    build.publish(running.client(), build.program(PLUGINS, tier_window_days=365))
    yield running
    running.stop()


def publish_tiers(running: Harness, downgrade: str = "REASSESS", **parts: Any) -> datetime:
    """Publish a program with tiers and let it come into force; return when it did."""
    start = running.clock() + SOON
    given = {
        "tiers": LEVELS,
        "tier_window_days": 365,
        "tier_policy": program_pb2.TierPolicy(
            period=program_pb2.TIER_PERIOD_CALENDAR_YEAR,
            downgrade=f"TIER_DOWNGRADE_{downgrade}",
        ),
        "effective_time": build.timestamp(start),
        **parts,
    }
    build.publish(running.client(), build.program(PLUGINS, **given))
    running.clock.now = start
    return start


def bought(running: Harness, *nets: int) -> list[str]:
    """Return new members, each of whom bought something once."""
    client, members = running.client(), []
    for net in nets:
        members.append(build.enroll(client))
        item = build.purchase(build.line(net), at=running.clock())
        client.points.RecordPurchase(build.record(members[-1], item))
    return members


def tiers_of(client: Client, members: list[str]) -> list[str]:
    return [member_of(client, member_id).tier_id for member_id in members]


def reviews(client: Client, member_id: str) -> list[entry_pb2.Entry]:
    request = points_service_pb2.ListEntriesRequest(member=build.key(member_id))
    entries = client.points.ListEntries(request).entries
    return [entry for entry in entries if entry.kind == REVIEWED]


def test_a_program_that_begins_with_tiers_gives_them_to_all_who_reached_one(
    harness: Harness,
) -> None:
    client = harness.client()
    members = bought(harness, 50, 150, 1500)
    start = publish_tiers(harness)
    harness.clock.now = start - SOON / 60
    assert sweep_tiers(harness.parts, ALL) == 0, "not before it is in force"
    harness.clock.now = start + timedelta(days=3)
    assert sweep_tiers(harness.parts, ALL) > 0
    assert tiers_of(client, members) == ["", "silver", "gold"]
    assert [len(reviews(client, each)) for each in members] == [0, 1, 1]
    assert reviews(client, members[1])[0].event_time == build.timestamp(start)
    assert member_of(client, members[1]).tier_since_date == "2026-06-15"
    assert sweep_tiers(harness.parts, ALL) == 0, "it is done"
    require_clean_audit(client)


def test_a_program_that_lowers_tiers_lowers_those_of_who_never_buy_again(
    harness: Harness,
) -> None:
    client = harness.client()
    publish_tiers(harness, downgrade="NONE")
    members = bought(harness, 150, 1500)
    sweep_tiers(harness.parts, ALL)
    publish_tiers(harness, downgrade="REASSESS")
    sweep_tiers(harness.parts, ALL)
    assert tiers_of(client, members) == ["silver", "gold"]
    harness.clock.now = datetime(2028, 1, 1, 5, tzinfo=UTC)
    settle_accounts(harness.parts, 100)
    assert tiers_of(client, members) == ["", ""]
    require_clean_audit(client)


def test_a_program_with_the_same_tiers_asks_nothing_of_members(harness: Harness) -> None:
    publish_tiers(harness)
    bought(harness, 150)
    sweep_tiers(harness.parts, ALL)
    publish_tiers(harness, return_grace_days=3)
    SHAPES.clear()
    sweep_tiers(harness.parts, ALL)
    assert "members" not in {each.get("find") for each in SHAPES.all()}
    assert sweep_tiers(harness.parts, ALL) == 0


def test_many_workers_let_each_take_it_up_once(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "MEMBERS_PER_STRETCH", 3)
    members = bought(harness, *[150] * 10)
    publish_tiers(harness)
    at_once([lambda: sweep_tiers(harness.parts, ALL)] * 4)
    client = harness.client()
    assert sweep_tiers(harness.parts, ALL) == 0
    assert [len(reviews(client, each)) for each in members] == [1] * len(members)
    require_clean_audit(client)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 8])
def test_members_of_the_same_instant_are_never_parted(harness: Harness, count: int) -> None:
    """All are gone through, each once, whatever the length of a stretch."""
    expected: list[str] = []
    for enrolled in (1, 3, 1, 3):
        expected += [build.enroll(harness.client()) for _ in range(enrolled)]
        harness.clock.now += timedelta(milliseconds=1)
    sweep = tier_sweeps.TierSweep(2, due_time=harness.clock() - timedelta(milliseconds=1))
    seen: list[str] = []
    while not sweep.is_through:
        stretch = tier_sweeps.read_stretch(sweep, count)
        assert len(stretch.members) <= max(count, 3)
        seen += [each.member_id for each in stretch.members]
        sweep = tier_sweeps.TierSweep(2, sweep.due_time, stretch.next_time)
    assert sorted(seen) == sorted(expected)


def test_one_who_cannot_be_reckoned_keeps_nobody_waiting(harness: Harness) -> None:
    broken, sound = bought(harness, 150, 150)
    publish_tiers(harness)
    accounts = harness.database["accounts"]
    account = accounts.find_one({"_id": broken})
    accounts.delete_one({"_id": broken})
    sweep_tiers(harness.parts, ALL)
    client = harness.client()
    assert tiers_of(client, [broken, sound]) == ["", "silver"]
    accounts.insert_one(account)
    sweep_tiers(harness.parts, ALL)
    assert tiers_of(client, [broken, sound]) == ["silver", "silver"]
    assert harness.database["tier_sweeps"].count_documents({}) == 0
    require_clean_audit(client)


def test_those_who_left_are_left_alone(harness: Harness) -> None:
    client = harness.client()
    closed, source, target = bought(harness, 150, 150, 150)
    client.members.CloseMember(build.close(closed))
    client.members.MergeMembers(build.merge(source, target))
    publish_tiers(harness)
    sweep_tiers(harness.parts, ALL)
    assert tiers_of(client, [closed, source, target]) == ["", "silver", "silver"]
    assert len(reviews(client, target)) == 1
    require_clean_audit(client)


def test_a_program_that_was_superseded_before_anybody_came_by_leaves_no_gap(
    harness: Harness,
) -> None:
    """The second has the tiers of the first, and is the one in force."""
    client, members = harness.client(), bought(harness, 150)
    publish_tiers(harness)
    publish_tiers(harness, return_grace_days=3)
    sweep_tiers(harness.parts, ALL)
    assert tiers_of(client, members) == ["silver"]
    assert len(reviews(client, members[0])) == 1


def test_a_stretch_is_read_by_an_index(harness: Harness) -> None:
    bought(harness, *[150] * 6)
    harness.clock.now = NOON + SOON
    bought(harness, 150)
    sweep = tier_sweeps.TierSweep(2, harness.clock() + SOON, NOON + SOON)
    SHAPES.clear()
    tier_sweeps.read_stretch(sweep, 10)
    (sent,) = SHAPES.all()
    asked = {name: sent[name] for name in ("find", "filter", "sort", "limit")}
    explained = harness.database.command("explain", asked, verbosity="executionStats")
    assert explained["executionStats"]["totalDocsExamined"] == 1
