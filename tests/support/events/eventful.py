"""A service to which everything happens, and what it would publish of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loyalty.points.v1 import adjustment_service_pb2, member_service_pb2
from loyalty.points.v1 import program_pb2 as pb
from loyalty_chassis.events.envelope import Event
from loyalty_points.events.catalogue import events_of
from loyalty_points.store.outbox import EntryOutbox
from loyalty_points.use_cases.settle_accounts import settle_accounts

from support import build, returning
from support.clocks import NOON
from support.harness import Client, Harness, registry_of, start_harness
from support.holding import placed
from support.plugins import simple_rules, told_rules

AT_ONCE_MAX = 10_000


@dataclass(frozen=True)
class Story:
    """What happened, and to whom."""

    members: dict[str, str]
    events: list[Event]

    def of(self, name: str, member: str = "") -> list[Event]:
        """Return the events of a type, of one member where one is named."""
        wanted = self.members[member] if member else ""
        return [
            event
            for event in self.events
            if event.type == f"loyalty.points.v1.{name}" and wanted in ("", event.data["member_id"])
        ]


def eventful_harness(database_url: str, folder: Path) -> Iterator[Harness]:
    """Start a service with a tier that is lost at New Year, and points that wait at the hotel."""
    plugins = registry_of({"simple": simple_rules, "told": told_rules})
    running = start_harness(database_url, folder, plugins)
    rules: dict[str, list[tuple[str, dict[str, Any]]]] = {
        business: [("simple", {})] for business in ("dining", "retail", "fuel")
    }
    policy = pb.TierPolicy(
        period=pb.TIER_PERIOD_CALENDAR_YEAR, downgrade=pb.TIER_DOWNGRADE_REASSESS
    )
    program = build.program(
        {**rules, "hotel": [("told", {})]},
        tiers=[pb.Tier(tier_id="gold", display_name="Gold", qualifying_points=900)],
        tier_policy=policy,
    )
    build.publish(running.client(), program)
    yield running
    running.stop()


def outbox() -> EntryOutbox:
    return EntryOutbox(events_of)


def unpublished() -> list[Event]:
    """Return every event that is still to be published, in order."""
    return [event for record in outbox().read(AT_ONCE_MAX) for event in record.events]


def clear_all() -> None:
    """Take away every mark."""
    journal = outbox()
    journal.clear(journal.read(AT_ONCE_MAX))


def told(client: Client, member_id: str, award: str) -> str:
    """Record a purchase at the hotel whose award is as told; return its entry's id."""
    stay = build.purchase(build.line(20, sku=award), business="hotel")
    entry_id: str = client.points.RecordPurchase(build.record(member_id, stay)).entry.entry_id
    return entry_id


def everything(harness: Harness) -> dict[str, str]:
    """Let everything happen that an entry tells of; return the members by name."""
    client = harness.client()
    ann, bob, cid = (build.enroll(client) for _ in range(3))
    for part in (_of_members, _of_points, _of_holds):
        part(client, ann, bob)
    client.households.CreateHousehold(build.household(ann))
    client.households.JoinHousehold(build.join(bob, ann))
    client.households.SetSpendLimit(build.spend_limit(bob, 10))
    client.households.LeaveHousehold(build.leave(bob))
    harness.clock.advance(days=3)
    settle(harness)
    client.members.MergeMembers(build.merge(cid, bob))
    client.members.CloseMember(build.close(bob))
    harness.clock.advance(days=600)
    settle(harness)
    return {"ann": ann, "bob": bob, "cid": cid}


def _of_members(client: Client, ann: str, bob: str) -> None:
    identity = build.card(build.fresh("CARD"))
    send: Callable[..., Any]
    for send, request_type in (
        (client.members.LinkIdentity, member_service_pb2.LinkIdentityRequest),
        (client.members.UnlinkIdentity, member_service_pb2.UnlinkIdentityRequest),
    ):
        send(request_type(request_id=build.fresh(), member_id=ann, identity=identity))
    client.members.UpdateMember(
        member_service_pb2.UpdateMemberRequest(
            request_id=build.fresh(), member_id=ann, attributes={"birthday": "1980-02-29"}
        )
    )
    client.members.FreezeMember(build.freeze_member(ann))
    client.members.UnfreezeMember(build.unfreeze_member(ann))
    client.members.InviteToTier(build.invite(bob, "gold"))
    client.members.InviteToTier(build.invite(bob, ""))


def _of_points(client: Client, ann: str, bob: str) -> None:
    first = returning.bought(client, ann, 1_000)
    returning.bought(client, ann, 500, burn=100)
    client.returns.ReversePurchase(returning.reverse(first.entry_id, amount=100))
    redeemed = client.points.RedeemPoints(build.redeem(ann, 50)).entry
    client.returns.ReverseRedemption(returning.reverse_redemption(redeemed.entry_id, 20))
    client.returns.ConfirmPurchase(returning.confirm(told(client, ann, "7/till/never")))
    client.returns.CancelPending(returning.cancel(told(client, ann, "9/till/never")))
    told(client, ann, "30/d1/m12")
    client.transfers.TransferPoints(build.transfer(ann, bob, 40))
    client.adjustments.AdjustPoints(build.adjust(bob, -5))
    lot = {"points": 60, "expire_time": build.timestamp(NOON.replace(year=2027))}
    balance = build.opening_balance(bob, lot)
    request = adjustment_service_pb2.ImportOpeningBalancesRequest(balances=[balance])
    client.adjustments.ImportOpeningBalances(request)


def _of_holds(client: Client, ann: str, _bob: str) -> None:
    captured, released = placed(client, ann, 30), placed(client, ann, 20)
    placed(client, ann, 10)  # lapses
    client.holds.CaptureHold(build.capture(ann, captured, 25))
    client.holds.ReleaseHold(build.release(ann, released))
    told(client, ann, "11/now/d1")


def settle(harness: Harness) -> None:
    while settle_accounts(harness.parts, 100):
        pass
