"""A rule's limit of the day: each business's own by itself, the group's at all of them together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from loyalty.points.v1 import entry_pb2

from support import build
from support.harness import Client, Harness, registry_of, start_harness
from support.plugins import daily_rules
from support.returning import reverse
from support.together import require_clean_audit

OWN: build.Plugins = {"retail": [("daily", {})], "fuel": [("daily", {})]}


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A shop and a filling station with one plugin, and a group with a like one."""
    plugins = registry_of({"daily": daily_rules, "group-daily": daily_rules})
    running = start_harness(database_url, tmp_path_factory.mktemp("rule-days"), plugins)
    build.publish(running.client(), build.program(OWN, [("group-daily", {})]))
    yield running
    running.stop()


def bought(client: Client, member_id: str, business: str) -> entry_pb2.Entry:
    purchase = build.purchase(build.line(100), business=business)
    entry: entry_pb2.Entry = client.points.RecordPurchase(build.record(member_id, purchase)).entry
    return entry


def given(entry: entry_pb2.Entry) -> list[tuple[str, int]]:
    return [(award.plugin, award.points) for award in entry.awards]


def test_a_business_limit_is_its_own_and_the_groups_is_shared(
    operator: Client, member_id: str
) -> None:
    first = bought(operator, member_id, "retail")
    assert given(first) == [("daily", 60), ("group-daily", 60)]
    assert given(bought(operator, member_id, "retail")) == [("daily", 40), ("group-daily", 40)]
    assert given(bought(operator, member_id, "retail")) == [("daily", 0), ("group-daily", 0)]
    assert given(bought(operator, member_id, "fuel")) == [("daily", 60), ("group-daily", 0)]
    whole = reverse(first.entry_id, store_id="retail-1")
    assert operator.returns.ReversePurchase(whole).entry.earned_points == -120
    assert given(bought(operator, member_id, "fuel")) == [("daily", 40), ("group-daily", 60)]
    assert given(bought(operator, member_id, "retail")) == [("daily", 60), ("group-daily", 0)]
    require_clean_audit(operator, member_id)
