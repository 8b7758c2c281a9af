"""Messages as tests need them: right by default, every part to be replaced."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp
from loyalty.points.v1 import (
    adjustment_pb2,
    adjustment_service_pb2,
    hold_service_pb2,
    household_service_pb2,
    member_pb2,
    member_service_pb2,
    points_service_pb2,
    program_pb2,
    program_service_pb2,
    purchase_pb2,
    store_service_pb2,
    transfer_service_pb2,
)
from loyalty.type import money_pb2

from support.clocks import NOON
from support.harness import Client

Plugins = Mapping[str, Sequence[tuple[str, Mapping[str, Any]]]]
"""The plugins of each business, with their settings."""

_numbers = itertools.count(1)


def fresh(prefix: str = "r") -> str:
    """Return an id that was not used before in this process."""
    return f"{prefix}{next(_numbers)}"


def timestamp(instant: datetime) -> Timestamp:
    message = Timestamp()
    message.FromDatetime(instant.astimezone(UTC).replace(tzinfo=None))
    return message


def line(
    net: int = 1000, category: str = "grocery", line_id: str = "", **parts: Any
) -> purchase_pb2.Line:
    """Return a line of `net` minor units, one piece, no discount."""
    given = {
        "line_id": line_id or fresh("l"),
        "category": category,
        "quantity_milli": 1000,
        "gross_amount_minor": net,
        "net_amount_minor": net,
        **parts,
    }
    return purchase_pb2.Line(**given)


def purchase(
    *lines: purchase_pb2.Line, at: datetime = NOON, business: str = "retail", **parts: Any
) -> purchase_pb2.Purchase:
    """Return a purchase of these lines, or of one of 10.00."""
    bought = lines or (line(),)
    total = sum(each.net_amount_minor for each in bought)
    given = {
        "business_id": business,
        "store_id": f"{business}-1",
        "receipt_number": fresh("n"),
        "purchase_time": timestamp(at),
        "total": money_pb2.Money(amount_minor=total, currency_code="USD"),
        "lines": bought,
        **parts,
    }
    return purchase_pb2.Purchase(**given)


def key(member_id: str) -> member_pb2.MemberKey:
    return member_pb2.MemberKey(member_id=member_id)


def record(
    member_id: str,
    bought: purchase_pb2.Purchase | None = None,
    burn: int = 0,
    request_id: str = "",
) -> points_service_pb2.RecordPurchaseRequest:
    return points_service_pb2.RecordPurchaseRequest(
        request_id=request_id or fresh(),
        member=key(member_id),
        purchase=bought or purchase(),
        burn_points=burn,
    )


def quote(
    member_id: str, bought: purchase_pb2.Purchase | None = None, burn: int = 0
) -> points_service_pb2.QuotePurchaseRequest:
    return points_service_pb2.QuotePurchaseRequest(
        member=key(member_id), purchase=bought or purchase(), burn_points=burn
    )


def redeem(member_id: str, points: int, request_id: str = "", **parts: Any) -> Any:
    given = {
        "request_id": request_id or fresh(),
        "member": key(member_id),
        "business_id": "retail",
        "store_id": "retail-1",
        "points": points,
        "reason": "gift",
        **parts,
    }
    return points_service_pb2.RedeemPointsRequest(**given)


def transfer(sender_id: str, recipient_id: str, points: int, **parts: Any) -> Any:
    given = {
        "request_id": fresh(),
        "sender": key(sender_id),
        "recipient": key(recipient_id),
        "business_id": "retail",
        "store_id": "retail-1",
        "points": points,
        "reason": "present",
        **parts,
    }
    return transfer_service_pb2.TransferPointsRequest(**given)


def adjustment(member_id: str, points: int, **parts: Any) -> adjustment_pb2.Adjustment:
    """Return an adjustment by Ann, of points of retail."""
    given = {
        "member": key(member_id),
        "points": points,
        "funder": "retail",
        "reason": "goodwill",
        "operator_id": "ann",
        **parts,
    }
    return adjustment_pb2.Adjustment(**given)


def adjust(member_id: str, points: int, request_id: str = "", **parts: Any) -> Any:
    return adjustment_service_pb2.AdjustPointsRequest(
        request_id=request_id or fresh(), adjustment=adjustment(member_id, points, **parts)
    )


def propose(member_id: str, points: int, **parts: Any) -> Any:
    return adjustment_service_pb2.ProposeAdjustmentRequest(
        request_id=fresh(), adjustment=adjustment(member_id, points, **parts)
    )


def approve(proposal_id: str, operator_id: str = "bob", request_id: str = "") -> Any:
    return adjustment_service_pb2.ApproveAdjustmentRequest(
        request_id=request_id or fresh(), proposal_id=proposal_id, operator_id=operator_id
    )


def reject(proposal_id: str, operator_id: str = "bob") -> Any:
    return adjustment_service_pb2.RejectAdjustmentRequest(
        request_id=fresh(), proposal_id=proposal_id, operator_id=operator_id
    )


def opening_balance(member_id: str, *lots: Mapping[str, Any]) -> Any:
    """Return an item of an import: these lots, or one of 100 points of retail."""
    given = lots or ({"points": 100},)
    return adjustment_service_pb2.OpeningBalance(
        request_id=fresh(),
        member=key(member_id),
        lots=[adjustment_service_pb2.OpeningLot(**{"funder": "retail", **lot}) for lot in given],
    )


def hold(member_id: str, points: int, seconds: int = 3600, **parts: Any) -> Any:
    given = {
        "request_id": fresh(),
        "member": key(member_id),
        "business_id": "retail",
        "store_id": "retail-1",
        "points": points,
        "duration": Duration(seconds=seconds),
        "reason": "booking",
        **parts,
    }
    return hold_service_pb2.PlaceHoldRequest(**given)


def capture(member_id: str, hold_id: str, points: int = 0, **parts: Any) -> Any:
    given = {
        "request_id": fresh(),
        "member": key(member_id),
        "hold_id": hold_id,
        "points": points,
        "reason": "stay",
        **parts,
    }
    return hold_service_pb2.CaptureHoldRequest(**given)


def release(member_id: str, hold_id: str, **parts: Any) -> Any:
    given = {"request_id": fresh(), "member": key(member_id), "hold_id": hold_id, **parts}
    return hold_service_pb2.ReleaseHoldRequest(**given)


def freeze_store(business_id: str, store_id: str, **parts: Any) -> Any:
    given = {
        "request_id": fresh(),
        "business_id": business_id,
        "store_id": store_id,
        "reason": "till-stolen",
        **parts,
    }
    return store_service_pb2.FreezeStoreRequest(**given)


def unfreeze_store(business_id: str, store_id: str) -> Any:
    return store_service_pb2.UnfreezeStoreRequest(
        request_id=fresh(), business_id=business_id, store_id=store_id
    )


def merge(source_id: str, target_id: str, **parts: Any) -> Any:
    given = {
        "request_id": fresh(),
        "source_member_id": source_id,
        "target_member_id": target_id,
        **parts,
    }
    return member_service_pb2.MergeMembersRequest(**given)


def household(owner_id: str, **parts: Any) -> Any:
    given = {"request_id": fresh(), "owner_member_id": owner_id, **parts}
    return household_service_pb2.CreateHouseholdRequest(**given)


def join(member_id: str, owner_id: str, limit: int | None = None, **parts: Any) -> Any:
    given = {
        "request_id": fresh(),
        "member_id": member_id,
        "owner_member_id": owner_id,
        "spend_limit": None if limit is None else member_pb2.SpendLimit(points_per_month=limit),
        **parts,
    }
    return household_service_pb2.JoinHouseholdRequest(**given)


def spend_limit(member_id: str, limit: int | None, **parts: Any) -> Any:
    given = {
        "request_id": fresh(),
        "member_id": member_id,
        "spend_limit": None if limit is None else member_pb2.SpendLimit(points_per_month=limit),
        **parts,
    }
    return household_service_pb2.SetSpendLimitRequest(**given)


def leave(member_id: str, **parts: Any) -> Any:
    given = {"request_id": fresh(), "member_id": member_id, **parts}
    return household_service_pb2.LeaveHouseholdRequest(**given)


def close(member_id: str, **parts: Any) -> Any:
    given = {"request_id": fresh(), "member_id": member_id, "reason": "asked-for", **parts}
    return member_service_pb2.CloseMemberRequest(**given)


def freeze_member(member_id: str, **parts: Any) -> Any:
    given = {"request_id": fresh(), "member_id": member_id, "reason": "fraud-suspected", **parts}
    return member_service_pb2.FreezeMemberRequest(**given)


def unfreeze_member(member_id: str, **parts: Any) -> Any:
    given = {"request_id": fresh(), "member_id": member_id, **parts}
    return member_service_pb2.UnfreezeMemberRequest(**given)


def invite(member_id: str, tier_id: str, **parts: Any) -> Any:
    given = {
        "request_id": fresh(),
        "member_id": member_id,
        "tier_id": tier_id,
        "reason": "guest-of-honor",
        "operator_id": "alice",
        **parts,
    }
    return member_service_pb2.InviteToTierRequest(**given)


def anonymous(bought: purchase_pb2.Purchase | None = None, request_id: str = "") -> Any:
    return points_service_pb2.RecordAnonymousPurchaseRequest(
        request_id=request_id or fresh(), purchase=bought or purchase()
    )


def withdraw(code: str, request_id: str = "") -> Any:
    return points_service_pb2.WithdrawAnonymousPurchaseRequest(
        request_id=request_id or fresh(), claim_code=code
    )


def claim(member_id: str, code: str, request_id: str = "") -> Any:
    return points_service_pb2.ClaimPurchaseRequest(
        request_id=request_id or fresh(), member=key(member_id), claim_code=code
    )


def card(value: str) -> member_pb2.Identity:
    return member_pb2.Identity(type=member_pb2.IDENTITY_TYPE_CARD, value=value)


def enroll(client: Client, **attributes: Any) -> str:
    """Enroll a member with a card of its own; return its id."""
    request = member_service_pb2.EnrollMemberRequest(
        request_id=fresh(),
        identities=[card(fresh("CARD"))],
        attributes=member_pb2.MemberAttributes(**attributes),
    )
    member_id: str = client.members.EnrollMember(request).member.member_id
    return member_id


def program(
    plugins: Plugins,
    group_plugins: Sequence[tuple[str, Mapping[str, Any]]] = (),
    **parts: Any,
) -> program_pb2.Program:
    """Return a program of four businesses; `plugins` by business id, with settings."""
    given = {
        "effective_time": timestamp(NOON - timedelta(days=1000)),
        "time_zone": "America/New_York",
        "businesses": [
            program_pb2.Business(
                business_id=business,
                display_name=business.title(),
                time_zone="America/New_York",
                currency_code="USD",
                stores=[program_pb2.Store(store_id=f"{business}-{n}") for n in (1, 2)],
                plugins=[_config(*config) for config in plugins.get(business, ())],
            )
            for business in ("hotel", "dining", "retail", "fuel")
        ],
        "group_plugins": [_config(*config) for config in group_plugins],
        "expiry": program_pb2.ExpiryPolicy(
            months=12, rounding=program_pb2.EXPIRY_ROUNDING_END_OF_MONTH
        ),
        "limits": program_pb2.Limits(
            max_purchase_age=Duration(seconds=400 * 86400),
            max_future_skew=Duration(seconds=300),
            max_points_per_purchase=10**9,
            transfers=program_pb2.TransferLimits(
                max_points_per_transfer=10**9, max_points_per_day=10**9
            ),
            max_unapproved_adjustment_points=1_000,
            max_claim_age=Duration(seconds=30 * 86400),
        ),
        **parts,
    }
    return program_pb2.Program(**given)


def _config(plugin: str, settings: Mapping[str, Any]) -> program_pb2.PluginConfig:
    return program_pb2.PluginConfig(plugin=plugin, settings_json=json.dumps(dict(settings)))


def publish(client: Client, published: program_pb2.Program) -> program_pb2.Program:
    """Publish a program and return it as published."""
    request = program_service_pb2.PublishProgramRequest(request_id=fresh(), program=published)
    answer: program_pb2.Program = client.programs.PublishProgram(request).program
    return answer
