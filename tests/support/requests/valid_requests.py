"""A request for every rpc that is right, with every field filled in, to be spoilt by tests."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from loyalty.points.v1 import (
    adjustment_pb2,
    journey_pb2,
    member_pb2,
    program_pb2,
    purchase_pb2,
    segment_pb2,
)
from loyalty.points.v1 import adjustment_service_pb2 as adjustments
from loyalty.points.v1 import audit_service_pb2 as audits
from loyalty.points.v1 import member_service_pb2 as members
from loyalty.points.v1 import points_service_pb2 as points
from loyalty.points.v1 import program_service_pb2 as programs
from loyalty.points.v1 import return_service_pb2 as returns
from loyalty.points.v1 import store_service_pb2 as stores

from support import accounting, build, returning
from support.asking import account_of
from support.clocks import NOON
from support.events import parked, reached
from support.harness import SUPERVISOR, Client, Harness
from support.webhooks import asking as webhooks

HOLDS = 8
"""As many as requests that are right may end, while one module of tests asks."""
UNDO_MAX = 1_000
"""What of a purchase or a redemption is there to be undone."""


@dataclass(frozen=True)
class World:
    """What a running service knows: a member with points, and what requests name."""

    harness: Harness
    member_id: str
    card: str
    recorded: points.RecordPurchaseRequest
    entries_token: str
    programs_token: str
    foreign_token: str
    expired_token: str
    other_id: str
    """Another member, without points."""
    proposal_id: str
    """An adjustment that another client than the operator proposed."""
    proposals_token: str
    claim_code: str
    freezable_id: str
    """A member whom nothing else is asked of."""
    frozen_stores_token: str
    owner_id: str
    """A member with a household."""
    housemate_id: str
    """One who shares it."""
    joinable_ids: tuple[str, ...]
    """Members who may join it, each once."""
    purchase_ids: tuple[str, ...]
    """Purchases to be returned, each by one test at most."""
    redemption_ids: tuple[str, ...]

    @classmethod
    def of(cls, harness: Harness) -> World:
        """Enroll a member, record two purchases, publish a second program."""
        client, card = harness.client(), build.fresh("CARD")
        request = members.EnrollMemberRequest(
            request_id=build.fresh(), identities=[build.card(card)]
        )
        member_id = client.members.EnrollMember(request).member.member_id
        bought = build.purchase(build.line(10_000_000))
        recorded = build.record(member_id, bought)
        client.points.RecordPurchase(recorded)
        webhooks.prepare_called(harness)
        published = programs.PublishProgramRequest(request_id=build.fresh(), program=_program())
        client.programs.PublishProgram(published)
        entries = points.ListEntriesRequest(member=build.key(member_id), page_size=1)
        listed = programs.ListProgramsRequest(page_size=1)
        other_id = build.enroll(client)
        proposing = harness.client(SUPERVISOR).adjustments.ProposeAdjustment
        proposed = [proposing(build.propose(member_id, 5)).proposal for _ in range(2)]
        proposals = adjustments.ListAdjustmentProposalsRequest(
            state=adjustment_pb2.PROPOSAL_STATE_OPEN, page_size=1
        )
        for _ in range(HOLDS):
            client.holds.PlaceHold(build.hold(member_id, 1))
        for store_id in ("fuel-1", "fuel-2"):
            client.stores.FreezeStore(build.freeze_store("fuel", store_id))
        frozen = stores.ListFrozenStoresRequest(page_size=1)
        accounting.close_two_months(client)
        webhooks.prepare(harness)
        parked.prepare()
        reached.prepare(harness, member_id)
        seal = harness.parts.page_tokens._seal
        four_days_ago = int(time.time()) - 4 * 86_400
        return cls(
            harness,
            member_id,
            card,
            recorded,
            client.points.ListEntries(entries).next_page_token,
            client.programs.ListPrograms(listed).next_page_token,
            harness.parts.page_tokens.make("entries|somebody else", 1),
            seal.encrypt_at_time(f"1|entries|{member_id}".encode(), four_days_ago).decode(),
            other_id,
            proposed[0].proposal_id,
            client.adjustments.ListAdjustmentProposals(proposals).next_page_token,
            client.points.RecordAnonymousPurchase(build.anonymous()).claim_code,
            build.enroll(client),
            client.stores.ListFrozenStores(frozen).next_page_token,
            *_household(client),
            *_undo_something(client, build.enroll(client)),
        )

    @property
    def receipt(self) -> returns.Receipt:
        """Return the receipt of the purchase that was recorded first."""
        return returns.Receipt(
            business_id="retail",
            store_id="retail-1",
            receipt_number=self.recorded.purchase.receipt_number,
            date="2026-06-15",
        )

    def valid(self, method: str) -> Any:
        """Return a request of that rpc which succeeds. KeyError for an rpc not known here."""
        return VALID[method](self)


def _household(client: Client) -> tuple[str, str, tuple[str, ...]]:
    """Let one member share another's account; return both, and some who may join."""
    owner_id, housemate_id, *joinable = (build.enroll(client) for _ in range(7))
    client.households.CreateHousehold(build.household(owner_id))
    client.households.JoinHousehold(build.join(housemate_id, owner_id))
    return owner_id, housemate_id, tuple(joinable)


