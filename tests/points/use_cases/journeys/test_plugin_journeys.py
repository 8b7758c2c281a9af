"""Journeys that plugins set off, or whose steps plugins decide; and plugins that do harm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from loyalty.points.v1 import entry_pb2, journey_pb2, journey_service_pb2, points_service_pb2
from loyalty_chassis.events.outbox import DocumentOutbox
from loyalty_points.domain.journeys.reach import Outcome, Reach
from loyalty_points.store.reaches import WaitingReaches, reaches_of
from loyalty_points.use_cases.journeys.act_on_reaches import act_on_reaches
from loyalty_points.use_cases.journeys.find_reaches import DailyReaches

from support import build
from support.harness import Client, Harness, failure_of, registry_of, start_harness
from support.plugins import daily_rules, journey_rules
from support.together import require_clean_audit

DAY = timedelta(days=1)
FAR = datetime(9999, 1, 1, tzinfo=UTC)


def _journey(
    journey_id: str, trigger_plugin: str = "lucky", action_plugin: str = "lucky"
) -> journey_pb2.Journey:
    return journey_pb2.Journey(
        journey_id=journey_id,
        trigger=journey_pb2.JourneyTrigger(
            kind=journey_pb2.TRIGGER_KIND_PLUGIN, plugin=trigger_plugin
        ),
        action=journey_pb2.JourneyAction(kind=journey_pb2.ACTION_KIND_PLUGIN, plugin=action_plugin),
    )


def _joined(journey_id: str) -> journey_pb2.Journey:
    return journey_pb2.Journey(
        journey_id=journey_id,
        trigger=journey_pb2.JourneyTrigger(kind=journey_pb2.TRIGGER_KIND_SINCE_JOINING, days=[1]),
        action=journey_pb2.JourneyAction(
            kind=journey_pb2.ACTION_KIND_AWARD_POINTS, points=50, funder="group", reason="joined"
        ),
    )


@pytest.fixture
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    plugins = registry_of({"lucky": journey_rules, "deaf": daily_rules})
    running = start_harness(database_url, tmp_path_factory.mktemp("plugged"), plugins)
    program = build.program(
        {}, group_plugins=[("lucky", {})], journeys=[_journey("lucky"), _joined("joined")]
    )
    build.publish(running.client(), program)
    yield running
    running.stop()


def run_day(harness: Harness) -> None:
    """Let a day pass, look at it in small slices, and act."""
    harness.clock.now += DAY
    daily = DailyReaches(harness.parts, 2)
    while daily.run(harness.clock.now) == 2:
        pass
    act_on_reaches(harness.parts, WaitingReaches(), 100)


def reasons(client: Client, member_id: str) -> list[str]:
    request = points_service_pb2.ListEntriesRequest(member=build.key(member_id), page_size=100)
    found = client.points.ListEntries(request).entries
    given = [each for each in found if each.kind == entry_pb2.ENTRY_KIND_JOURNEY_AWARDED]
    return sorted(f"{each.reason} {each.earned_points}" for each in given)


def lucky(member_id: str) -> list[Reach]:
    """Return the reaches of the plugin's journey, the latest first."""
    return [each for each in reaches_of(member_id, FAR, 100) if each.journey_id == "lucky"]


def test_a_plugin_sets_a_journey_off_once_a_day_and_decides_what_it_does(harness: Harness) -> None:
    client = harness.client()
    born = (harness.clock.now + 2 * DAY).date()
    member_id = build.enroll(client, tags=["lucky"], birthday=f"--{born:%m-%d}")
    other = build.enroll(client)
    run_day(harness)
    run_day(harness)
    harness.clock.now -= DAY
    run_day(harness)  # the same day again
    assert reasons(client, member_id) == ["joined 50", "luck 10", "luck 20"]
    assert reasons(client, other) == ["joined 50"]
    require_clean_audit(client)


@pytest.mark.parametrize("harm", ["raise", "loop"])
def test_a_plugin_that_fails_at_a_member_begins_no_journey_of_its_own_that_day_only(
    harness: Harness, harm: str
) -> None:
    client = harness.client()
    build.enroll(client, tags=[f"sets-off-{harm}"])
    member_id = build.enroll(client, tags=["lucky"])
    run_day(harness)
    assert reasons(client, member_id)[:1] == ["joined 50"]


def test_a_reach_waits_while_its_plugin_cannot_decide(harness: Harness) -> None:
    client = harness.client()
    harms = ("raise", "loop", "two", "casino")
    failing = [build.enroll(client, tags=["lucky", f"step-{harm}"]) for harm in harms]
    member_id = build.enroll(client, tags=["lucky"])
    run_day(harness)
    later = harness.clock.now + timedelta(minutes=10)
    for each in failing:
        assert [(one.outcome, one.due_time) for one in lucky(each)] == [(Outcome.WAITING, later)]
        assert reasons(client, each) == ["joined 50"]
    assert reasons(client, member_id) == ["joined 50", "luck 10"]
    require_clean_audit(client)


def test_a_plugin_may_do_nothing_or_tell_others(harness: Harness) -> None:
    client = harness.client()
    nothing = build.enroll(client, tags=["lucky", "step-none"])
    telling = build.enroll(client, tags=["lucky", "step-tell"])
    run_day(harness)
    assert [each.outcome for each in lucky(nothing)] == [Outcome.NOT_MEANT]
    (reach,) = lucky(telling)
    told = {event.event_id: event for each in DocumentOutbox().read(10) for event in each.events}
    assert told[reach.event_id].data["code"] == "lucky-day"
    assert told[reach.event_id].data["attributes"] == {"on": reach.occurrence, "journey": "lucky"}


def test_a_preview_asks_the_plugin_whom_and_what(harness: Harness) -> None:
    client = harness.client()
    build.enroll(client, tags=["lucky"])
    build.enroll(client, tags=["lucky", "step-none"])
    build.enroll(client)
    request = journey_service_pb2.PreviewJourneyRequest(journey_id="lucky")
    (answer,) = client.journeys.PreviewJourney(request)
    summed = answer.preview
    assert (summed.reached_members, summed.left_out_members, summed.points) == (1, 1, 10)


def test_a_program_is_refused_whose_journeys_name_a_plugin_without_the_hook(
    harness: Harness,
) -> None:
    effective = harness.clock.now + timedelta(seconds=61)
    program = build.program(
        {},
        group_plugins=[("deaf", {}), ("lucky", {})],
        journeys=[_journey("a", "deaf"), _journey("b", "lucky", "deaf"), _journey("c")],
        effective_time=build.timestamp(effective),
    )
    for part in ("program.journeys[0].trigger.plugin", "program.journeys[1].action.plugin"):
        failed = failure_of(partial(build.publish, harness.client(), program))
        assert (failed.reason, failed.fields[:1]) == ("INVALID_FIELD", (part,))
        program.journeys[0].trigger.plugin = "lucky"
