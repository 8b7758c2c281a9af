"""A service whose documents have every part filled in somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from loyalty.points.v1 import (
    journey_pb2,
    member_service_pb2,
    points_service_pb2,
    program_pb2,
    purchase_pb2,
)
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_points.store.documents import AccountDocument, MemberDocument
from loyalty_points.store.entry_documents import EntryDocument
from loyalty_points.use_cases.notices.tell_of_expiry import tell_of_expiry
from pymongo.collection import Collection

from support import build
from support.clocks import NOON
from support.events import worked
from support.harness import Client, Harness, failure_of, registry_of, start_harness
from support.plugins import daily_rules, simple_rules
from support.returning import reverse, reverse_redemption
from support.together import require_clean_audit
from support.webhooks import asking as webhooks

BUSINESSES = ("hotel", "dining", "retail", "fuel")


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service with a business's plugin, a group's plugin and tiers."""
    plugins = registry_of({"simple": simple_rules, "daily": daily_rules})
    running = start_harness(database_url, tmp_path_factory.mktemp("store"), plugins)
    tiers = [program_pb2.Tier(tier_id="gold", display_name="Gold", qualifying_points=1_000)]
    program = build.program(
        {business: [("simple", {})] for business in BUSINESSES},
        [("daily", {})],
        tiers=tiers,
        tier_window_days=365,
        journeys=[worked.FIRST_VISIT],
        journey_policy=journey_pb2.JourneyPolicy(max_per_week=2),
    )
    program.limits.members.max_earned_points_per_day = 10**12
    program.limits.members.max_redeemed_points_per_month = 10**12
    program.businesses[0].max_points_per_day = 10**12
    build.publish(running.client(), program)
    program.effective_time.CopyFrom(build.timestamp(NOON + timedelta(days=9_000)))
    build.publish(running.client(), program)  # whose tiers are to be taken up once it is in force
    _left(running.client())
    running.client().stores.FreezeStore(build.freeze_store("fuel", "fuel-2"))
    webhooks.prepare(running)
    webhooks.send_in_vain(running)
    worked.work(running)
    yield running
    running.stop()


@pytest.fixture
def rich_member(harness: Harness, operator: Client) -> str:
    """A member with six entries: enrolled, updated, two purchases, redeemed, unlinked."""
    member_id = build.enroll(operator, birthday="1980-02-29", tags=["staff"])
    extra = build.card(build.fresh("CARD"))
    named: dict[str, Any] = {"member_id": member_id, "identity": extra}
    link = member_service_pb2.LinkIdentityRequest(request_id=build.fresh(), **named)
    operator.members.LinkIdentity(link)
    operator.points.RecordPurchase(build.record(member_id, _stay()))
    dinner = build.purchase(build.line(500), build.line(300), business="dining")
    operator.points.RecordPurchase(build.record(member_id, dinner, burn=700))
    operator.points.RedeemPoints(build.redeem(member_id, 50, reference="gift/1"))
    unlink = member_service_pb2.UnlinkIdentityRequest(request_id=build.fresh(), **named)
    operator.members.UnlinkIdentity(unlink)
    operator.points.RecordAnonymousPurchase(build.anonymous(_stay()))
    refused = build.redeem(member_id, 10**9)
    assert failure_of(lambda: operator.points.RedeemPoints(refused)).reason == "INSUFFICIENT_POINTS"
    account = operator.points.GetAccount(
        points_service_pb2.GetAccountRequest(member=build.key(member_id))
    ).account
    assert account.sequence == 6
    _proposed(operator, member_id)
    _returned(operator)
    _told(harness)
    return member_id


def _left(client: Client) -> None:
    """Let a member be found to be another, who has left since and is still to be erased."""
    twin, leaver = build.enroll(client), build.enroll(client)
    client.points.RecordPurchase(build.record(twin, _stay()))
    client.holds.PlaceHold(build.hold(twin, 100))
    client.members.MergeMembers(build.merge(twin, leaver))
    client.members.CloseMember(build.close(leaver))


def _told(harness: Harness) -> None:
    """Let a member be told of points that expire soon."""
    client = harness.client()
    soon = build.timestamp(NOON + timedelta(days=9))
    given = build.adjust(build.enroll(client), 5, expire_time=soon)
    client.adjustments.AdjustPoints(given)
    assert tell_of_expiry(harness.parts, 100)


def _returned(client: Client) -> None:
    """Let a member return part of a purchase that points paid for, and undo a redemption."""
    member_id = build.enroll(client)
    client.points.RecordPurchase(build.record(member_id, _stay()))
    paid = build.record(member_id, build.purchase(build.line(500)), burn=200)
    bought = client.points.RecordPurchase(paid).entry
    client.returns.ReversePurchase(reverse(bought.entry_id, amount=100))
    redeemed = client.points.RedeemPoints(build.redeem(member_id, 50)).entry
    client.returns.ReverseRedemption(reverse_redemption(redeemed.entry_id, 20))


def _proposed(client: Client, member_id: str) -> None:
    """Leave a proposal that is open and one that was rejected."""
    for _ in range(2):
        propose = build.propose(member_id, 5, expire_time=build.timestamp(NOON + timedelta(days=9)))
        proposal = client.adjustments.ProposeAdjustment(propose).proposal
    client.adjustments.RejectAdjustment(build.reject(proposal.proposal_id))


def _stay() -> purchase_pb2.Purchase:
    return build.purchase(
        build.line(900, "room", sku="R/1"),
        build.line(400, "bar", gross_amount_minor=500, discount_amount_minor=100),
        at=NOON.replace(microsecond=123_456),
        business="hotel",
        channel="app",
        payments=[purchase_pb2.Payment(method="card", amount_minor=1_300)],
        attributes={"guests": "2", "rate": "bar"},
    )


@pytest.fixture
def journal() -> Collection[Document]:
    """The stored entries."""
    return collection_of(EntryDocument)


@pytest.fixture
def tampered(rich_member: str, operator: Client) -> Iterator[str]:
    """An account that is clean before the test, and is put back after it."""
    require_clean_audit(operator)
    collections = [collection_of(each) for each in (EntryDocument, AccountDocument, MemberDocument)]
    before = [(each, list(each.find())) for each in collections]
    yield rich_member
    for collection, documents in before:
        collection.delete_many({})
        collection.insert_many(documents)
    require_clean_audit(operator)
