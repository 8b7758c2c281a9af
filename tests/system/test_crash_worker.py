"""Law 1: the worker, killed at every write by which it settles an account, before and after.

After each kill it starts again, and in the end every account is settled once: points that
became active are, points that expired are written off, holds that lapsed are cleared.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from loyalty.points.v1 import account_pb2, points_service_pb2

from support import build
from support.asking import account_of
from support.crashing.more import told
from support.harness import Client
from support.killable import Killable, Suite, killable_suite, wait_until
from support.plugins.told_plugin import install_told_plugin
from support.together import require_clean_audit

PROGRAM = str(Path(__file__).parent.parent / "support" / "crashing" / "program.py")
WRITES_MAX = 40
DUE_SECONDS = 2.0


@dataclass
class WorkingSuite:
    """Database and service, and how to start a worker that dies when it is told to."""

    suite: Suite
    order: Path
    log: Path

    def worker(self) -> Killable:
        environment = self.suite.environment | {"LOYALTY_POINTS_SETTLE_SECONDS": "1"}
        return Killable([sys.executable, PROGRAM, "work"], environment, self.log)

    def crash(self, account_id: str, number: int, moment: str) -> bool:
        """Let a worker settle an account and die at that write; tell whether it did."""
        self.order.write_text(f"{number} {moment}")
        worker = self.worker()
        try:
            wait_until(
                lambda: worker.ended() or is_settled(self.suite.operator(), account_id),
                "the worker has settled the account, or died",
            )
            time.sleep(0.2)
            return worker.ended()
        finally:
            worker.kill()
            self.order.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkingSuite]:
    folder = tmp_path_factory.mktemp("working")
    order = folder / "order"
    path = install_told_plugin(folder / "plugins")
    environment = {"CRASH_AT": str(order), "PYTHONPATH": path}
    with killable_suite(folder, (PROGRAM,), **environment) as suite:
        build.publish(suite.operator(), build.program({"hotel": [("told", {})]}))
        yield WorkingSuite(suite, order, folder / "worker.log")


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


def settle_and_check(working: WorkingSuite, account_id: str) -> None:
    """Let another worker finish what a killed one had begun, and check the account."""
    suite = working.suite
    suite.database.kill()  # what killed workers left open holds accounts for a minute
    suite.database.start_again()
    wait_until(suite.serves, "the service serves again")
    worker = working.worker()
    try:
        wait_until(lambda: is_settled(suite.operator(), account_id), "the account is settled")
    finally:
        worker.kill()
    require_settled_once(suite.operator(), account_id)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_a_worker_killed_at_every_write_settles_every_account_once(
    working: WorkingSuite, tell: Callable[[str], None]
) -> None:
    began, kills = time.monotonic(), 0
    for number, moment in itertools.product(range(1, WRITES_MAX), ("before", "after")):
        account_id = prepare(working.suite.operator())
        if not working.crash(account_id, number, moment):
            break
        settle_and_check(working, account_id)
        kills += 1
    assert kills >= 2 * 4, "account, member, entries, commit"
    tell(f"{kills} kills of a worker in {time.monotonic() - began:.0f} s")
