"""Deliveries: sent once at a time, again for a day where they fail, and then parked."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from loyalty_chassis.instants import to_ms
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.writes import DuplicateKey
from loyalty_chassis.webhooks import store
from loyalty_chassis.webhooks.deliveries import DeliveryState, WebhookDeliveryDocument
from loyalty_chassis.webhooks.delivering import BATCH, LEASE_MS, RUN_SECONDS
from loyalty_chassis.webhooks.due import DueDeliveries
from loyalty_chassis.webhooks.pruning import prune
from loyalty_chassis.webhooks.schedule import DELAYS_MS
from loyalty_chassis.webhooks.subscriptions import SubscriptionState
from standardwebhooks import Webhook, WebhookVerificationError

from support.webhooks.bench import TYPE, Bench, wait_until
from support.webhooks.receiver import Received, receiving

OTHER_TYPE = "loyalty.points.v1.MemberEnrolled"


def test_an_event_is_sent_signed_as_its_envelope(bench: Bench) -> None:
    with receiving() as receiver:
        subscription = bench.subscribe(receiver.url)
        assert bench.tell("e-7.1", business_id="retail", points="9") == 1
        assert bench.worker().run() == 1
    (received,) = receiver.requests
    told = Webhook(bench.secret_of(subscription)).verify(received.body, received.headers)
    assert (told["id"], told["type"], told["specversion"]) == ("e-7.1", TYPE, "1.0")
    assert told["data"] == {"business_id": "retail", "points": "9"}
    delivery = bench.delivery(subscription, "e-7.1")
    assert (delivery.state, delivery.due_ms) == (DeliveryState.DELIVERED, None)
    assert [(each.status_code, each.error) for each in delivery.attempts] == [(204, "")]
    assert bench.worker().run() == 0
    assert len(receiver.requests) == 1


def test_a_subscription_is_told_of_its_types_and_its_own_business_only(bench: Bench) -> None:
    group = bench.subscribe("https://group.example/")
    purchases = bench.subscribe("https://purchases.example/", TYPE)
    retail = bench.subscribe("https://retail.example/", "*", business_id="retail")
    disabled = bench.subscribe("https://disabled.example/")
    bench.change(replace(disabled, state=SubscriptionState.DISABLED))
    told: dict[str, set[str]] = {}
    for event_id, kind, data in (
        ("of-retail", TYPE, {"business_id": "retail"}),
        ("of-hotel", TYPE, {"business_id": "hotel"}),
        ("of-group", TYPE, {"business_id": "group"}),
        ("of-nobody", OTHER_TYPE, {}),
        ("odd", OTHER_TYPE, {"business_id": ["retail"]}),
    ):
        bench.tell(event_id, kind, **data)
        for document in collection_of(WebhookDeliveryDocument).find({"event_id": event_id}):
            told.setdefault(document["subscription_id"], set()).add(event_id)
    everything = {"of-retail", "of-hotel", "of-group", "of-nobody", "odd"}
    assert told == {
        group.subscription_id: everything,
        purchases.subscription_id: {"of-retail", "of-hotel", "of-group"},
        retail.subscription_id: {"of-retail"},
    }


def test_an_event_for_one_subscription_is_sent_to_that_one_only(bench: Bench) -> None:
    bench.subscribe("https://everything.example/")
    named = bench.subscribe("https://named.example/", OTHER_TYPE, business_id="retail")
    disabled = bench.subscribe("https://disabled.example/")
    bench.change(replace(disabled, state=SubscriptionState.DISABLED))
    for event_id, key in (
        ("named", named.subscription_id),
        ("nobody", "0" * 26),
        ("disabled", disabled.subscription_id),
    ):
        bench.tell(event_id, TYPE, subscription_id=key)
    bench.tell("for-all", TYPE, subscription_id="")
    stored = collection_of(WebhookDeliveryDocument)
    told = [
        each["subscription_id"]
        for each in stored.find({"event_id": {"$in": ["named", "nobody", "disabled"]}})
    ]
    assert told == [named.subscription_id]
    assert stored.count_documents({"event_id": "for-all"}) == 1


def test_an_event_told_twice_is_kept_once(bench: Bench) -> None:
    bench.subscribe("https://app.example/")
    assert bench.tell("twice") == 1
    with pytest.raises(DuplicateKey):
        bench.tell("twice")


def test_a_failed_delivery_is_tried_for_a_day_and_then_parked(bench: Bench) -> None:
    with receiving() as receiver:
        receiver.status = 500
        subscription = bench.subscribe(receiver.url)
        bench.tell("e1")
        worker, began = bench.worker(), bench.clock()
        while (due_ms := bench.delivery(subscription, "e1").due_ms) is not None:
            bench.clock.now += timedelta(milliseconds=due_ms - 1 - to_ms(bench.clock()))
            assert worker.run() == 0, "not before its time"
            bench.clock.now += timedelta(milliseconds=1)
            assert worker.run() == 1
    parked = bench.delivery(subscription, "e1")
    assert parked.state is DeliveryState.PARKED
    assert [each.error for each in parked.attempts] == ["answered 500"] * (len(DELAYS_MS) + 1)
    assert len(set(receiver.event_ids)) == 1
    assert timedelta(hours=18) < bench.clock() - began < timedelta(hours=30)
    times = [each.attempt_time for each in parked.attempts]
    waits = [(later - earlier) / timedelta(milliseconds=1) for earlier, later in pairwise(times)]
    for wait, planned in zip(waits, DELAYS_MS, strict=True):
        assert planned * 0.79 < wait < planned * 1.21
    bench.clock.advance(days=30)
    assert worker.run() == 0


def test_a_delivery_retried_by_hand_has_all_its_tries_again(bench: Bench) -> None:
    subscription = bench.subscribe("https://app.example/")
    bench.tell("e1")
    waiting = bench.delivery(subscription, "e1")
    parked = replace(waiting, state=DeliveryState.PARKED, due_ms=None, tries=13)
    assert bench.unit_of_work.update(store.update_delivery(waiting, parked))
    retried = parked.retried(to_ms(bench.clock()))
    assert bench.unit_of_work.update(store.update_delivery(parked, retried))
    with receiving() as receiver:
        bench.change(replace(subscription, url=receiver.url))
        assert bench.worker().run() == 1
    assert bench.delivery(subscription, "e1").state is DeliveryState.DELIVERED


def test_a_receiver_that_is_gone_is_not_called_again(bench: Bench) -> None:
    with receiving() as receiver:
        receiver.status = 410
        subscription = bench.subscribe(receiver.url)
        bench.tell("e1")
        assert bench.worker().run() == 1
        assert bench.delivery(subscription, "e1").state is DeliveryState.PARKED
        disabled = bench.read(subscription)
        assert (disabled.state, disabled.disabled_reason) == (SubscriptionState.DISABLED, "gone")
        assert bench.tell("e2") == 0
        bench.clock.advance(days=1)
        assert bench.worker().run() == 0
        assert receiver.event_ids == ["e1"]


def test_a_receiver_is_left_alone_as_long_as_it_asks(bench: Bench) -> None:
    with receiving() as receiver:
        receiver.status, receiver.answer_headers = 503, {"Retry-After": "3600"}
        subscription = bench.subscribe(receiver.url)
        bench.tell("e1")
        bench.worker().run()
    wait_ms = (bench.delivery(subscription, "e1").due_ms or 0) - to_ms(bench.clock())
    assert wait_ms == 3_600_000


def test_after_rotation_both_secrets_verify_until_the_overlap_is_over(bench: Bench) -> None:
    old, new = bench.box.new(), bench.box.new()
    with receiving() as receiver:
        subscription = bench.subscribe(receiver.url)
        bench.change(
            replace(
                subscription,
                secret=bench.box.seal(new),
                previous_secret=bench.box.seal(old),
                previous_until_time=bench.clock() + timedelta(seconds=30),
            )
        )
        bench.tell("both")
        bench.worker().run()
        bench.clock.advance(seconds=30)
        bench.tell("new")
        bench.worker().run()
    both, only = receiver.requests
    for secret, received in ((old, both), (new, both), (new, only)):
        assert Webhook(secret).verify(received.body, received.headers)["id"] == received.event_id
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(only.body, only.headers)


def test_a_secret_that_cannot_be_opened_counts_as_a_try(bench: Bench) -> None:
    with receiving() as receiver:
        subscription = bench.subscribe(receiver.url)
        bench.change(replace(subscription, secret="not one of ours"))  # noqa: S106
        bench.tell("e1")
        assert bench.worker().run() == 1
        assert receiver.requests == []
    assert "operator" in bench.delivery(subscription, "e1").attempts[0].error


def test_two_workers_send_each_delivery_once(bench: Bench) -> None:
    with receiving() as receiver:
        subscription = bench.subscribe(receiver.url)
        wanted = [f"e{number}" for number in range(40)]
        for event_id in wanted:
            bench.tell(event_id)
        workers = [bench.worker() for _ in range(2)]

        def work(worker: Any) -> None:
            while worker.run():
                continue

        threads = [threading.Thread(target=work, args=(each,)) for each in workers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        wait_until(lambda: len(receiver.requests) >= len(wanted))
    assert sorted(receiver.event_ids) == sorted(wanted)
    assert all(len(bench.delivery(subscription, event_id).attempts) == 1 for event_id in wanted)


def test_a_worker_that_died_while_sending_is_made_up_for_with_the_same_id(bench: Bench) -> None:
    with receiving() as receiver:
        subscription = bench.subscribe(receiver.url)
        bench.tell("e1")
        dead = bench.delivery(subscription, "e1")
        until_ms = to_ms(bench.clock()) + LEASE_MS
        assert bench.unit_of_work.update(store.claim_delivery(dead, until_ms))
        assert not bench.unit_of_work.update(store.claim_delivery(dead, until_ms + 1))
        assert bench.worker().run() == 0, "nobody else sends meanwhile"
        bench.clock.advance(milliseconds=LEASE_MS)
        assert bench.worker().run() == 1
        assert receiver.event_ids == ["e1"]
    late = replace(dead, state=DeliveryState.PARKED, due_ms=None)
    assert not bench.unit_of_work.update(store.update_claimed(dead, until_ms, late))
    assert bench.delivery(subscription, "e1").state is DeliveryState.DELIVERED


def test_a_receiver_that_hangs_delays_no_other(bench: Bench) -> None:
    hangs = threading.Event()
    with receiving() as slow, receiving() as quick:
        slow.on_request = lambda _received: hangs.wait(20)
        slow_subscription, quick_subscription = (
            bench.subscribe(each.url) for each in (slow, quick)
        )
        for number in range(3 * BATCH):
            bench.tell(f"e{number}")
        worker = bench.worker(seconds=20)
        began = time.monotonic()
        assert worker.run() == 3 * BATCH
        assert time.monotonic() - began < RUN_SECONDS + 1
        assert len(quick.requests) == 3 * BATCH
        assert len(slow.requests) == BATCH, "so many at a time, and no more"
        bench.tell("later")
        assert worker.run() == 1
        hangs.set()
        wait_until(lambda: len(slow.requests) >= BATCH and not worker._busy)
    assert bench.delivery(quick_subscription, "later").state is DeliveryState.DELIVERED
    assert bench.delivery(slow_subscription, "e0").state is DeliveryState.DELIVERED


def test_a_failing_receiver_gets_one_batch_a_run(bench: Bench) -> None:
    with receiving() as receiver:
        receiver.status = 500
        bench.subscribe(receiver.url)
        for number in range(3 * BATCH):
            bench.tell(f"e{number}")
        assert bench.worker().run() == BATCH


def test_a_backlog_is_read_in_windows_that_hold_about_a_batch(bench: Bench) -> None:
    subscription = bench.subscribe("https://app.example/")
    for number in range(30):
        bench.tell(f"e{number}")
        bench.clock.advance(seconds=1)
    due, seen = DueDeliveries(subscription.subscription_id), []
    now_ms = to_ms(bench.clock())
    assert due.read(now_ms - 3_600_000, 8) == []
    while batch := due.read(now_ms, 8):
        seen += [each.event_id for each in batch]
        if len(seen) < 24:
            assert due._until_ms is not None
            assert due._until_ms < now_ms, "what is read next is bound"
        for each in batch:
            bench.unit_of_work.update(store.claim_delivery(each, now_ms + LEASE_MS))
    assert seen == [f"e{number}" for number in range(30)]


def test_what_was_delivered_long_ago_and_what_is_of_deleted_subscriptions_is_deleted(
    bench: Bench,
) -> None:
    with receiving() as receiver:
        kept = bench.subscribe(receiver.url)
        deleted = bench.subscribe("https://gone.example/", business_id="retail")
        bench.tell("old")
        bench.worker().run()
        bench.clock.advance(days=29, hours=23)
        bench.tell("new", business_id="retail")
        bench.worker().run()
        assert prune(bench.unit_of_work, bench.clock, 30) == 0
        bench.clock.advance(hours=1)
        assert prune(bench.unit_of_work, bench.clock, 30) == 1
    assert store.read_delivery(kept.subscription_id, "old") is None
    assert bench.delivery(kept, "new").state is DeliveryState.DELIVERED
    now = bench.clock()
    bench.change(replace(deleted, state=SubscriptionState.DELETED, delete_time=now))
    assert store.read_subscription(deleted.subscription_id) is None
    assert bench.worker().run() == 0
    assert prune(bench.unit_of_work, bench.clock, 30) == 1
    assert store.read_delivery(deleted.subscription_id, "new") is None
    # A handler that had read the subscription before still keeps a delivery for it.
    late = replace(bench.delivery(kept, "new"), subscription_id=deleted.subscription_id)
    bench.unit_of_work.commit([store.insert_deliveries([late])])
    assert prune(bench.unit_of_work, bench.clock, 30) == 1
    assert prune(bench.unit_of_work, bench.clock, 30) == 0
    bench.clock.advance(minutes=10)
    assert prune(bench.unit_of_work, bench.clock, 30) == 1
    assert store.read_subscriptions(SubscriptionState.DELETED) == []
    assert prune(bench.unit_of_work, bench.clock, 30) == 0


def test_ids_and_bodies_come_as_they_were_told(bench: Bench) -> None:
    bodies: list[Received] = []
    with receiving() as receiver:
        receiver.on_request = bodies.append
        bench.subscribe(receiver.url)
        bench.tell("e1", note="déjà \u202e vu 😀", nested={"a": [1, None, True]})
        bench.worker().run()
    assert bodies[0].body.decode()
    assert '"nested":{"a":[1,null,true]}' in bodies[0].body.decode()
