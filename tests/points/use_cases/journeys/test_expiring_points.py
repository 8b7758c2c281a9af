"""Journeys before points expire: due so many days before, once for each last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from loyalty.points.v1 import journey_pb2
from loyalty_points.domain.instants import from_ms
from loyalty_points.domain.journeys.reach import Outcome
from loyalty_points.events.notices import expiring_soon
from loyalty_points.store import reading
from loyalty_points.store.reaches import WaitingReaches, reaches_of
from loyalty_points.use_cases.journeys.act_on_reaches import act_on_reaches
from loyalty_points.use_cases.journeys.reaches_of_event import reaches_of_event

from support import build
from support.clocks import NOON
from support.harness import Client, Harness, registry_of, start_harness
from support.plugins import simple_rules

DAYS = 10


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service with a journey ten days before points expire."""
    running = start_harness(
        database_url, tmp_path_factory.mktemp("expiring"), registry_of({"simple": simple_rules})
    )
    warn = journey_pb2.Journey(
        journey_id="use-them",
        trigger=journey_pb2.JourneyTrigger(
            kind=journey_pb2.TRIGGER_KIND_POINTS_EXPIRING, days=[DAYS]
        ),
        action=journey_pb2.JourneyAction(
            kind=journey_pb2.ACTION_KIND_PUBLISH_EVENT, event_name="use-them"
        ),
    )
    build.publish(running.client(), build.program({"retail": [("simple", {})]}, journeys=[warn]))
    yield running
    running.stop()


@pytest.mark.parametrize("spent", [False, True], ids=["kept", "spent"])
def test_who_has_points_that_expire_is_reached_unless_they_are_spent(
    harness: Harness, operator: Client, *, spent: bool
) -> None:
    harness.clock.now = NOON
    member_id = build.enroll(operator)
    operator.points.RecordPurchase(build.record(member_id, build.purchase(build.line(500))))
    account = reading.read_account(member_id)
    (lot,) = account.lots.values()
    expires = from_ms(lot.expire_ms)
    event = expiring_soon(account, lot.expire_ms, lot.points, harness.clock.now)
    for _ in range(2):
        writes = reaches_of_event(harness.parts, event)
        if writes:
            harness.parts.unit_of_work.commit(writes)
    (reach,) = reaches_of(member_id, expires, 10)
    assert reach.due_time == expires - timedelta(days=DAYS)

    harness.clock.now = reach.due_time - timedelta(seconds=1)
    act_on_reaches(harness.parts, WaitingReaches(), 10)
    assert reaches_of(member_id, expires, 10)[0].outcome is Outcome.WAITING
    if spent:
        operator.points.RedeemPoints(build.redeem(member_id, lot.points))
    harness.clock.now = reach.due_time
    act_on_reaches(harness.parts, WaitingReaches(), 10)
    wanted = Outcome.NOT_MEANT if spent else Outcome.REACHED
    assert reaches_of(member_id, expires, 10)[0].outcome is wanted
