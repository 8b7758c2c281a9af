"""Exports read what they tell and no more, of a business and of an account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from support import build
from support.accounting import exported
from support.clocks import NOON
from support.harness import Client, Harness
from support.shapes import SHAPES

SECOND = timedelta(seconds=1)


@pytest.fixture
def sold(harness: Harness, operator: Client) -> list[str]:
    """Two members who bought thrice at each of two businesses, all at the same instant."""
    harness.clock.now += 2 * SECOND
    members = [build.enroll(operator) for _ in range(2)]
    harness.clock.now += SECOND
    for member_id in members:
        for business in ("dining", "fuel") * 3:
            bought = build.purchase(business=business, at=NOON)
            operator.points.RecordPurchase(build.record(member_id, bought))
    return members


def examined(harness: Harness, command: dict[str, Any]) -> int:
    """Return how many entries the database looks at for a command."""
    names = ("find", "filter", "sort", "aggregate", "pipeline")
    asked = {name: command[name] for name in names if name in command}
    if "aggregate" in asked:
        asked["cursor"] = {}
    explained = harness.database.command("explain", asked, verbosity="executionStats")
    return int(explained["executionStats"]["totalDocsExamined"])


def entries_read(harness: Harness) -> list[int]:
    """Return how many entries the database looks at for each command sent since."""
    commands = [*SHAPES.named("aggregate"), *SHAPES.named("find")]
    of_entries = [
        each for each in commands if "entries" in (each.get("aggregate"), each.get("find"))
    ]
    return [examined(harness, each) for each in of_entries]


def test_an_export_of_a_business_reads_its_entries_only(harness: Harness, sold: list[str]) -> None:
    till, now = harness.client("fuel-tills"), harness.clock()
    SHAPES.clear()
    found = exported(till, now, now + SECOND)
    assert entries_read(harness) == [6, 6], "counted, and read"
    assert [entry.business_id for entry in found] == ["fuel"] * 6
    assert {entry.entry_id.rpartition("-")[0] for entry in found} == set(sold)


def test_an_export_of_an_account_at_a_business_reads_its_own_entries_only(
    harness: Harness, operator: Client, sold: list[str]
) -> None:
    now = harness.clock()
    SHAPES.clear()
    found = exported(operator, now, now + SECOND, sold[0], business_id="fuel")
    assert max(entries_read(harness)) == 6, "of that account in that second"
    assert [entry.business_id for entry in found] == ["fuel"] * 3
