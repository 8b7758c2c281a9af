"""How holds, tiers and accounts are told, where a running service would have to be waited for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from loyalty.points.v1.account_pb2 import Account, Expiration
from loyalty.points.v1.entry_pb2 import Entry, EntryKind, HoldRecord, LotChange
from loyalty.points.v1.member_pb2 import Member, SpendLimit, TierProgress
from loyalty.points.v1.statement_service_pb2 import GetStatementResponse
from loyaltyctl.views.account import account_facts
from loyaltyctl.views.activation import activation_lines
from loyaltyctl.views.hold import hold_lines
from loyaltyctl.views.member import member_facts, tier_facts


def at(year: int) -> Timestamp:
    """Return New Year of a year."""
    message = Timestamp()
    message.FromDatetime(datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None))
    return message


@pytest.mark.parametrize(
    ("kind", "burned", "told"),
    [
        ("PLACED", 0, "200  held by hold H until 2027-01-01 00:00 UTC"),
        ("CAPTURED", 200, "200  were held by hold H"),
        ("CAPTURED", 150, "200  were held by hold H, 50 are free again"),
        ("RELEASED", 0, "200  held by hold H are free again: released"),
        (
            "LAPSED",
            0,
            "200  held by hold H are free again: ended by its deadline, 2027-01-01 00:00 UTC",
        ),
    ],
)
def test_what_became_of_a_hold_is_told(kind: str, burned: int, told: str) -> None:
    hold = HoldRecord(hold_id="H", deadline_time=at(2027), points=200)
    entry = Entry(kind=f"ENTRY_KIND_HOLD_{kind}", hold=hold, burned_points=burned)
    assert [line.strip() for line in hold_lines(entry)] == [told]


def test_points_that_became_active_by_their_time_are_told_without_a_purchase() -> None:
    changes = [
        LotChange(lot_id="waiting", points=-70, funder="hotel"),
        LotChange(lot_id="active", points=70, funder="hotel"),
    ]
    entry = Entry(kind=EntryKind.ENTRY_KIND_POINTS_ACTIVATED, lot_changes=changes)
    assert [line.strip() for line in activation_lines(entry)] == [
        "70  of hotel became active, and never expire"
    ]


def test_a_tier_by_spend_tells_what_is_missing_and_when_it_is_lost() -> None:
    progress = TierProgress(
        next_tier_id="gold",
        missing_amount_minor=250_000,
        counted_amount_minor=50_000,
        at_risk_time=at(2027),
        keep_missing_amount_minor=30_000,
        benefits=["late-check-out", "lounge"],
    )
    told = tier_facts(
        Member(tier_id="silver", tier_since_date="2026-03-01", tier_progress=progress)
    )
    assert told["tier"] == "silver, since 2026-03-01"
    assert told["benefits"] == "late-check-out, lounge"
    assert told["next tier"] == (
        "gold, 250,000 minor units of spend to go; 50,000 minor units of spend count now"
    )
    assert told["at risk"] == (
        "lost at 2027-01-01 00:00 UTC unless 30,000 minor units of spend come before"
    )


def test_who_spent_nothing_yet_is_told_so_in_the_unit_that_qualifies() -> None:
    progress = TierProgress(next_tier_id="silver", missing_amount_minor=1_000)
    assert tier_facts(Member(tier_progress=progress))["next tier"] == (
        "silver, 1,000 minor units of spend to go; 0 minor units of spend count now"
    )


def test_a_tier_that_is_safe_is_told_with_the_time_of_its_review() -> None:
    progress = TierProgress(at_risk_time=at(2027))
    assert tier_facts(Member(tier_progress=progress))["at risk"] == (
        "no: it is kept at 2027-01-01 00:00 UTC"
    )


def test_who_may_spend_nothing_is_not_taken_for_one_without_a_limit() -> None:
    assert member_facts(Member(spend_limit=SpendLimit()))["may spend"] == "0 points a month at most"
    assert not member_facts(Member())["may spend"]


def test_every_date_on_which_points_expire_is_told() -> None:
    expirations = [Expiration(expire_time=at(year), points=year) for year in (2027, 2028)]
    told = account_facts(GetStatementResponse(account=Account(expirations=expirations)))
    assert told["expires"] == "2,027 at 2027-01-01 00:00 UTC\n2,028 at 2028-01-01 00:00 UTC"
    assert account_facts(GetStatementResponse())["expires"] == "nothing"
