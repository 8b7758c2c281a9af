"""`python -m loyalty_points work`, as it runs: beside a server, on a database that may go away."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pymongo
import pytest
from loyalty.points.v1 import (
    entry_pb2,
    event_service_pb2,
    member_service_pb2,
    points_service_pb2,
    program_pb2,
)
from loyalty_local.running.ports import LOOPBACK, free_port

from support import build
from support.harness import Client
from support.killable import Killable, Suite, killable_suite, wait_until
from support.together import outcome_of, require_clean_audit, tally

RETAIL = {"default_rate": {"points": 1, "per_amount_minor": 1}}
A_MONTH = program_pb2.ExpiryPolicy(months=1, rounding=program_pb2.EXPIRY_ROUNDING_END_OF_DAY)
LONG_AGO = timedelta(days=60)
EXPIRED = entry_pb2.ENTRY_KIND_POINTS_EXPIRED


@dataclass(frozen=True)
class Working:
    """A suite with two workers."""

    suite: Suite
    workers: tuple[Killable, ...]
    log: Path

    @property
    def operator(self) -> Client:
        return self.suite.operator()

    def buy_long_ago(self) -> str:
        """Record a purchase whose points have expired since; return the new member's id."""
        member_id = build.enroll(self.operator)
        bought = build.purchase(at=datetime.now(UTC) - LONG_AGO)
        self.operator.points.RecordPurchase(build.record(member_id, bought))
        return member_id

    def expiries(self, member_id: str) -> int:
        """Return how many entries say that points of that member expired."""
        request = points_service_pb2.ListEntriesRequest(member=build.key(member_id))
        entries = self.operator.points.ListEntries(request).entries
        return [entry.kind for entry in entries].count(EXPIRED)

    def wait_until_expired(self, member_id: str) -> None:
        wait_until(lambda: self.expiries(member_id) > 0, "the points expire")


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Working]:
    folder = tmp_path_factory.mktemp("working")
    log = folder / "worker.log"
    with killable_suite(folder, LOYALTY_POINTS_SETTLE_SECONDS="0.2") as suite:
        program = build.program({"retail": [("retail", RETAIL)]}, expiry=A_MONTH)
        build.publish(suite.operator(), program)
        with worker(suite.environment, log) as first, worker(suite.environment, log) as second:
            wait_until(lambda: log.read_text().count('"working"') == 2, "both work")
            yield Working(suite, (first, second), log)


@contextmanager
def worker(environment: dict[str, str], log: Path) -> Iterator[Killable]:
    """Run a worker; kill it in the end."""
    process = Killable([sys.executable, "-m", "loyalty_points", "work"], environment, log)
    try:
        yield process
    finally:
        process.kill()


def test_what_is_due_is_written_down_once_by_two_workers(working: Working) -> None:
    members = [working.buy_long_ago() for _ in range(20)]
    for member_id in members:
        working.wait_until_expired(member_id)
    assert [working.expiries(member_id) for member_id in members] == [1] * len(members)
    require_clean_audit(working.operator)


def test_a_worker_erases_what_was_answered_about_who_has_left(working: Working) -> None:
    operator = working.operator
    request = member_service_pb2.EnrollMemberRequest(
        request_id=build.fresh(), identities=[build.card(build.fresh("CARD"))]
    )
    member_id = operator.members.EnrollMember(request).member.member_id
    operator.members.CloseMember(build.close(member_id))

    def is_erased() -> bool:
        outcome = outcome_of(partial(operator.members.EnrollMember, request))
        return tally([outcome]) == {"MEMBER_CLOSED": 1}

    wait_until(is_erased, "the answer is erased")
    require_clean_audit(operator, member_id)


def test_what_happened_reaches_each_consumer_once(working: Working) -> None:
    """From the journal through the relay to the notes of the consumers."""
    bought = build.record(build.enroll(working.operator))
    entry_id = working.operator.points.RecordPurchase(bought).entry.entry_id
    keys = [f"{consumer}|{entry_id}" for consumer in ("segments",)]
    url = working.suite.environment["LOYALTY_POINTS_DATABASE_URL"]
    with pymongo.MongoClient[dict[str, Any]](url) as client:
        database = client.get_default_database()

        def noted() -> int:
            return database["event_inbox"].count_documents({"_id": {"$in": keys}})

        wait_until(lambda: noted() == 1, "who writes something is done with the event")
    asked = event_service_pb2.GetEventStatusRequest()
    status = partial(working.operator.events.GetEventStatus, asked)
    by_type = "loyalty.points.v1.PurchaseRecorded"
    wait_until(
        lambda: status().relay.published_by_type[by_type] > 0, "the relay tells how far it is"
    )
    assert not status().consumers


def test_a_worker_stops_when_it_is_told_to(working: Working, tmp_path: Path) -> None:
    with worker(working.suite.environment, tmp_path / "log") as process:
        wait_until(lambda: '"working"' in (tmp_path / "log").read_text(), "it works")
        assert process.terminate() == 0


def test_a_worker_whose_broker_is_away_says_so_in_its_log_and_stops_cleanly(
    working: Working, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    away = {"LOYALTY_POINTS_BROKER_URL": f"amqp://{LOOPBACK}:{free_port()}/"}
    with worker(working.suite.environment | away, log) as process:
        wait_until(lambda: '"broker away"' in log.read_text(), "it notices")
        assert process.terminate() == 0
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    (told, *_) = [line for line in lines if line["event"] == "broker away"]
    assert told["level"] == "warning"
    assert told["error"].startswith("ConnectionRefusedError")
    assert lines[-1]["event"] == "stopped"
    assert [line["event"] for line in lines if line["level"] in {"error", "critical"}] == []


def test_a_worker_does_not_start_before_migrate(working: Working, tmp_path: Path) -> None:
    log = tmp_path / "log"
    url = working.suite.environment["LOYALTY_POINTS_DATABASE_URL"]
    empty = {"LOYALTY_POINTS_DATABASE_URL": url.replace("/loyalty_points?", "/empty?")}
    with worker(working.suite.environment | empty, log) as process:
        assert process.wait() == 1
    assert "cannot work: " in log.read_text()
    assert "migrate" in log.read_text()


@pytest.mark.parametrize("command", ["serve", "work", "migrate"])
def test_nothing_starts_with_another_key_than_the_database_was_made_with(
    working: Working, tmp_path: Path, command: str
) -> None:
    """It would find none of the members, and chain entries that nobody could prove."""
    log, other = tmp_path / "log", {"LOYALTY_POINTS_IDENTITY_KEY": "ab" * 32}
    process = Killable(
        [sys.executable, "-m", "loyalty_points", command], working.suite.environment | other, log
    )
    try:
        assert process.wait() == 1
    finally:
        process.kill()
    assert f"cannot {command}: the database was made with another " in log.read_text()
    assert "LOYALTY_POINTS_IDENTITY_KEY" in log.read_text()


@pytest.mark.long
def test_workers_outlive_their_database(working: Working) -> None:
    working.suite.database.kill()
    wait_until(lambda: working.log.read_text().count("job failed") >= 2, "runs fail")
    working.suite.database.start_again()
    wait_until(working.suite.serves, "the service serves again")
    working.wait_until_expired(working.buy_long_ago())
    assert not any(process.ended() for process in working.workers)


def test_a_worker_stops_cleanly_while_its_database_is_away(working: Working) -> None:
    working.suite.database.kill()
    assert [process.terminate() for process in working.workers] == [0, 0]
