"""Law 1: every operation, its service killed at every write of it, before and after.

Case 1 of reliability.md. After each kill the service starts again, and in the end every
request is sent once more under its id: it has one effect, and the journal is whole.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import pytest
from loyalty.points.v1 import program_pb2

from support import build
from support.crashing.alone import ALONE, CLOCK_BACK
from support.crashing.events import EVENTS
from support.crashing.more import MORE_OPERATIONS
from support.crashing.operations import OPERATIONS as OTHERS
from support.crashing.operations import Operation
from support.crashing.returns import RETURNS
from support.crashing.stored import stored_collection, use_database
from support.crashing.webhooks import WEBHOOKS
from support.harness import Client
from support.killable import Suite, killable_suite, wait_until
from support.plugins.told_plugin import install_told_plugin
from support.requests.request_fields import methods
from support.together import require_clean_audit

PROGRAM = str(Path(__file__).parent.parent / "support" / "crashing" / "program.py")
RETAIL = {
    "default_rate": {"points": 1, "per_amount_minor": 1},
    "burn": {"points": 1, "amount_minor": 1},
}
OPERATIONS = (*OTHERS, *RETURNS, *MORE_OPERATIONS, *ALONE, *WEBHOOKS, *EVENTS)
MOMENTS = ("before", "after")
WRITES_MAX = 20
BATCHES = {"SubmitPurchases", "ImportOpeningBalances"}
"""Whose items have request ids of their own."""
READS = {"GetEntry"}
"""Which name a request that was made before."""
TIERS = [
    program_pb2.Tier(tier_id=name, display_name=name, qualifying_points=points)
    for name, points in (("silver", 10**6), ("gold", 10**7))
]


@dataclass(frozen=True)
class Crashed:
    """A request whose service was killed while it was served."""

    operation: Operation
    request: Any
    place: str


@dataclass(frozen=True)
class CrashingSuite:
    """Database and service, and the file that tells the service when to die."""

    suite: Suite
    order: Path

    def crash(self, operation: Operation, request: Any, number: int, moment: str) -> bool:
        """Send a request to a service that dies at that write; tell whether it did."""
        self.order.write_text(f"{number} {moment}")
        try:
            operation.send(self.suite.operator(), request)
        except grpc.RpcError:
            wait_until(self.suite.service.ended, "the service has died")
        self.order.unlink(missing_ok=True)
        if not self.suite.service.ended():
            return False
        self.suite.service.start_again()
        wait_until(self.suite.serves, "the service serves again")
        return True


@pytest.fixture(scope="module")
def crashing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrashingSuite]:
    folder = tmp_path_factory.mktemp("crashing")
    order = folder / "order"
    environment = {
        "CRASH_AT": str(order),
        "CLOCK_BACK": str(CLOCK_BACK),
        "PYTHONPATH": install_told_plugin(folder / "plugins"),
    }
    with killable_suite(folder, (PROGRAM,), **environment) as suite:
        plugins: build.Plugins = {"retail": [("retail", RETAIL)], "hotel": [("told", {})]}
        program = build.program(plugins, tiers=TIERS, tier_window_days=365)
        build.publish(suite.operator(), program)
        build.enroll(suite.operator())  # so that an audit has something to check
        use_database(suite.environment["LOYALTY_POINTS_DATABASE_URL"])
        yield CrashingSuite(suite, order)


def crash_everywhere(crashing: CrashingSuite, operation: Operation) -> Iterator[Crashed]:
    """Kill the service at every write of an operation, each time for a new object."""
    for number in range(1, WRITES_MAX):
        for moment in MOMENTS:
            request = operation.prepare(crashing.suite.operator())
            assert type(request).__name__ == f"{operation.rpc}Request"
            if not crashing.crash(operation, request, number, moment):
                assert number > 1, f"{operation.name} was never interrupted"
                return
            crashed = Crashed(operation, request, f"{moment} write {number} of {operation.name}")
            if operation.is_alone:
                end_orphans(crashing.suite)
                require_one_effect(crashing.suite.operator(), crashed)
            yield crashed


def require_one_effect(client: Client, *crashed: Crashed) -> None:
    """Send every request again, twice, and fail unless it has exactly one effect."""
    for each in crashed:
        first = each.operation.send(client, each.request)
        assert each.operation.send(client, each.request) == first, each.place
        each.operation.check(client, each.request)
    require_clean_audit(client)
    with stored_collection("entries") as entries:  # no worker runs here: all are still to be told
        assert entries.count_documents({})
        assert entries.count_documents({"unpublished_ms": None}) == 0


def end_orphans(suite: Suite) -> None:
    """Start the database again: what killed services left open holds accounts for a minute."""
    suite.database.kill()
    suite.database.start_again()
    wait_until(suite.database_answers, "the database answers")
    wait_until(suite.serves, "the service serves again")


def test_no_rpc_that_writes_is_missing() -> None:
    writing = {
        name
        for name, method in methods().items()
        if ("request_id" in method.input_type.fields_by_name or name in BATCHES)
        and name not in READS
    }
    assert {operation.rpc for operation in OPERATIONS} == writing


def test_an_operation_killed_at_some_write_has_one_effect(crashing: CrashingSuite) -> None:
    crashed = []
    for operation in random.sample(OPERATIONS, 2):
        request = operation.prepare(crashing.suite.operator())
        place = random.choice([(2, "before"), (2, "after"), (3, "after")])
        assert crashing.crash(operation, request, *place)
        crashed.append(Crashed(operation, request, f"{place} of {operation.name}"))
    end_orphans(crashing.suite)
    require_one_effect(crashing.suite.operator(), *crashed)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_operation_killed_at_every_write_has_one_effect(
    crashing: CrashingSuite, operation: Operation, tell: Callable[[str], None]
) -> None:
    began = time.monotonic()
    crashed = list(crash_everywhere(crashing, operation))
    end_orphans(crashing.suite)
    require_one_effect(crashing.suite.operator(), *crashed)
    spent = time.monotonic() - began
    tell(f"{operation.name}: {len(crashed)} kills in {spent:.0f} s")
