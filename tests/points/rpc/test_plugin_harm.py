"""A plugin that does harm changes no balance, and the caller is told which one it was."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import grpc
import pytest
import structlog
from loyalty.points.v1 import audit_service_pb2, points_service_pb2, purchase_pb2

from support import build
from support.harness import (
    Client,
    Failure,
    Harness,
    failure_of,
    parse_failure,
    registry_of,
    start_harness,
)
from support.plugins import simple_rules
from support.plugins.harmful_rules import (
    ANSWERS,
    AWARDS,
    RAISES,
    SECRET,
    TERMS,
    HarmfulGroupRules,
    HarmfulRules,
)
from support.requests.refusals import snapshot

LIMIT_SECONDS = 0.4
HARMS = [
    *(f"raises:{name}" for name in RAISES),
    *(f"answers:{name}" for name in ANSWERS),
    *(f"awards:{name}" for name in AWARDS),
    "coroutine",
]


@pytest.fixture(scope="module", autouse=True)
def log() -> Iterator[io.StringIO]:
    """What operators read, written as in production."""
    written = io.StringIO()
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(written),
    )
    yield written
    structlog.reset_defaults()


@pytest.fixture(scope="module")
def rules() -> Iterator[HarmfulRules]:
    made = HarmfulRules()
    yield made
    made.gate.set()
    for coroutine in made.coroutines:
        coroutine.close()


@pytest.fixture(scope="module")
def harness(
    database_url: str, tmp_path_factory: pytest.TempPathFactory, rules: HarmfulRules
) -> Iterator[Harness]:
    """At dining two plugins, the harmful first; the harmful alone at the hotel; retail is sound."""
    plugins = {"harmful": rules, "harmful-group": HarmfulGroupRules(), "simple": simple_rules}
    running = start_harness(
        database_url,
        tmp_path_factory.mktemp("points"),
        registry_of(plugins),
        plugin_milliseconds_max=int(LIMIT_SECONDS * 1000),
    )
    businesses: dict[str, list[tuple[str, dict[str, Any]]]] = {
        "dining": [("harmful", {}), ("simple", {})],
        "hotel": [("harmful", {})],
        "retail": [("simple", {})],
    }
    build.publish(running.client(), build.program(businesses, [("harmful-group", {})]))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def rich_id(harness: Harness) -> str:
    """A member with points to lose, whom no harm may touch."""
    operator = harness.client()
    enrolled = build.enroll(operator)
    operator.points.RecordPurchase(build.record(enrolled, build.purchase(build.line(5_000))))
    return enrolled


def harmful(harm: str, business: str = "dining") -> purchase_pb2.Purchase:
    return build.purchase(business=business, attributes={"harm": harm})


def is_plugins_fault(failure: Failure, plugin: str = "harmful") -> None:
    """Assert that the plugin is named, and nothing of its own words is told."""
    assert (failure.code, failure.reason) == ("INTERNAL", "PLUGIN_FAILED"), failure
    assert failure.metadata["plugin"] == plugin
    assert failure.metadata["version"] == "1.0"
    told = f"{failure.message} {failure.metadata}"
    assert plugin in failure.message
    for unspoken in (SECRET, "Traceback", "File ", "Error(", ".py"):
        assert unspoken not in told
    assert not failure.retry


def refuses(harness: Harness, rich_id: str, harm: str) -> None:
    """Assert that neither recording nor quoting bears the harm, and the good plugin serves."""
    before, points = snapshot(harness), harness.client().points
    record = build.record(rich_id, harmful(harm), burn=10)
    is_plugins_fault(failure_of(lambda: points.RecordPurchase(record)))
    is_plugins_fault(failure_of(lambda: points.QuotePurchase(quote_of(record))))
    assert snapshot(harness) == before
    good = points.QuotePurchase(quote_of(build.record(rich_id)))
    assert good.earned_points == 1_000
    assert good.balance.available_points == 5_000


def quote_of(
    record: points_service_pb2.RecordPurchaseRequest,
) -> points_service_pb2.QuotePurchaseRequest:
    return points_service_pb2.QuotePurchaseRequest(
        member=record.member, purchase=record.purchase, burn_points=record.burn_points
    )


@pytest.mark.parametrize("harm", HARMS)
def test_a_harmful_award_changes_nothing_and_names_its_plugin(
    harness: Harness, rich_id: str, harm: str
) -> None:
    refuses(harness, rich_id, harm)


@pytest.mark.parametrize("harm", sorted(TERMS))
def test_harmful_burn_terms_change_nothing_and_name_their_plugin(
    harness: Harness, rich_id: str, harm: str
) -> None:
    refuses(harness, rich_id, f"terms:{harm}")


@pytest.mark.parametrize("harm", ["other-business", "unknown-business", "error", "none"])
def test_a_harmful_plugin_of_the_group_is_named_too(
    harness: Harness, operator: Client, member_id: str, harm: str
) -> None:
    before = snapshot(harness)
    bought = build.purchase(attributes={"group-harm": harm})
    failure = failure_of(lambda: operator.points.RecordPurchase(build.record(member_id, bought)))
    is_plugins_fault(failure, "harmful-group")
    assert snapshot(harness) == before


def test_a_plugin_of_the_group_may_spend_the_money_of_the_business_it_runs_at(
    operator: Client, member_id: str
) -> None:
    bought = build.purchase(attributes={"group-harm": "this-business"})
    entry = operator.points.RecordPurchase(build.record(member_id, bought)).entry
    assert {award.funder for award in entry.awards} == {"retail"}


def test_the_log_tells_operators_what_callers_are_not_told(
    operator: Client, member_id: str, log: io.StringIO
) -> None:
    log.truncate(0)
    record = build.record(member_id, harmful("raises:error"))
    is_plugins_fault(failure_of(lambda: operator.points.RecordPurchase(record)))
    line = next(each for each in log.getvalue().splitlines() if "plugin raised" in each)
    assert SECRET in line
    assert "Traceback" in line
    assert "harmful" in line


def test_the_harm_of_one_item_leaves_the_rest_of_a_batch_alone(
    operator: Client, member_id: str
) -> None:
    batch = points_service_pb2.SubmitPurchasesRequest(
        purchases=[
            build.record(member_id),
            build.record(member_id, harmful("raises:system-exit")),
            build.record(member_id),
        ]
    )
    results = operator.points.SubmitPurchases(batch).results
    assert [result.status.code for result in results] == [0, 13, 0]
    assert results[2].entry.balance_after.available_points == 2_000


def test_the_failure_of_a_plugin_is_not_remembered(operator: Client, member_id: str) -> None:
    request = build.record(member_id, harmful("fails-once"))
    is_plugins_fault(failure_of(lambda: operator.points.RecordPurchase(request)))
    entry = operator.points.RecordPurchase(request).entry
    assert entry.earned_points == 1_000, "the same request id succeeds once the plugin does"


def test_a_member_is_enrolled_whatever_the_plugins_do(operator: Client) -> None:
    assert build.enroll(operator, tags=["harm"])


def test_a_plugin_that_hangs_is_given_up_then_refused_at_once_and_then_recovers(
    harness: Harness, operator: Client, member_id: str, rules: HarmfulRules
) -> None:
    before = snapshot(harness)
    requests = [build.record(member_id, harmful("hangs")) for _ in range(4)]
    for request in requests[:2]:
        started = time.monotonic()
        is_plugins_fault(failure_of(partial(operator.points.RecordPurchase, request)))
        assert time.monotonic() - started >= LIMIT_SECONDS
    assert rules.hung == 2
    for request in requests[2:]:
        is_plugins_fault(failure_of(partial(operator.points.RecordPurchase, request)))
    assert rules.hung == 2, "it is not even asked while two of its calls hang"
    quiet = build.record(member_id, harmful("nothing", "hotel"))
    is_plugins_fault(failure_of(lambda: operator.points.RecordPurchase(quiet)))
    assert snapshot(harness) == before

    good = operator.points.RecordPurchase(build.record(member_id)).entry
    assert good.earned_points == 1_000, "the good plugin goes on serving meanwhile"

    rules.gate.set()
    _retry_until_served(operator, quiet)
    entry = operator.points.RecordPurchase(requests[0]).entry
    assert entry.earned_points == 1_000, "what failed is served once the plugin answers"


def _retry_until_served(client: Client, request: Any) -> None:
    give_up = time.monotonic() + 10
    while time.monotonic() < give_up:
        try:
            client.points.RecordPurchase(request)
        except grpc.RpcError as error:
            is_plugins_fault(parse_failure(error))
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the plugin did not recover")


def test_after_all_the_harm_the_audit_finds_nothing(operator: Client) -> None:
    last = list(operator.audits.AuditLedger(audit_service_pb2.AuditLedgerRequest()))[-1]
    assert last.done
    assert not last.HasField("difference"), last.difference
