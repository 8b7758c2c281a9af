"""Who can sign the journal still cannot make up holds: the audit derives what they must be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_points.store.documents import AccountDocument
from loyalty_points.use_cases.settle_accounts import settle_account

from support import build
from support.clocks import NOON
from support.forging import Change, forge, restore
from support.harness import Client, Harness
from support.holding import placed
from support.tampering import difference
from support.together import require_clean_audit

PLACED, CAPTURED, RELEASED, REDEEMED, LAPSED, KEPT = 4, 7, 8, 9, 10, 11
"""Sequences of entries of the account below."""


@pytest.fixture(scope="module")
def held_id(harness: Harness) -> Iterator[str]:
    """A member with lots of two funders and with holds: captured, released, lapsed, kept."""
    client = harness.client()
    member_id = build.enroll(client)
    for business in ("hotel", "retail"):
        bought = build.purchase(build.line(500), business=business)
        client.points.RecordPurchase(build.record(member_id, bought))
    holds = [placed(client, member_id, 300, seconds) for seconds in (3600, 3600, 60)]
    client.holds.CaptureHold(build.capture(member_id, holds[0], 250))
    client.holds.ReleaseHold(build.release(member_id, holds[1]))
    client.points.RedeemPoints(build.redeem(member_id, 5))
    harness.clock.advance(seconds=60)
    assert settle_account(harness.parts, member_id) == 1
    placed(client, member_id, 100)
    require_clean_audit(client, member_id)
    yield member_id
    harness.clock.now = NOON


def later(*path: str, seconds: int = 1) -> Change:
    def change(entry: Document) -> None:
        holder = entry[path[0]] if len(path) > 1 else entry
        holder[path[-1]] += timedelta(seconds=seconds)

    return change


def _other_lot(entry: Document) -> None:
    entry["hold"]["parts"][0]["lot_id"] = "retail~0~0~nobody"


def _one_point_more(entry: Document) -> None:
    entry["hold"]["parts"][0]["points"] += 1


def _last_points_first(entry: Document) -> None:
    entry["lot_changes"].reverse()
    entry["lot_changes"][0]["lot_id"] = entry["lot_changes"][0]["lot_id"].replace("hotel", "fuel")


FORGED: list[tuple[int, Change, str]] = [
    (PLACED, _one_point_more, "held of lot"),
    (PLACED, _other_lot, "lots held"),
    (PLACED, later("hold", "deadline_time", seconds=-3600), "hold live when written"),
    (PLACED, lambda entry: entry.update(hold=None), "kind with a hold"),
    (PLACED + 1, lambda entry: entry["hold"].update(parts=[]), "balance_after"),
    (CAPTURED, later("hold", "deadline_time"), "hold"),
    (CAPTURED, _one_point_more, "hold"),
    (CAPTURED, _last_points_first, "points captured"),
    (CAPTURED, lambda entry: entry.update(owed=[]), "owed"),
    (CAPTURED, lambda entry: entry["owed"][0].update(points=1), "owed"),
    (CAPTURED, lambda entry: entry["burn"].update(points=1), "burned_points"),
    (RELEASED, lambda entry: entry.update(store_id="retail-2"), "hold"),
    (RELEASED, lambda entry: entry["hold"].update(hold_id="0" * 26), "hold"),
    (REDEEMED, lambda entry: entry.update(kind="hold_released"), "kind with a hold"),
    (LAPSED, later("event_time", seconds=-1), "event_time"),
    (LAPSED, lambda entry: entry.update(kind="hold_released"), "hold live when written"),
    (KEPT, later("hold", "deadline_time"), "holds"),
    (KEPT, lambda entry: entry.update(business_id="hotel"), "holds"),
]


@pytest.mark.parametrize(("sequence", "change", "subject"), FORGED)
def test_a_hold_that_was_never_so_is_named_though_it_is_signed(
    harness: Harness, held_id: str, sequence: int, change: Change, subject: str
) -> None:
    client = harness.client()
    entries = forge(harness, held_id, sequence, change)
    try:
        found = difference(client, held_id)
    finally:
        restore(held_id, entries)
    assert found is not None
    assert found.subject.partition(" group~")[0] == subject
    assert found.sequence in (sequence, 0)
    require_clean_audit(client, held_id)


@pytest.mark.parametrize("field", ["member_id", "business_id", "store_id", "deadline_ms"])
def test_a_hold_changed_in_the_account_is_named(operator: Client, held_id: str, field: str) -> None:
    accounts = collection_of(AccountDocument)
    account = accounts.find_one({"_id": held_id})
    assert account is not None
    (hold,) = account["holds"].values()
    hold[field] = hold[field] + 1 if field == "deadline_ms" else "other"
    wrong = {"$set": {"holds": account["holds"]}}
    before = accounts.find_one_and_update({"_id": held_id}, wrong)
    found = difference(operator, held_id)
    assert before is not None
    accounts.replace_one({"_id": held_id}, before)
    assert found is not None
    assert found.subject == "holds"
