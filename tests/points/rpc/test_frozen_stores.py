"""A frozen store gives and takes no points, at every server within seconds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import store_service_pb2
from loyalty_points.domain.errors import StoreFrozen
from loyalty_points.use_cases.programs import frozen_store_book
from loyalty_points.use_cases.programs.frozen_store_book import FrozenStoreBook

from support import build
from support.asking import give, is_replayed, points_and_entries
from support.clocks import NOON
from support.harness import Client, Harness, failure_of
from support.holding import placed
from support.shapes import SHAPES
from support.together import OK, at_once, tally

HOTEL_2: dict[str, Any] = {"business_id": "hotel", "store_id": "hotel-2"}
WHY = {**HOTEL_2, "reason": "till-stolen"}


@pytest.fixture
def frozen(operator: Client) -> Any:
    """A freeze of the hotel's second store, lifted after the test."""
    yield operator.stores.FreezeStore(build.freeze_store("hotel", "hotel-2")).store
    operator.stores.UnfreezeStore(build.unfreeze_store("hotel", "hotel-2"))


def listed(client: Client) -> list[str]:
    names: list[str] = []
    token = ""
    while True:
        request = store_service_pb2.ListFrozenStoresRequest(page_size=1, page_token=token)
        page = client.stores.ListFrozenStores(request)
        assert len(page.stores) <= 1
        names += [f"{store.business_id}/{store.store_id}" for store in page.stores]
        token = page.next_page_token
        if not token:
            return names


def test_nothing_is_earned_spent_or_held_there(
    operator: Client, member_id: str, frozen: Any
) -> None:
    give(operator, member_id, 1_000)
    before = points_and_entries(operator, member_id)
    bought = build.purchase(**HOTEL_2, business="hotel")
    calls: list[Callable[[], Any]] = [
        partial(operator.points.RecordPurchase, build.record(member_id, bought)),
        partial(operator.points.RedeemPoints, build.redeem(member_id, 10, **HOTEL_2)),
        partial(operator.holds.PlaceHold, build.hold(member_id, 10, **HOTEL_2)),
        partial(
            operator.transfers.TransferPoints,
            build.transfer(member_id, build.enroll(operator), 10, **HOTEL_2),
        ),
    ]
    first = [failure_of(call) for call in calls]
    for failure in first:
        assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "STORE_FROZEN")
        assert failure.metadata == WHY
    assert points_and_entries(operator, member_id) == before
    operator.stores.UnfreezeStore(build.unfreeze_store("hotel", "hotel-2"))
    assert [failure_of(call) for call in calls] == first, "a refusal is for ever"
    operator.points.RedeemPoints(build.redeem(member_id, 10, **HOTEL_2))
    assert frozen.freeze_time == build.timestamp(NOON)


def test_the_stores_beside_it_go_on_and_what_was_held_can_be_captured(
    operator: Client, member_id: str
) -> None:
    give(operator, member_id, 1_000)
    hold_id = placed(operator, member_id, 10, **HOTEL_2)
    operator.stores.FreezeStore(build.freeze_store("hotel", "hotel-2"))
    operator.points.RedeemPoints(
        build.redeem(member_id, 10, business_id="hotel", store_id="hotel-1")
    )
    operator.holds.CaptureHold(build.capture(member_id, hold_id))
    operator.stores.UnfreezeStore(build.unfreeze_store("hotel", "hotel-2"))


def test_a_quote_and_a_repeat_are_answered(operator: Client, member_id: str) -> None:
    bought = build.purchase(**HOTEL_2, business="hotel")
    request = build.record(member_id, bought)
    first = operator.points.RecordPurchase(request)
    operator.stores.FreezeStore(build.freeze_store("hotel", "hotel-2"))
    assert operator.points.RecordPurchase(request) == first
    assert operator.points.QuotePurchase(build.quote(member_id, bought)).earned_points
    operator.stores.UnfreezeStore(build.unfreeze_store("hotel", "hotel-2"))


def test_another_server_learns_of_a_freeze_and_of_its_end_when_it_looks(operator: Client) -> None:
    elsewhere = FrozenStoreBook()
    elsewhere.refresh()
    operator.stores.FreezeStore(build.freeze_store("fuel", "fuel-1"))
    elsewhere.require_open("fuel", "fuel-1")
    elsewhere.refresh()
    with pytest.raises(StoreFrozen):
        elsewhere.require_open("fuel", "fuel-1")
    elsewhere.require_open("fuel", "fuel-2")
    operator.stores.UnfreezeStore(build.unfreeze_store("fuel", "fuel-1"))
    elsewhere.refresh()
    elsewhere.require_open("fuel", "fuel-1")


