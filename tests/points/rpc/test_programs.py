"""Programs: published once, dated, taken up by every running server."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import grpc
import pytest
from loyalty.points.v1 import program_pb2
from loyalty.points.v1 import program_service_pb2 as pb
from loyalty_chassis.plugins.time_limit import PluginTime, TimeLimit
from loyalty_points.rpc.build import build_server
from loyalty_points.rules import RulesCompiler
from loyalty_points.settings import PointsSettings
from loyalty_points.use_cases.programs.program_book import ProgramBook
from loyalty_retail import plugin as retail

from support import build
from support.clocks import NOON
from support.harness import KEY, Client, Harness, failure_of, registry_of, start_harness
from support.plugins import simple_rules

PICK_UP_SECONDS = 5.0
SIMPLE: build.Plugins = {name: [("simple", {})] for name in ("hotel", "dining", "retail", "fuel")}


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service of this module's own, since it publishes programs."""
    registry = registry_of({"simple": simple_rules, "retail": retail})
    running = start_harness(database_url, tmp_path_factory.mktemp("programs"), registry)
    build.publish(running.client(), build.program(SIMPLE))
    yield running
    running.stop()


@pytest.fixture
def second_server(harness: Harness, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Another server on the same database, with a book of its own."""
    time_limit = PluginTime(TimeLimit(2), 1.0)
    book = ProgramBook(RulesCompiler(registry_of({"simple": simple_rules}), time_limit))
    settings = PointsSettings(
        database_url="mongodb://unused/unused",
        listen="127.0.0.1:0",
        clients_file=harness.clients_file,
        journal_key=KEY,
        identity_key=KEY,
        request_key=KEY,
        stop_seconds=1,
    )
    server = build_server(settings, replace(harness.parts, book=book))
    channel = grpc.insecure_channel(f"127.0.0.1:{server.start()}")
    yield Client(channel, harness.keys["operator"])
    channel.close()
    server.stop()


def _get(client: Client, version: int) -> pb.GetProgramResponse:
    answer: pb.GetProgramResponse = client.programs.GetProgram(
        pb.GetProgramRequest(version=version)
    )
    return answer


def test_every_running_server_takes_a_program_up_within_five_seconds(
    harness: Harness, operator: Client, second_server: Client
) -> None:
    soon = build.timestamp(harness.clock() + timedelta(seconds=61))
    published = build.publish(operator, build.program(SIMPLE, effective_time=soon))
    started = time.monotonic()
    # What a quote says comes from the server's own book: no read of a program is made for it.
    harness.clock.advance(seconds=62)
    member_id = build.enroll(operator)
    bought = build.purchase(at=harness.clock())
    request = build.quote(member_id, bought)
    while second_server.points.QuotePurchase(request).program_version != published.version:
        assert time.monotonic() - started < PICK_UP_SECONDS
        time.sleep(0.1)


def test_the_version_in_force_at_the_purchase_decides(harness: Harness, operator: Client) -> None:
    before = operator.programs.GetProgram(pb.GetProgramRequest()).program.version
    start = harness.clock() + timedelta(minutes=10)
    after = build.publish(
        operator, build.program(SIMPLE, effective_time=build.timestamp(start))
    ).version
    harness.clock.advance(minutes=20)
    member_id = build.enroll(operator)
    for at, version in ((start - timedelta(seconds=1), before), (start, after)):
        entry = operator.points.RecordPurchase(build.record(member_id, build.purchase(at=at))).entry
        assert entry.program_version == version


def test_a_later_program_needs_a_minutes_notice(harness: Harness, operator: Client) -> None:
    too_soon = build.timestamp(harness.clock() + timedelta(seconds=59))
    failure = failure_of(
        lambda: build.publish(operator, build.program(SIMPLE, effective_time=too_soon))
    )
    assert (failure.code, failure.fields) == ("INVALID_ARGUMENT", ("program.effective_time",))


def test_wrong_settings_are_named_by_their_path_and_nothing_is_published(
    harness: Harness,
    operator: Client,
) -> None:
    settings = {"default_rate": {"points": 1.5, "per_amount_minor": 100}, "surprise": 1}
    wrong = build.program(
        {"dining": [("retail", settings)], "fuel": [("nothing", {})]},
        effective_time=build.timestamp(harness.clock() + timedelta(days=1)),
    )
    before = operator.programs.ListPrograms(pb.ListProgramsRequest())
    check = pb.CheckProgramRequest(program=wrong)
    for call in (
        lambda: operator.programs.CheckProgram(check),
        lambda: build.publish(operator, wrong),
    ):
        failure = failure_of(call)
        assert (failure.code, failure.reason) == ("INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(failure_of(lambda: operator.programs.CheckProgram(check)).fields) == {
        "program.businesses[1].plugins[0].settings_json.default_rate.points",
        "program.businesses[1].plugins[0].settings_json.surprise",
        "program.businesses[3].plugins[0].plugin",
    }
    assert operator.programs.ListPrograms(pb.ListProgramsRequest()) == before


def test_programs_are_listed_newest_first_page_by_page(operator: Client, harness: Harness) -> None:
    for _ in range(3):
        soon = build.timestamp(harness.clock() + timedelta(days=1))
        build.publish(operator, build.program(SIMPLE, effective_time=soon))
    versions: list[int] = []
    token = ""
    while True:
        request = pb.ListProgramsRequest(page_size=2, page_token=token)
        page = operator.programs.ListPrograms(request)
        versions += [program.version for program in page.programs]
        token = page.next_page_token
        if not token:
            break
    assert versions == list(range(versions[0], 0, -1))
    assert len(versions) >= 4


def test_a_program_comes_back_as_it_was_published(operator: Client) -> None:
    sent = build.program(SIMPLE)
    got = _get(operator, 1).program
    for name in ("version", "publish_time", "publish_client_id"):
        got.ClearField(name)
    assert json.loads(got.businesses[0].plugins[0].settings_json) == {}
    sent.earning_base, sent.household_leave = got.earning_base, got.household_leave
    assert got == sent


POLICIES: dict[str, Any] = {
    "expiry": program_pb2.ExpiryPolicy(
        kind=program_pb2.EXPIRY_KIND_INACTIVITY,
        count=18,
        unit=program_pb2.EXPIRY_UNIT_MONTHS,
        rounding=program_pb2.EXPIRY_ROUNDING_END_OF_YEAR,
    ),
    "tiers": [
        program_pb2.Tier(
            tier_id="gold",
            display_name="Gold",
            qualifying_amount_minor=100,
            benefits=["lounge", "late-checkout"],
        )
    ],
    "tier_policy": program_pb2.TierPolicy(
        qualify_by=program_pb2.QUALIFY_BY_SPEND,
        period=program_pb2.TIER_PERIOD_ANNIVERSARY,
        downgrade=program_pb2.TIER_DOWNGRADE_REASSESS,
        grace_days=31,
    ),
    "return_grace_days": 14,
    "notices": program_pb2.NoticePolicy(expiring_soon_days=10),
}


def test_policies_come_back_as_they_were_published(harness: Harness, operator: Client) -> None:
    soon = build.timestamp(harness.clock() + timedelta(days=1))
    sent = build.program(SIMPLE, effective_time=soon, **POLICIES)
    kinds = (
        program_pb2.EXPIRY_KIND_NEVER,
        program_pb2.EXPIRY_KIND_ROLLING,
        program_pb2.EXPIRY_KIND_CALENDAR,
        program_pb2.EXPIRY_KIND_INACTIVITY,
    )
    for business, kind in zip(sent.businesses, kinds, strict=True):
        business.expiry.kind = kind
    sent.businesses[1].expiry.MergeFrom(
        program_pb2.ExpiryPolicy(
            unit=program_pb2.EXPIRY_UNIT_DAYS, rounding=program_pb2.EXPIRY_ROUNDING_END_OF_MONTH
        )
    )
    sent.businesses[2].expiry.calendar_days.extend(["02-29", "12-31"])
    sent.businesses[3].expiry.MergeFrom(sent.expiry)
    sent.limits.max_hold.FromSeconds(3 * 86_400)
    got = _get(operator, build.publish(operator, sent).version).program
    for name in ("version", "publish_time", "publish_client_id", "earning_base", "household_leave"):
        got.ClearField(name)
    assert got == sent


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        pytest.param(
            {"tier_policy": program_pb2.TierPolicy(qualify_by=program_pb2.QUALIFY_BY_SPEND)},
            "tiers[1].qualifying_amount_minor",
            id="level by spend",
        ),
        pytest.param({"tier_window_days": 0}, "tier_window_days", id="no window"),
        pytest.param(
            {
                "tier_window_days": 0,
                "tier_policy": program_pb2.TierPolicy(period=program_pb2.TIER_PERIOD_ROLLING),
            },
            "tier_window_days",
            id="no window, said aloud",
        ),
    ],
)
def test_tiers_must_fit_what_qualifies(
    harness: Harness, operator: Client, wrong: dict[str, Any], field: str
) -> None:
    tiers = [
        program_pb2.Tier(tier_id=name, display_name=name, qualifying_points=number)
        for number, name in enumerate(("silver", "gold"))
    ]
    parts = {"tiers": tiers, "tier_window_days": 365, **wrong}
    program = build.program(
        SIMPLE, effective_time=build.timestamp(harness.clock() + timedelta(days=1)), **parts
    )
    check = pb.CheckProgramRequest(program=program)
    failure = failure_of(lambda: operator.programs.CheckProgram(check))
    assert failure.fields == (f"program.{field}",)


def test_spend_is_of_one_currency(harness: Harness, operator: Client) -> None:
    program = build.program(
        SIMPLE, effective_time=build.timestamp(harness.clock() + timedelta(days=1)), **POLICIES
    )
    program.businesses[0].currency_code = "EUR"
    check = pb.CheckProgramRequest(program=program)
    failure = failure_of(lambda: operator.programs.CheckProgram(check))
    assert failure.fields == ("program.tier_policy.qualify_by",)


def test_before_the_first_program_nothing_is_in_force(operator: Client) -> None:
    request = pb.GetProgramRequest(time=build.timestamp(NOON - timedelta(days=2000)))
    failure = failure_of(lambda: operator.programs.GetProgram(request))
    assert (failure.code, failure.reason) == ("NOT_FOUND", "PROGRAM_NOT_FOUND")


def test_only_the_group_publishes(harness: Harness) -> None:
    failure = failure_of(
        lambda: build.publish(harness.client("retail-tills"), build.program(SIMPLE))
    )
    assert (failure.code, failure.reason) == ("PERMISSION_DENIED", "NOT_GRANTED")
