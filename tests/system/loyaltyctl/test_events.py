"""Parked events, shown, retried and dropped by the operator's command."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from loyalty.points.v1 import segment_pb2
from loyalty.points.v1.event_service_pb2 import RebuildSegmentsResponse
from loyalty_chassis.events.consumers import Consumer
from loyalty_chassis.events.processor import Processor, retry_due
from loyaltyctl.app import app
from loyaltyctl.times import parse_instant
from loyaltyctl.views.member import member_facts
from loyaltyctl.views.segments import follow_rebuild, print_rebuild
from rich.console import Console
from typer.testing import CliRunner

from support import build
from support.asking import member_of
from support.clocks import NOON
from support.events import parked
from support.events.eventing import TYPE
from support.harness import OPERATOR, Harness, registry_of, start_harness
from support.plugins import simple_rules

Command = Callable[..., Any]


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    folder = tmp_path_factory.mktemp("points")
    running = start_harness(database_url, folder, registry_of({"simple": simple_rules}))
    policy = segment_pb2.SegmentPolicy(window_days=90, active_days=30, at_risk_days=60)
    program = build.program({"retail": [("simple", {})]}, segment_policy=policy)
    build.publish(running.client(), program)
    yield running
    running.stop()


@pytest.fixture
def command(harness: Harness) -> Command:
    """Run loyaltyctl against this service."""
    environment = {
        "LOYALTY_ADDRESS": harness.address,
        "LOYALTY_KEY": harness.keys[OPERATOR],
        "COLUMNS": "200",
    }

    def run(*arguments: str, answer: str = "") -> Any:
        asked = ["events", *arguments]
        return CliRunner().invoke(app, asked, input=answer, env=environment)

    return run


def last_line(result: Any) -> str:
    """Return what the command said last; the service in this process logs beside it."""
    return str(result.output.splitlines()[-1])


def handle_due(harness: Harness, consumer: str) -> int:
    """Handle what is due as a worker does, with a handler that works; return how much."""
    working = Consumer(consumer, (TYPE,), lambda _event: ())
    return retry_due([Processor(working, harness.parts.unit_of_work, harness.clock)], 100)


def test_a_parked_event_is_listed_shown_retried_and_gone(
    harness: Harness, command: Command
) -> None:
    parked_id = parked.park("coupons")
    listed = command("parked", "--consumer", "coupons")
    assert listed.exit_code == 0, listed.output
    assert parked_id in listed.output
    assert "ValueError: broken" in listed.output
    shown = command("show", parked_id).output
    for text in ("consumer", "coupons", TYPE, "header traceparent", '"specversion": "1.0"'):
        assert text in shown
    retried = command("retry", parked_id)
    assert retried.exit_code == 0, retried.output
    assert handle_due(harness, "coupons") == 1
    assert last_line(command("parked", "--consumer", "coupons")) == "No event is parked."
    again = command("retry", parked_id)
    assert again.exit_code == 1
    assert "[NOT_FOUND, PARKED_EVENT_NOT_FOUND]" in again.output


def test_all_of_a_consumer_are_retried_and_no_others(harness: Harness, command: Command) -> None:
    for _ in range(3):
        parked.park("partners")
    other = parked.park("stamps")
    retried = command("retry", "--all", "--consumer", "partners")
    assert last_line(retried).startswith("3 to be handled again")
    assert handle_due(harness, "partners") == 3
    assert other in command("parked").output


def test_dropping_asks_first_and_is_for_good(harness: Harness, command: Command) -> None:
    parked_id = parked.park("letters")
    refused = command("drop", parked_id, answer="n\n")
    assert refused.exit_code == 1
    assert f"dropping {parked_id} ({TYPE} for letters) cannot be undone" in refused.output
    assert "was not done" in refused.output
    assert parked_id in command("parked", "--consumer", "letters").output
    dropped = command("drop", parked_id, "--yes")
    assert last_line(dropped) == f"{parked_id} is dropped."
    assert last_line(command("parked", "--consumer", "letters")) == "No event is parked."


@pytest.mark.parametrize("event_id", ["nope", "01ARZ3NDEKTSV4RRFFQ69G5FAV"])
@pytest.mark.parametrize("asked", [("show",), ("retry",), ("drop",), ("drop", "--yes")])
def test_an_id_that_is_none_or_of_nothing_is_told_with_where_ids_are(
    command: Command, event_id: str, asked: tuple[str, ...]
) -> None:
    refused = command(*asked, event_id)
    assert refused.exit_code == 1
    assert "cannot be undone" not in refused.output, "nothing is asked about what is not there"
    assert last_line(refused).startswith("hint: an id is 26 characters, such as 01")
    assert "`loyaltyctl events parked`" in last_line(refused)


@pytest.mark.parametrize("arguments", [(), ("01ARZ3NDEKTSV4RRFFQ69G5FAV", "--all")])
def test_a_retry_is_of_one_or_of_all(command: Command, arguments: tuple[str, ...]) -> None:
    assert command("retry", *arguments).exit_code == 2


def test_the_status_tells_the_lag_and_what_is_parked(harness: Harness, command: Command) -> None:
    parked.park("counted")
    parked.park("counted")
    build.enroll(harness.client())
    harness.clock.advance(seconds=75)
    told = command("status").output
    assert "lag" in told
    assert "unpublished since" in told
    assert "never: is a worker running?" in told
    [line] = [line for line in told.splitlines() if "counted" in line]
    assert [cell.strip() for cell in line.strip("│ ").split("│")] == ["counted", "0", "2"]


def test_segments_are_derived_from_the_journal_and_shown_with_the_member(
    harness: Harness, command: Command
) -> None:
    rebuilt = command("rebuild-segments")
    assert rebuilt.exit_code == 0, rebuilt.output
    before = rebuilt_counts(last_line(rebuilt))
    harness.clock.advance(seconds=1)
    member_id = build.enroll(harness.client())
    bought = build.purchase(at=harness.clock.now)
    harness.client().points.RecordPurchase(build.record(member_id, bought))
    assert rebuilt_counts(last_line(command("rebuild-segments"))) == (before[0] + 1, 1)
    enrolled = harness.clock.now.isoformat()
    assert rebuilt_counts(last_line(command("rebuild-segments", "--from", enrolled))) == (1, 0)
    shown = member_facts(member_of(harness.client(), member_id))
    assert shown["segments"] == "active, retail.active"


def rebuilt_counts(line: str) -> tuple[int, int]:
    """Return of how many members segments were derived, and how many were put right."""
    found = re.fullmatch(
        r"Segments of (\d+) members are as the journal says; (?:(\d+) were put right|"
        r"all were as kept)\.",
        line,
    )
    assert found is not None, line
    return int(found[1]), int(found[2] or 0)


def test_a_rebuild_that_nobody_watches_prints_one_line() -> None:
    def answers() -> Iterator[RebuildSegmentsResponse]:
        for count in (100, 200, 230):
            yield RebuildSegmentsResponse(rebuilt_member_count=count, changed_member_count=0)

    said = StringIO()
    console = Console(width=200, file=said)
    print_rebuild(console, follow_rebuild(console, answers()))
    assert said.getvalue() == (
        "Segments of 230 members are as the journal says; all were as kept.\n"
    )


def test_a_rebuild_that_is_broken_off_says_how_to_go_on() -> None:
    def answers() -> Iterator[RebuildSegmentsResponse]:
        yield RebuildSegmentsResponse(rebuilt_member_count=100, next_time=build.timestamp(NOON))
        raise KeyboardInterrupt

    said = StringIO()
    console = Console(width=200, file=said)
    with pytest.raises(KeyboardInterrupt):
        follow_rebuild(console, answers())
    start = said.getvalue().split("--from ")[1].split()[0]
    assert parse_instant(start) == NOON
