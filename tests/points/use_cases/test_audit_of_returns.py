"""The audit derives every return again: what was changed is named, though it was signed anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from loyalty_chassis.storage.documents import Document
from loyalty_points.store import conversion

from support import build
from support.asking import give
from support.harness import Client, Harness, registry_of, start_harness
from support.plugins import simple_rules, waiting_rules
from support.returning import cancel, confirm, line, reverse, reverse_redemption
from support.tampering import Path, difference, flip, leaves
from support.together import require_clean_audit

NOT_DERIVED = {("entry_id",), ("is_void",)}
"""Of a reversal: only signed, or what it is found by."""


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    plugins = registry_of({"simple": simple_rules, "own": waiting_rules})
    running = start_harness(database_url, tmp_path_factory.mktemp("audited"), plugins)
    rules: dict[str, Any] = {"retail": [("simple", {})], "hotel": [("own", {})]}
    build.publish(running.client(), build.program(rules))
    yield running
    running.stop()


@pytest.fixture
def returned(operator: Client, member_id: str) -> str:
    """A purchase, paid in part with points, of which something was returned; its entry."""
    give(operator, member_id, 500)
    lines = [build.line(300, line_id="a", quantity_milli=3000), build.line(200, line_id="b")]
    request = build.record(member_id, build.purchase(*lines), burn=120)
    entry = operator.points.RecordPurchase(request).entry
    operator.returns.ReversePurchase(reverse(entry.entry_id, line("b", amount_minor=50)))
    operator.returns.ReversePurchase(reverse(entry.entry_id, line("a", quantity_milli=1000)))
    require_clean_audit(operator, member_id)
    entry_id: str = entry.entry_id
    return entry_id


def sign_anew(harness: Harness, entry: Document) -> None:
    """Put an account's last entry in its place as somebody would who has the journal's key."""
    link = conversion.chain_hash(harness.parts.journal_key, entry)
    accounts, account_id = harness.database["accounts"], entry["account_id"]
    harness.database["entries"].replace_one({"_id": entry["_id"]}, {**entry, "chain_hash": link})
    accounts.update_one({"_id": account_id}, {"$set": {"chain_head": link}})


def last_entry(harness: Harness, account_id: str) -> Document:
    entries = harness.database["entries"]
    found: Document | None = entries.find_one({"account_id": account_id}, sort=[("sequence", -1)])
    assert found is not None
    return found


def test_who_owes_whom_for_a_return_is_derived_too(
    harness: Harness, operator: Client, member_id: str
) -> None:
    stay = build.purchase(build.line(100, category="shop"), business="hotel")
    operator.points.RecordPurchase(build.record(member_id, stay))
    paid = build.record(member_id, build.purchase(build.line(300)), burn=100)
    bought = operator.points.RecordPurchase(paid).entry
    operator.returns.ReversePurchase(reverse(bought.entry_id))
    entry = last_entry(harness, member_id)
    assert {(each["debtor"], each["creditor"]) for each in entry["owed"]} == {("hotel", "retail")}
    for changed in ([], [{**entry["owed"][0], "points": entry["owed"][0]["points"] + 1}]):
        sign_anew(harness, {**entry, "owed": changed})
        found = difference(operator, member_id)
        assert found is not None
        assert found.subject == "owed"
    sign_anew(harness, entry)
    require_clean_audit(operator, member_id)


def unnoticed(harness: Harness, client: Client, account_id: str) -> list[Path]:
    """Return the values of the last entry's reversal that can be changed without a word."""
    entry, found = last_entry(harness, account_id), []
    for path in leaves(entry["reversal"]):
        if path not in NOT_DERIVED:
            sign_anew(harness, flip(entry, ("reversal", *path)))
            if difference(client, account_id) is None:
                found.append(path)
    sign_anew(harness, entry)
    require_clean_audit(client, account_id)
    return found


def test_any_value_of_a_return_that_is_changed_is_named(
    harness: Harness, operator: Client, member_id: str, returned: str
) -> None:
    assert returned
    assert unnoticed(harness, operator, member_id) == []


def test_any_value_of_a_reversed_redemption_that_is_changed_is_named(
    harness: Harness, operator: Client, member_id: str
) -> None:
    give(operator, member_id, 500)
    redeemed = operator.points.RedeemPoints(build.redeem(member_id, 300)).entry
    operator.returns.ReverseRedemption(reverse_redemption(redeemed.entry_id, 100))
    assert unnoticed(harness, operator, member_id) == []


def test_any_value_of_a_cancellation_that_is_changed_is_named(
    harness: Harness, operator: Client, member_id: str
) -> None:
    stay = build.purchase(build.line(100, category="room"), business="hotel")
    entry = operator.points.RecordPurchase(build.record(member_id, stay)).entry
    operator.returns.CancelPending(cancel(entry.entry_id))
    assert unnoticed(harness, operator, member_id) == []


def test_what_is_kept_of_a_purchase_is_derived_too(
    harness: Harness, operator: Client, member_id: str, returned: str
) -> None:
    states = harness.database["purchase_states"]
    state = states.find_one({"_id": returned})
    assert state is not None
    tried = 0
    for path in leaves(state):
        if path[0] in {"_id", "pending", "active_lot_ids", "cancelled_awards", "elsewhere"}:
            continue
        states.replace_one({"_id": returned}, flip(state, path))
        found = difference(operator, member_id)
        assert found is not None, path
        assert found.subject.startswith(f"state of {returned}")
        tried += 1
    assert tried == 5, "two of each line, and the version"
    states.delete_one({"_id": returned})
    assert difference(operator, member_id) is not None
    states.insert_one(state)
    states.insert_one({**state, "_id": f"{member_id}-999"})
    found = difference(operator, member_id)
    assert found is not None
    assert found.subject == f"original of state {member_id}-999"
    states.delete_one({"_id": f"{member_id}-999"})
    require_clean_audit(operator, member_id)


def test_a_confirmation_that_was_forgotten_or_invented_is_named(
    harness: Harness, operator: Client, member_id: str
) -> None:
    stay = build.purchase(build.line(100, category="room"), business="hotel")
    entry_id = operator.points.RecordPurchase(build.record(member_id, stay)).entry.entry_id
    operator.returns.ConfirmPurchase(confirm(entry_id))
    require_clean_audit(operator, member_id)
    states = harness.database["purchase_states"]
    for change in ({"active_lot_ids": [""]}, {"cancelled_awards": [0]}):
        before = states.find_one({"_id": entry_id})
        assert before is not None
        states.update_one({"_id": entry_id}, {"$set": change})
        found = difference(operator, member_id)
        assert found is not None
        assert found.subject.startswith(f"state of {entry_id}")
        states.replace_one({"_id": entry_id}, before)
    require_clean_audit(operator, member_id)
