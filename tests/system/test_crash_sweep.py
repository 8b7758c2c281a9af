"""Law 1: members take up a program's tiers once, though workers die at any write of that."""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pymongo
import pytest
from loyalty.points.v1 import entry_pb2, points_service_pb2, program_pb2

from support import build
from support.asking import member_of
from support.killable import Killable, Suite, killable_suite, wait_until
from support.together import require_clean_audit

PROGRAM = str(Path(__file__).parent.parent / "support" / "crashing" / "program.py")
RETAIL = {"default_rate": {"points": 1, "qualifying_points": 1, "per_amount_minor": 1}}
MEMBERS = 3
WRITES_MAX = 40
OUT_OF_REACH = 10**9
HOUR, TWO_MINUTES = timedelta(hours=1), timedelta(minutes=2)
REVIEWED = entry_pb2.ENTRY_KIND_TIER_REVIEWED

_thresholds = itertools.count(1)


@dataclass
class SweepingSuite:
    """Database and service, with files that tell when to die and how late it is."""

    suite: Suite
    order: Path
    clock_back: Path
    log: Path

    def worker(self) -> Killable:
        environment = self.suite.environment | {"LOYALTY_POINTS_SETTLE_SECONDS": "0.2"}
        return Killable([sys.executable, PROGRAM, "work"], environment, self.log)

    def publish(self, threshold: int, ago: timedelta) -> None:
        """Publish a program of one tier that is in force for less than `ago`."""
        self.clock_back.write_text(str(ago.total_seconds()))
        try:
            start = datetime.now(UTC) - ago + timedelta(seconds=61)
            tier = program_pb2.Tier(
                tier_id="silver", display_name="Silver", qualifying_points=threshold
            )
            program = build.program(
                {"retail": [("retail", RETAIL)]},
                tiers=[tier],
                tier_window_days=365,
                effective_time=build.timestamp(start),
            )
            build.publish(self.suite.operator(), program)
        finally:
            self.clock_back.unlink()

    def prepare(self) -> list[str]:
        """Return members who reach the tier of the newest program, and do not know it yet."""
        self.publish(OUT_OF_REACH - next(_thresholds), HOUR)
        client, members = self.suite.operator(), []
        self.clock_back.write_text(str((HOUR / 2).total_seconds()))
        try:
            for _ in range(MEMBERS):
                members.append(build.enroll(client))
                bought = build.purchase(build.line(1000), at=datetime.now(UTC) - HOUR / 2)
                client.points.RecordPurchase(build.record(members[-1], bought))
        finally:
            self.clock_back.unlink()
        self.publish(next(_thresholds), TWO_MINUTES)
        assert not any(member_of(client, each).tier_id for each in members)
        return members

    def is_done(self) -> bool:
        """Tell whether no sweep is left."""
        url = self.suite.environment["LOYALTY_POINTS_DATABASE_URL"]
        with pymongo.MongoClient[dict[str, object]](url) as client:
            found = client.get_default_database()["tier_sweeps"].find_one({})
        return found is None

    def crash(self, number: int, moment: str) -> bool:
        """Let a worker sweep and die at that write; tell whether it did."""
        self.order.write_text(f"{number} {moment}")
        worker = self.worker()
        try:
            wait_until(lambda: worker.ended() or self.is_done(), "the worker is done, or died")
            time.sleep(0.2)
            return worker.ended()
        finally:
            worker.kill()
            self.order.unlink(missing_ok=True)

    def finish(self, members: list[str]) -> None:
        """Let two workers finish what one had begun, and check the members."""
        self.suite.database.kill()  # what a killed worker left open holds accounts for a minute
        self.suite.database.start_again()
        wait_until(self.suite.serves, "the service serves again")
        workers = [self.worker() for _ in range(2)]
        try:
            wait_until(self.is_done, "the sweep is done")
        finally:
            for worker in workers:
                worker.kill()
        self._require_taken_up_once(members)

    def _require_taken_up_once(self, members: list[str]) -> None:
        client = self.suite.operator()
        for member_id in members:
            assert member_of(client, member_id).tier_id == "silver"
            request = points_service_pb2.ListEntriesRequest(member=build.key(member_id))
            kinds = [entry.kind for entry in client.points.ListEntries(request).entries]
            assert kinds.count(REVIEWED) == 1
            require_clean_audit(client, member_id)


@pytest.fixture(scope="module")
def sweeping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SweepingSuite]:
    folder = tmp_path_factory.mktemp("sweeping")
    order, clock_back = folder / "order", folder / "clock-back"
    environment = {"CRASH_AT": str(order), "CLOCK_BACK": str(clock_back)}
    with killable_suite(folder, (PROGRAM,), **environment) as suite:
        build.publish(suite.operator(), build.program({"retail": [("retail", RETAIL)]}))
        yield SweepingSuite(suite, order, clock_back, folder / "worker.log")


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_a_worker_killed_at_every_write_of_a_sweep_has_one_effect(
    sweeping: SweepingSuite, tell: Callable[[str], None]
) -> None:
    began, kills = time.monotonic(), 0
    for number, moment in itertools.product(range(1, WRITES_MAX), ("before", "after")):
        members = sweeping.prepare()
        if not sweeping.crash(number, moment):
            break
        sweeping.finish(members)
        kills += 1
    assert kills >= 2 * (4 * MEMBERS + 2), "four writes a member, two for how far it is"
    tell(f"{kills} kills of a sweep in {time.monotonic() - began:.0f} s")
