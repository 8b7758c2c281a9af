"""Law 1: the worker, killed at every write by which it settles, reviews or erases.

Before it and after it. Each time it starts again, and in the end all is done once: points that
became active are, points that expired are written off, holds that lapsed are cleared, tiers
that were due are reviewed, and of who left nothing personal is kept.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from loyalty.points.v1 import account_pb2, entry_pb2, points_service_pb2, program_pb2

from support import build
from support.asking import account_of, member_of
from support.crashing.more import told
from support.crashing.stored import stored_collection, use_database
from support.harness import Client
from support.killable import Killable, Suite, killable_suite, wait_until
from support.plugins.told_plugin import install_told_plugin
from support.together import require_clean_audit

PROGRAM = str(Path(__file__).parent.parent / "support" / "crashing" / "program.py")
WRITES_MAX = 40
DUE_SECONDS = 2.0
DAYS_AGO = timedelta(days=5)
"""When the tier was reached that is due to be reviewed: it is for a day."""
SILVER = program_pb2.Tier(tier_id="silver", display_name="Silver", qualifying_points=100)
REASSESSED = program_pb2.TierPolicy(
    qualify_by=program_pb2.QUALIFY_BY_POINTS,
    period=program_pb2.TIER_PERIOD_ROLLING,
    downgrade=program_pb2.TIER_DOWNGRADE_REASSESS,
)
REVIEWED = entry_pb2.ENTRY_KIND_TIER_REVIEWED


@dataclass
class WorkingSuite:
    """Database and service, and how to start a worker that dies when it is told to."""

    suite: Suite
    order: Path
    clock_back: Path
    log: Path

    def worker(self) -> Killable:
        environment = self.suite.environment | {"LOYALTY_POINTS_SETTLE_SECONDS": "1"}
        return Killable([sys.executable, PROGRAM, "work"], environment, self.log)

    def crash(self, is_done: Callable[[], bool], number: int, moment: str) -> bool:
        """Let a worker do what is due and die at that write; tell whether it did."""
        self.order.write_text(f"{number} {moment}")
        worker = self.worker()
        try:
            wait_until(lambda: worker.ended() or is_done(), "the worker is done, or died")
            time.sleep(0.2)
            return worker.ended()
        finally:
            worker.kill()
            self.order.unlink(missing_ok=True)

    def finish(self, is_done: Callable[[], bool]) -> None:
        """Let another worker finish what a killed one had begun."""
        self.suite.database.kill()  # what killed workers left open holds accounts for a minute
        self.suite.database.start_again()
        wait_until(self.suite.serves, "the service serves again")
        worker = self.worker()
        try:
            wait_until(is_done, "it is done")
        finally:
            worker.kill()

    def killed_everywhere(
        self,
        prepare: Callable[[], str],
        is_done: Callable[[str], bool],
        check: Callable[[str], None],
    ) -> int:
        """Kill a worker at every write of what is due, each time of a new member; count kills."""
        kills = 0
        for number, moment in itertools.product(range(1, WRITES_MAX), ("before", "after")):
            member_id = prepare()
            if not self.crash(partial(is_done, member_id), number, moment):
                break
            self.finish(partial(is_done, member_id))
            check(member_id)
            kills += 1
        return kills


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkingSuite]:
    folder = tmp_path_factory.mktemp("working")
    order = folder / "order"
    path = install_told_plugin(folder / "plugins")
    clock_back = folder / "clock-back"
    environment = {"CRASH_AT": str(order), "CLOCK_BACK": str(clock_back), "PYTHONPATH": path}
    with killable_suite(folder, (PROGRAM,), **environment) as suite:
        plugins: build.Plugins = {"hotel": [("told", {})]}
        program = build.program(plugins, tiers=[SILVER], tier_window_days=1, tier_policy=REASSESSED)
        build.publish(suite.operator(), program)
        use_database(suite.environment["LOYALTY_POINTS_DATABASE_URL"])
        yield WorkingSuite(suite, order, clock_back, folder / "worker.log")


def prepare(client: Client) -> str:
    """Return a member of whom an activation, a lapse and an expiry are due."""
    member_id = build.enroll(client)
    soon = build.timestamp(datetime.now(UTC) + timedelta(seconds=DUE_SECONDS))
    client.adjustments.AdjustPoints(build.adjust(member_id, 30, expire_time=soon))
    told(client, member_id, "12/now/never")
    told(client, member_id, "12/s1/never")
    client.holds.PlaceHold(build.hold(member_id, 5, 1))
    time.sleep(DUE_SECONDS)
    return member_id


def is_settled(client: Client, account_id: str) -> bool:
    """Tell whether nothing is due any more: five entries of callers, three of a worker."""
    account = account_of(client, account_id)
    return account.sequence == 8 and not account.balance.due_points


def require_settled_once(client: Client, account_id: str) -> None:
    account = account_of(client, account_id)
    assert account.balance == account_pb2.Balance(available_points=24)
    request = points_service_pb2.ListEntriesRequest(member=build.key(account_id), page_size=200)
    kinds = [entry.kind for entry in client.points.ListEntries(request).entries]
    assert len(kinds) == len(set(kinds)) + 1, "two purchases, and all else once"
    require_clean_audit(client, account_id)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_a_worker_killed_at_every_write_settles_every_account_once(
    working: WorkingSuite, tell: Callable[[str], None]
) -> None:
    began, client = time.monotonic(), working.suite.operator()
    kills = working.killed_everywhere(
        partial(prepare, client), partial(is_settled, client), partial(require_settled_once, client)
    )
    assert kills >= 2 * 4, "account, member, entries, commit"
    tell(f"{kills} kills of a worker that settles, in {time.monotonic() - began:.0f} s")


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_a_worker_killed_at_every_write_reviews_every_tier_once(
    working: WorkingSuite, tell: Callable[[str], None]
) -> None:
    began, client = time.monotonic(), working.suite.operator()

    def silver_since_days() -> str:
        working.clock_back.write_text(str(DAYS_AGO.total_seconds()))
        try:
            member_id = build.enroll(client)
            line, at = build.line(20, sku="100/now/never"), datetime.now(UTC) - DAYS_AGO
            bought = build.purchase(line, at=at, business="hotel")
            entry = client.points.RecordPurchase(build.record(member_id, bought)).entry
        finally:
            working.clock_back.unlink()
        assert entry.tier_id == "silver"
        return member_id

    def reviews(member_id: str) -> int:
        request = points_service_pb2.ListEntriesRequest(member=build.key(member_id))
        entries = client.points.ListEntries(request).entries
        return [entry.kind for entry in entries].count(REVIEWED)

    def require_reviewed_once(member_id: str) -> None:
        assert reviews(member_id) == 1
        assert member_of(client, member_id).tier_id == ""
        require_clean_audit(client, member_id)

    kills = working.killed_everywhere(
        silver_since_days, lambda member_id: reviews(member_id) > 0, require_reviewed_once
    )
    assert kills >= 2 * 3, "member, entry, commit"
    tell(f"{kills} kills of a worker that reviews, in {time.monotonic() - began:.0f} s")


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_a_worker_killed_at_every_write_erases_everybody_who_left(
    working: WorkingSuite, tell: Callable[[str], None]
) -> None:
    began, client = time.monotonic(), working.suite.operator()

    def closed() -> str:
        member_id = build.enroll(client)
        told(client, member_id, "12/now/never")
        client.members.CloseMember(build.close(member_id))
        return member_id

    def is_erased(_member_id: str) -> bool:
        with stored_collection("erasures") as erasures:
            return not erasures.count_documents({})

    def require_erased(member_id: str) -> None:
        told_of = {"account_id": member_id, "seen": {"$ne": None}}
        with stored_collection("entries") as entries:
            assert entries.count_documents(told_of) == 0
        require_clean_audit(client, member_id)

    kills = working.killed_everywhere(closed, is_erased, require_erased)
    assert kills >= 2 * 2, "entries, the erasure itself"
    tell(f"{kills} kills of a worker that erases, in {time.monotonic() - began:.0f} s")
