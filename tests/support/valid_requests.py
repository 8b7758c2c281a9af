"""A request for every rpc that is right, with every field filled in, to be spoilt by tests."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from loyalty.points.v1 import audit_service_pb2 as audits
from loyalty.points.v1 import member_pb2, program_pb2, purchase_pb2
from loyalty.points.v1 import member_service_pb2 as members
from loyalty.points.v1 import points_service_pb2 as points
from loyalty.points.v1 import program_service_pb2 as programs

from support import build
from support.clocks import NOON
from support.harness import Harness


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
        published = programs.PublishProgramRequest(request_id=build.fresh(), program=_program())
        client.programs.PublishProgram(published)
        entries = points.ListEntriesRequest(member=build.key(member_id), page_size=1)
        listed = programs.ListProgramsRequest(page_size=1)
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
        )

    def valid(self, method: str) -> Any:
        """Return a request of that rpc which succeeds. KeyError for an rpc not known here."""
        return VALID[method](self)


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
    hotel = program.businesses[0]
    hotel.expiry.CopyFrom(program.expiry)
    hotel.stores[0].time_zone = "America/Chicago"
    return program


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
    "AuditLedger": lambda world: audits.AuditLedgerRequest(account_id=world.member_id),
}