def test_a_server_that_has_not_looked_for_long_looks_before_it_answers(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = FrozenStoreBook()
    elsewhere.require_open("fuel", "fuel-1")
    operator.stores.FreezeStore(build.freeze_store("fuel", "fuel-1"))
    elsewhere.require_open("fuel", "fuel-1")
    monkeypatch.setattr(frozen_store_book, "STALE_SECONDS", 0.0)
    with pytest.raises(StoreFrozen):
        elsewhere.require_open("fuel", "fuel-1")
    operator.stores.UnfreezeStore(build.unfreeze_store("fuel", "fuel-1"))


def test_a_running_server_looks_every_two_seconds(harness: Harness, operator: Client) -> None:
    reads = [task.run for task in harness.server._background if task.name == "frozen stores"]
    assert len(reads) == 1
    document = {"_id": "fuel|fuel-2", "reason": "flood"}
    harness.database["frozen_stores"].insert_one(document)
    reads[0]()
    request = build.redeem("0" * 26, 1, business_id="fuel", store_id="fuel-2")
    assert failure_of(partial(operator.points.RedeemPoints, request)).reason == "STORE_FROZEN"
    harness.database["frozen_stores"].delete_one({"_id": "fuel|fuel-2"})
    reads[0]()


def test_a_freeze_is_made_once_and_answered_as_it_was(operator: Client) -> None:
    request = build.freeze_store("dining", "dining-1")
    first = operator.stores.FreezeStore(request)
    assert is_replayed(partial(operator.stores.FreezeStore.with_call, request))
    lift = build.unfreeze_store("dining", "dining-1")
    operator.stores.UnfreezeStore(lift)
    assert operator.stores.FreezeStore(request) == first
    assert "dining/dining-1" not in listed(operator), "a repeat has no effect"
    operator.stores.FreezeStore(build.freeze_store("dining", "dining-1"))
    assert is_replayed(partial(operator.stores.UnfreezeStore.with_call, lift))
    assert "dining/dining-1" in listed(operator)
    other = build.freeze_store("dining", "dining-2", request_id=request.request_id)
    failure = failure_of(partial(operator.stores.FreezeStore, other))
    assert failure.reason == "REQUEST_ID_REUSED"
    operator.stores.UnfreezeStore(build.unfreeze_store("dining", "dining-1"))


def test_frozen_stores_are_listed_page_by_page(operator: Client) -> None:
    places = [("retail", "retail-2"), ("dining", "dining-2"), ("dining", "dining-1")]
    for place in places:
        operator.stores.FreezeStore(build.freeze_store(*place))
    assert listed(operator) == ["dining/dining-1", "dining/dining-2", "retail/retail-2"]
    newer = build.freeze_store("retail", "retail-2", reason="flood")
    operator.stores.FreezeStore(newer)
    page = operator.stores.ListFrozenStores(store_service_pb2.ListFrozenStoresRequest())
    (last,) = page.stores[2:]
    assert (last.reason, last.client_id) == ("flood", "operator")
    for place in places:
        operator.stores.UnfreezeStore(build.unfreeze_store(*place))
    assert listed(operator) == []


def test_freezes_and_lifts_at_once_end_in_one_state(operator: Client) -> None:
    freezes = [
        partial(operator.stores.FreezeStore, build.freeze_store("fuel", "fuel-1")) for _ in range(4)
    ]
    lifts = [
        partial(operator.stores.UnfreezeStore, build.unfreeze_store("fuel", "fuel-1"))
        for _ in range(4)
    ]
    assert tally(at_once([*freezes, *lifts])) == {OK: 8}
    assert len(listed(operator)) <= 1
    operator.stores.UnfreezeStore(build.unfreeze_store("fuel", "fuel-1"))


def test_a_store_that_left_the_program_can_be_unfrozen(harness: Harness, operator: Client) -> None:
    harness.database["frozen_stores"].insert_one(
        {
            "_id": "retail|closed",
            "business_id": "retail",
            "store_id": "closed",
            "reason": "flood",
            "freeze_time": NOON,
            "client_id": "operator",
        }
    )
    operator.stores.UnfreezeStore(build.unfreeze_store("retail", "closed"))
    assert listed(operator) == []


def test_a_purchase_costs_no_command_more(operator: Client, member_id: str, frozen: Any) -> None:
    give(operator, member_id, 100)
    SHAPES.clear()
    operator.points.RedeemPoints(build.redeem(member_id, 10))
    assert frozen
    assert len(SHAPES.all()) == 7
