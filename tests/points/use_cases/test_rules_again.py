"""Law 7: the same purchase, member view, program and time give the same awards.

An entry keeps what its rules were told, so they can be asked again at any time; here they
are, and must say the same, with the plugins that businesses really run.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from loyalty_chassis.callers import Caller
from loyalty_chassis.calls import Call
from loyalty_chassis.plugins.registry import PluginRegistry
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.store import reading
from loyalty_points.use_cases.purchases.facts import member_fact, purchase_fact
from loyalty_points.use_cases.purchases.setting import find_setting

from support import build
from support.clocks import NOON
from support.harness import Harness, start_harness

GROUP = Caller("operator", "group", frozenset(), frozenset())
USD = {"USD": 100}
RATE = {"points": 1, "qualifying_points": 1, "per_amount_minor": 100}
PLUGINS: build.Plugins = {
    "hotel": [("hotel", {"room_categories": ["room"], "points_per_night": 100, "spend": RATE})],
    "dining": [("dining", {"spend": RATE})],
    "retail": [("retail", {"default_rate": RATE, "burn": {"points": 1, "amount_minor": 1}})],
    "fuel": [
        (
            "fuel",
            {
                "grades": [{"categories": ["regular"], "points": 1, "per_quantity_milli": 1000}],
                "points_per_day_max": 30,
            },
        )
    ],
}
WELCOME = {
    "birthday": {"points": 1, "per_amount_minor": USD},
    "first_visit": {"points": 50},
}


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service with every installed plugin."""
    folder = tmp_path_factory.mktemp("again")
    running = start_harness(database_url, folder, PluginRegistry.discover())
    build.publish(running.client(), build.program(PLUGINS, [("welcome", WELCOME)]))
    yield running
    running.stop()


def _histories(harness: Harness) -> str:
    operator = harness.client()
    member_id = build.enroll(operator, birthday="1990-06-15", tags=["vip"])
    baskets = [
        ("retail", build.line(4_000)),
        ("hotel", build.line(30_000, "room", quantity_milli=2_000)),
        ("dining", build.line(8_050, "food")),
        ("fuel", build.line(5_000, "regular", quantity_milli=25_000)),
        ("fuel", build.line(5_000, "regular", quantity_milli=25_000)),
        ("retail", build.line(1_999)),
    ]
    for hour, (business, bought) in enumerate(baskets):
        at = NOON - timedelta(hours=len(baskets) - hour)
        burn = 30 if business == "retail" and hour else 0
        purchase = build.purchase(bought, business=business, at=at)
        operator.points.RecordPurchase(build.record(member_id, purchase, burn=burn))
    return member_id


def _asked_again(harness: Harness, entry: Entry) -> list[tuple[str, str, str, int]]:
    """Ask the rules what they were asked then, with nothing but what the entry keeps."""
    purchase, seen = entry.purchase, entry.seen
    assert purchase is not None
    assert seen is not None
    setting = find_setting(harness.parts, Call.within(GROUP, 5), purchase)
    paid = entry.burn.line_amounts_minor if entry.burn else [0] * len(purchase.lines)
    fact = purchase_fact(setting, purchase, paid)
    view = member_fact(seen, reading.read_member(entry.member_id).enroll_time)
    proposals = setting.rules.within_time(
        lambda marker: setting.rules.award_points(fact, view, marker)
    )
    return [
        (each.plugin, each.award.rule_id, each.award.reason, each.award.points)
        for each in proposals
    ]


def test_rules_asked_again_say_the_same(harness: Harness) -> None:
    member_id = _histories(harness)
    entries = [
        entry for entry in reading.read_entries(GROUP, member_id, 100, 100) if entry.purchase
    ]
    assert len(entries) == 6
    assert any(award.limited_by == "rule-day" for entry in entries for award in entry.awards)
    assert {award.plugin for entry in entries for award in entry.awards} == {
        "retail",
        "hotel",
        "dining",
        "fuel",
        "welcome",
    }
    for entry in entries:
        given = [
            (award.plugin, award.rule_id, award.reason, award.requested_points)
            for award in entry.awards
        ]
        for _ in range(3):
            again = [each for each in _asked_again(harness, entry) if each[3]]
            assert again == given, f"entry {entry.sequence}"


def test_what_rules_saw_is_of_the_moment_and_not_of_today(harness: Harness) -> None:
    member_id = _histories(harness)
    entries = [
        entry for entry in reading.read_entries(GROUP, member_id, 100, 100) if entry.purchase
    ]
    seen_visits = [
        sum(visits.purchase_count for visits in entry.seen.visits)
        for entry in reversed(entries)
        if entry.seen
    ]
    assert seen_visits == [0, 1, 2, 3, 4, 5]
