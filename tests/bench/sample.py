"""What is bought and by which rules: four real plugins, each giving one award."""

from __future__ import annotations

import itertools
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from loyalty.points.v1 import (
    member_pb2,
    member_service_pb2,
    points_service_pb2,
    program_pb2,
    purchase_pb2,
)

from support import build
from support.harness import Client

SHOP = "retail"
BURN_POINTS = 100
FUNDING_MINOR = 10_000_000
"""A first bill so large that points never run out."""
LINE_MINOR = 1000
OTHER_MONTH_DAYS = 40
"""A day so long ago is in another month; 200 days before it are in the same year."""

_PROCESS = secrets.token_hex(8)
_numbers = itertools.count(1)

_BURN = {"points": 100, "amount_minor": 100, "points_min": 100, "points_step": 100}
_RETAIL = {
    "default_rate": {"points": 1, "qualifying_points": 1, "per_amount_minor": 100},
    "burn": {**_BURN, "share_bps_max": 5000},
}
_DINING = {"spend": {"points": 2, "per_amount_minor": 100}, "burn": {**_BURN, "points": 200}}
_FUEL = {
    "grades": [{"categories": ["grocery"], "points": 1, "per_quantity_milli": 1000}],
    "burn": {**_BURN, "points": 300, "categories": ["grocery"]},
}
_WELCOME = {"birthday": {"points": 1, "per_amount_minor": {"USD": 100}}}


def program(now: datetime) -> program_pb2.Program:
    """Return a program in force for the last 1000 days; points expire by day, for many lots."""
    return build.program(
        {SHOP: [("retail", _RETAIL), ("dining", _DINING), ("fuel", _FUEL)]},
        group_plugins=[("welcome", _WELCOME)],
        effective_time=build.timestamp(now - timedelta(days=1000)),
        expiry=program_pb2.ExpiryPolicy(months=12, rounding=program_pb2.EXPIRY_ROUNDING_END_OF_DAY),
    )


def program_with_waiting(start: datetime) -> program_pb2.Program:
    """Return a program in force from then on: one rule, whose points wait for two weeks."""
    waiting = program(start)
    waiting.effective_time.CopyFrom(build.timestamp(start))
    del waiting.group_plugins[:]
    shop = next(each for each in waiting.businesses if each.business_id == SHOP)
    del shop.plugins[1:]
    shop.plugins[0].settings_json = json.dumps({**_RETAIL, "spendable_after_days": 14})
    return waiting


def fresh() -> str:
    """Return an id that no process of this run, nor an earlier run, has used."""
    return f"{_PROCESS}-{next(_numbers)}"


def enroll(client: Client, now: datetime, card: str = "") -> str:
    """Enroll a member whose birthday month it is, so that the group's rule gives too."""
    request = member_service_pb2.EnrollMemberRequest(
        request_id=fresh(),
        identities=[build.card(card or fresh())],
        attributes=member_pb2.MemberAttributes(birthday=f"--{now.month:02}-01"),
    )
    member_id: str = client.members.EnrollMember(request).member.member_id
    return member_id


def bill(at: datetime, lines: int = 3, net: int = LINE_MINOR) -> purchase_pb2.Purchase:
    """Return a purchase of so many lines."""
    bought = (build.line(net, line_id=f"{number}") for number in range(1, lines + 1))
    return build.purchase(*bought, at=at, business=SHOP, receipt_number=fresh())


def earn_and_burn(member_id: str, at: datetime) -> points_service_pb2.RecordPurchaseRequest:
    """Return a purchase of three lines that spends points and earns by four rules."""
    return build.record(member_id, bill(at), BURN_POINTS, fresh())


def quote(member_id: str, at: datetime, lines: int = 10) -> Any:
    """Return the question what a purchase would earn and could burn."""
    return points_service_pb2.QuotePurchaseRequest(
        member=build.key(member_id), purchase=bill(at, lines), burn_points=BURN_POINTS
    )


def open_lots(client: Client, member_id: str, now: datetime, count: int) -> None:
    """Give a new member that many open lots, by purchases on as many days but one.

    Today's is in the birthday month, so it makes two: the shop's and the group's.
    """
    earlier = (now - timedelta(days=OTHER_MONTH_DAYS + day) for day in range(count - 2))
    days = [now, *earlier]
    requests = [build.record(member_id, bill(day, 1, FUNDING_MINOR), 0, fresh()) for day in days]
    for start in range(0, len(requests), 100):
        answer = client.points.SubmitPurchases(
            points_service_pb2.SubmitPurchasesRequest(purchases=requests[start : start + 100])
        )
        for result in answer.results:
            if result.status.code:
                raise RuntimeError(f"could not make lots: {result.status.message}")
