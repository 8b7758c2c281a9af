"""Journeys in `python -m loyalty_points work`: from what happened, or a time, to the points."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pymongo
import pytest
from loyalty.points.v1 import entry_pb2, journey_pb2, points_service_pb2, program_pb2
from loyalty_chassis.settings import key_bytes
from loyalty_chassis.webhooks.signing import SecretBox
from loyalty_chassis.webhooks.subscriptions import to_document
from pydantic import SecretStr

from support import build
from support.harness import Client
from support.killable import Killable, Suite, killable_suite, wait_until
from support.plugins import journey_rules
from support.plugins.told_plugin import install_lucky_plugin
from support.together import require_clean_audit
from support.webhooks import asking as webhooks
from support.webhooks.receiver import Receiver, receiving

RETAIL = {"default_rate": {"points": 1, "qualifying_points": 1, "per_amount_minor": 1}}
AWARDED = entry_pb2.ENTRY_KIND_JOURNEY_AWARDED
REACHED = "loyalty.points.v1.JourneyReached"


@dataclass(frozen=True)
class Journeying:
    """A suite with two workers, and where webhooks are sent."""

    suite: Suite
    receiver: Receiver
    workers: tuple[Killable, ...]
    logs: tuple[Path, ...]

    @property
    def operator(self) -> Client:
        return self.suite.operator()

    def buy(self, member_id: str, net: int) -> None:
        bought = build.purchase(build.line(net), at=datetime.now(UTC))
        self.operator.points.RecordPurchase(build.record(member_id, bought))

    def reasons(self, member_id: str) -> list[str]:
        """Return why journeys gave points, in order of the reasons."""
        request = points_service_pb2.ListEntriesRequest(member=build.key(member_id), page_size=100)
        entries = self.operator.points.ListEntries(request).entries
        return sorted(each.reason for each in entries if each.kind == AWARDED)

    def come_due(self, due: datetime) -> None:
        """Let the workers find that a day's journeys were due then: none ran at that time."""
        url = self.suite.environment["LOYALTY_POINTS_DATABASE_URL"]
        with pymongo.MongoClient[dict[str, Any]](url) as client:
            schedules = client.get_default_database()["schedules"]
            key = {"_id": "journeys"}
            wait_until(lambda: schedules.find_one(key) is not None, "the schedule begins")
            due_ms = int(due.timestamp() * 1000)
            schedules.update_one(key, {"$set": {"due_ms": due_ms}})

    def called(self) -> dict[str, list[str]]:
        """Return for each address whom it was told of as reached."""
        told: dict[str, list[str]] = {}
        for request in list(self.receiver.requests):
            event = json.loads(request.body)
            if event["type"] == REACHED:
                told.setdefault(request.path, []).append(event["data"]["member_id"])
        return told


def _gift(reason: str) -> journey_pb2.JourneyAction:
    return journey_pb2.JourneyAction(
        kind=journey_pb2.ACTION_KIND_AWARD_POINTS, points=50, funder="group", reason=reason
    )


def _journey(
    journey_id: str, kind: int, action: journey_pb2.JourneyAction | None = None
) -> journey_pb2.Journey:
    return journey_pb2.Journey(
        journey_id=journey_id,
        trigger=journey_pb2.JourneyTrigger(kind=kind),  # type: ignore[arg-type]
        action=action or _gift(journey_id),
    )


def _program(subscription_id: str) -> program_pb2.Program:
    call = journey_pb2.JourneyAction(
        kind=journey_pb2.ACTION_KIND_CALL_WEBHOOK,
        event_name="birthday-card",
        subscription_id=subscription_id,
    )
    lucky = _journey(
        "lucky",
        journey_pb2.TRIGGER_KIND_PLUGIN,
        journey_pb2.JourneyAction(kind=journey_pb2.ACTION_KIND_PLUGIN, plugin="lucky"),
    )
    lucky.trigger.plugin = "lucky"
    return build.program(
        {"retail": [("retail", RETAIL)]},
        group_plugins=[("lucky", {})],
        tiers=[program_pb2.Tier(tier_id="gold", display_name="Gold", qualifying_points=1000)],
        tier_window_days=365,
        journeys=[
            _journey("first", journey_pb2.TRIGGER_KIND_FIRST_VISIT),
            _journey("risen", journey_pb2.TRIGGER_KIND_TIER_CHANGED),
            _journey("birthday", journey_pb2.TRIGGER_KIND_BIRTHDAY),
            _journey("card", journey_pb2.TRIGGER_KIND_BIRTHDAY, call),
            lucky,
        ],
    )