def _joinable(world: World) -> str:
    """Return a member who may still join the household."""
    members = world.harness.database["members"]
    free = members.find({"_id": {"$in": list(world.joinable_ids)}, "account_id": ""})
    return str(next(free)["_id"])


def _left(world: World, entry_ids: Sequence[str]) -> str:
    """Return an entry of which something is left to be undone."""
    states = world.harness.database["purchase_states"]
    gone = {each["_id"] for each in states.find({"lines.0.returned": UNDO_MAX})}
    return next(each for each in entry_ids if each not in gone)


def _undo_something(client: Client, member_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Record purchases and redemptions that can be undone; return their entries' ids."""
    entries = [
        (
            client.points.RecordPurchase(build.record(member_id, bought)).entry.entry_id,
            client.points.RedeemPoints(build.redeem(member_id, UNDO_MAX)).entry.entry_id,
        )
        for bought in (build.purchase(build.line(UNDO_MAX, line_id="a")) for _ in range(6))
    ]
    return tuple(each[0] for each in entries), tuple(each[1] for each in entries)


def _hold_id(world: World) -> str:
    """Return a hold that was not ended yet."""
    account = account_of(world.harness.client(), world.member_id)
    hold_id: str = account.holds[0].hold_id
    return hold_id


def _purchase() -> purchase_pb2.Purchase:
    lines = [
        build.line(900, gross_amount_minor=1000, discount_amount_minor=100, sku="SKU1"),
    ]
    return build.purchase(
        *lines,
        channel="app1",
        payments=[purchase_pb2.Payment(method="card1", amount_minor=900)],
        attributes={"guests": "4"},
    )


def _record(world: World) -> points.RecordPurchaseRequest:
    return build.record(world.member_id, _purchase(), burn=1)


def _program() -> program_pb2.Program:
    program = build.program(
        {"hotel": [("own", {"rate": 1})]},
        [("simple", {})],
        effective_time=build.timestamp(NOON + timedelta(days=1)),
        tiers=[
            program_pb2.Tier(
                tier_id="tier1",
                display_name="Tier 1",
                qualifying_points=10,
                benefits=["lounge1"],
                qualifying_amount_minor=1000,
            )
        ],
        tier_policy=program_pb2.TierPolicy(
            qualify_by=program_pb2.QUALIFY_BY_POINTS,
            period=program_pb2.TIER_PERIOD_ROLLING,
            downgrade=program_pb2.TIER_DOWNGRADE_ONE_LEVEL,
            grace_days=31,
        ),
        return_grace_days=30,
        expiry=program_pb2.ExpiryPolicy(
            kind=program_pb2.EXPIRY_KIND_CALENDAR, calendar_days=["06-30"]
        ),
        tier_window_days=365,
        earning_base=program_pb2.EARNING_BASE_NET,
    )
    program.limits.transfers.max_points_per_transfer = 10
    program.clearing.currency_code = "USD"
    program.clearing.default_price.points = 100
    program.clearing.default_price.amount_minor = 75
    pair = program.clearing.pair_prices.add(debtor="hotel", creditor="group")
    pair.price.CopyFrom(program.clearing.default_price)
    program.limits.members.CopyFrom(_member_limits())
    program.journeys.extend(_journeys())
    program.journey_policy.CopyFrom(
        journey_pb2.JourneyPolicy(
            run_at="09:30", quiet_start="21:00", quiet_end="08:00", max_per_week=3
        )
    )
    program.notices.expiring_soon_days = 45
    program.notices.tier_at_risk_days = 60
    program.segment_policy.CopyFrom(
        segment_pb2.SegmentPolicy(
            window_days=365,
            active_days=30,
            at_risk_days=90,
            frequency_counts=[5, 12],
            monetary_amounts_minor=[10_000, 50_000],
        )
    )
    hotel = program.businesses[0]
    hotel.expiry.CopyFrom(program.expiry)
    hotel.stores[0].time_zone = "America/Chicago"
    hotel.max_points_per_day = 1_000
    return program


def _journeys() -> list[journey_pb2.Journey]:
    """Return journeys of such kinds that every field is set in one of them."""
    hello = journey_pb2.Journey(
        journey_id="hello",
        trigger=journey_pb2.JourneyTrigger(
            kind=journey_pb2.TRIGGER_KIND_SINCE_JOINING, days=[3, 7]
        ),
        condition=journey_pb2.JourneyCondition(
            any_tags=["new"],
            no_tags=["staff"],
            tier_ids=["tier1"],
            any_segments=["active"],
            home_business_ids=["hotel"],
            min_available_points=10,
        ),
        action=journey_pb2.JourneyAction(
            kind=journey_pb2.ACTION_KIND_AWARD_POINTS, points=50, funder="group", reason="hello"
        ),
    )
    risen = journey_pb2.Journey(
        journey_id="risen",
        trigger=journey_pb2.JourneyTrigger(
            kind=journey_pb2.TRIGGER_KIND_TIER_CHANGED, tier_ids=["tier1"]
        ),
        action=journey_pb2.JourneyAction(
            kind=journey_pb2.ACTION_KIND_CALL_WEBHOOK,
            event_name="risen",
            attributes={"template": "gold-card"},
            subscription_id=webhooks.CALLED,
        ),
    )
    lucky = journey_pb2.Journey(
        journey_id="lucky",
        trigger=journey_pb2.JourneyTrigger(kind=journey_pb2.TRIGGER_KIND_PLUGIN, plugin="simple"),
        action=journey_pb2.JourneyAction(kind=journey_pb2.ACTION_KIND_PLUGIN, plugin="simple"),
    )
    first = journey_pb2.Journey(
        journey_id="first",
        trigger=journey_pb2.JourneyTrigger(
            kind=journey_pb2.TRIGGER_KIND_FIRST_VISIT, business_id="dining"
        ),
        action=hello.action,
    )
    return [hello, risen, lucky, first]


def _adjustment(world: World) -> adjustment_pb2.Adjustment:
    return build.adjustment(
        world.member_id, 5, expire_time=build.timestamp(NOON + timedelta(days=1))
    )


def _import(world: World) -> adjustments.ImportOpeningBalancesRequest:
    lot = {
        "points": 5,
        "expire_time": build.timestamp(NOON + timedelta(days=1)),
        "earn_time": build.timestamp(NOON - timedelta(days=1)),
    }
    balance = build.opening_balance(world.member_id, lot)
    empty = adjustments.OpeningBalance
    return adjustments.ImportOpeningBalancesRequest(balances=[empty(), balance, empty()])


def _member_limits() -> program_pb2.MemberLimits:
    limits = program_pb2.MemberLimits(
        max_earned_points_per_day=10,
        max_earned_points_per_month=20,
        max_redeemed_points_per_day=30,
        max_redeemed_points_per_month=40,
        max_redemptions=3,
    )
    limits.redemption_span.FromSeconds(60)
    return limits


def _identity(world: World) -> member_pb2.Identity:
    return build.card(world.card)


def _attributes() -> member_pb2.MemberAttributes:
    return member_pb2.MemberAttributes(
        birthday="1990-02-28", tags=["tag1"], home_business_id="retail"
    )


VALID: Mapping[str, Callable[[World], Any]] = {
    "EnrollMember": lambda _world: members.EnrollMemberRequest(
        request_id=build.fresh(),
        identities=[build.card(build.fresh("CARD"))],
        attributes=_attributes(),
    ),
    "FindMember": lambda world: members.FindMemberRequest(identity=_identity(world)),
    "GetMember": lambda world: members.GetMemberRequest(member_id=world.member_id),
    "UpdateMember": lambda world: members.UpdateMemberRequest(
        request_id=build.fresh(), member_id=world.member_id, attributes=_attributes()
    ),
    "LinkIdentity": lambda world: members.LinkIdentityRequest(
        request_id=build.fresh(),
        member_id=world.member_id,
        identity=build.card(build.fresh("CARD")),
    ),
    "UnlinkIdentity": lambda world: members.UnlinkIdentityRequest(
        request_id=build.fresh(), member_id=world.member_id, identity=_identity(world)
    ),
    "QuotePurchase": lambda world: points.QuotePurchaseRequest(
        member=build.key(world.member_id), purchase=_purchase(), burn_points=1
    ),
    "RecordPurchase": _record,
    # The neighbours are refused without a look at the database, which saves time.
    "SubmitPurchases": lambda world: points.SubmitPurchasesRequest(
        purchases=[points.RecordPurchaseRequest(), _record(world), points.RecordPurchaseRequest()]
    ),
    "RecordAnonymousPurchase": lambda _world: build.anonymous(_purchase()),
    "WithdrawAnonymousPurchase": lambda world: build.withdraw(world.claim_code),
    "ClaimPurchase": lambda world: build.claim(world.member_id, world.claim_code),
    "RedeemPoints": lambda world: build.redeem(world.member_id, 1, reference="order1"),
    "GetAccount": lambda world: points.GetAccountRequest(member=build.key(world.member_id)),
    "ListEntries": lambda world: points.ListEntriesRequest(
        member=build.key(world.member_id), page_size=1, page_token=world.entries_token
    ),
    "GetEntry": lambda world: points.GetEntryRequest(
        request_id=world.recorded.request_id, operation=points.OPERATION_RECORD_PURCHASE
    ),
    "CheckProgram": lambda _world: programs.CheckProgramRequest(program=_program()),
    "PublishProgram": lambda _world: programs.PublishProgramRequest(
        request_id=build.fresh(), program=_program()
    ),
    "GetProgram": lambda _world: programs.GetProgramRequest(
        time=Timestamp(seconds=int(NOON.timestamp()))
    ),
    "ListPrograms": lambda world: programs.ListProgramsRequest(
        page_size=1, page_token=world.programs_token
    ),
    "PlaceHold": lambda world: build.hold(world.member_id, 1, reference="booking1"),
    "CaptureHold": lambda world: build.capture(
        world.member_id, _hold_id(world), 1, reference="bill1"
    ),
    "ReleaseHold": lambda world: build.release(world.member_id, _hold_id(world)),
    "MergeMembers": lambda world: build.merge(
        world.freezable_id, world.member_id, validate_only=True
    ),
    "CreateHousehold": lambda world: build.household(world.owner_id),
    "JoinHousehold": lambda world: build.join(_joinable(world), world.owner_id, 10),
    "LeaveHousehold": lambda world: build.leave(world.housemate_id),
    "SetSpendLimit": lambda world: build.spend_limit(world.housemate_id, 10),
    "CloseMember": lambda world: build.close(world.freezable_id),
    "FreezeMember": lambda world: build.freeze_member(world.freezable_id),
    "InviteToTier": lambda world: build.invite(
        world.freezable_id, "tier1", end_time=build.timestamp(NOON + timedelta(days=9))
    ),
    "UnfreezeMember": lambda world: build.unfreeze_member(world.freezable_id),
    "FreezeStore": lambda _world: build.freeze_store("fuel", "fuel-2"),
    "UnfreezeStore": lambda _world: build.unfreeze_store("hotel", "hotel-2"),
    "ListFrozenStores": lambda world: stores.ListFrozenStoresRequest(
        page_size=1, page_token=world.frozen_stores_token
    ),
    "AuditLedger": lambda world: audits.AuditLedgerRequest(account_id=world.member_id),
    **accounting.VALID,
    **webhooks.VALID,
    **reached.VALID,
    **parked.VALID,
    "TransferPoints": lambda world: build.transfer(
        world.member_id, world.other_id, 1, reference="order1"
    ),
    "AdjustPoints": lambda world: adjustments.AdjustPointsRequest(
        request_id=build.fresh(), adjustment=_adjustment(world)
    ),
    "ProposeAdjustment": lambda world: adjustments.ProposeAdjustmentRequest(
        request_id=build.fresh(), adjustment=_adjustment(world)
    ),
    "ApproveAdjustment": lambda world: build.approve(world.proposal_id),
    "RejectAdjustment": lambda world: build.reject(world.proposal_id),
    "ListAdjustmentProposals": lambda world: adjustments.ListAdjustmentProposalsRequest(
        state=adjustment_pb2.PROPOSAL_STATE_OPEN, page_size=1, page_token=world.proposals_token
    ),
    "ImportOpeningBalances": _import,
    "ReversePurchase": lambda world: returning.reverse(
        _left(world, world.purchase_ids),
        returning.line("a", amount_minor=1),
        reference="return1",
    ),
    "ReverseRedemption": lambda world: returning.reverse_redemption(
        _left(world, world.redemption_ids), 1, reference="return1"
    ),
    "ConfirmPurchase": lambda world: returning.confirm(world.purchase_ids[0]),
    "CancelPending": lambda world: returning.cancel(world.purchase_ids[0]),
}