def _keep_called(suite: Suite, url: str) -> None:
    """Keep a subscription that the first program names already."""
    box = SecretBox(key_bytes(SecretStr(suite.environment["LOYALTY_POINTS_REQUEST_KEY"])))
    called = webhooks.called(url, box, datetime.now(UTC))
    with pymongo.MongoClient[dict[str, Any]](
        suite.environment["LOYALTY_POINTS_DATABASE_URL"]
    ) as client:
        stored = client.get_default_database()["webhook_subscriptions"]
        stored.insert_one(to_document(called))


@pytest.fixture(scope="module")
def journeying(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journeying]:
    folder = tmp_path_factory.mktemp("journeying")
    with receiving() as receiver:
        settings = {
            "LOYALTY_POINTS_SETTLE_SECONDS": "0.2",
            "LOYALTY_POINTS_WEBHOOK_NETWORKS": "127.0.0.0/8",
            "LOYALTY_POINTS_WEBHOOK_PORTS": f"443,{receiver.port}",
            "LOYALTY_POINTS_WEBHOOK_HTTP": "true",
            "LOYALTY_POINTS_WEBHOOK_SECONDS": "0.2",
            "PYTHONPATH": install_lucky_plugin(folder / "plugins"),
        }
        with killable_suite(folder, **settings) as suite:
            client, url = suite.operator(), receiver.url
            # One that asks for nothing of journeys is called; one that asks for all is not.
            _keep_called(suite, f"{url}/called")
            build.publish(client, _program(webhooks.CALLED))
            everything = webhooks.create("group", url=f"{url}/all", event_types=["*"])
            client.webhooks.CreateSubscription(everything)
            command = [sys.executable, "-m", "loyalty_points", "work"]
            logs = tuple(folder / f"worker-{number}.log" for number in range(2))
            workers = tuple(Killable(command, suite.environment, log) for log in logs)
            try:
                yield Journeying(suite, receiver, workers, logs)
            finally:
                for worker in workers:
                    worker.kill()


def test_a_first_visit_and_a_new_tier_bring_their_points_by_themselves(
    journeying: Journeying,
) -> None:
    member_id = build.enroll(journeying.operator)
    journeying.buy(member_id, 10)
    wait_until(lambda: journeying.reasons(member_id) == ["first"], "the first visit is rewarded")
    journeying.buy(member_id, 2000)
    wait_until(lambda: "risen" in journeying.reasons(member_id), "the new tier is rewarded")
    assert journeying.reasons(member_id) == ["first", "risen"]
    require_clean_audit(journeying.operator)


def test_a_birthday_brings_its_points_and_its_call_when_the_day_s_time_has_come(
    journeying: Journeying,
) -> None:
    due = datetime.now(UTC) - timedelta(seconds=1)
    today = due.astimezone(ZoneInfo("America/New_York"))
    born = build.enroll(journeying.operator, birthday=f"--{today:%m-%d}")
    other = build.enroll(journeying.operator)
    assert journeying.reasons(born) == []
    journeying.come_due(due)
    wait_until(lambda: journeying.reasons(born) == ["birthday"], "the birthday is rewarded")
    wait_until(lambda: bool(journeying.called()), "the webhook is called")
    journeying.come_due(due)  # once more: it happens no second time
    journeying.buy(other, 10)
    wait_until(lambda: journeying.reasons(other) == ["first"], "the workers go on")
    assert journeying.reasons(born) == ["birthday"]
    assert journeying.called() == {"/hook/called": [born]}
    require_clean_audit(journeying.operator)


@pytest.mark.long
def test_a_plugin_that_never_returns_keeps_nothing_else_of_a_worker_waiting(
    journeying: Journeying,
) -> None:
    operator = journeying.operator
    journeying.workers[0].kill()  # so that one worker has to do it all
    looping = build.enroll(operator, tags=["lucky", "step-loop"])
    journeying.come_due(datetime.now(UTC) - timedelta(seconds=1))
    log = journeying.logs[1]
    wait_until(lambda: "did not answer in time" in log.read_text(), "the plugin is given up")
    member_id = build.enroll(operator)
    journeying.buy(member_id, 10)
    wait_until(
        lambda: journeying.reasons(member_id) == ["first"],
        "others are rewarded while the plugin still runs",
        journey_rules.HANG_SECONDS / 3,
    )
    assert journeying.reasons(looping) == []
    assert journeying.workers[1].terminate() == 0
