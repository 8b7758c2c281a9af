"""The demo's end: points that wait, a return, who owes whom, what the group owes."""

from __future__ import annotations

import io
import re
import time
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from google.protobuf.duration_pb2 import Duration
from loyalty.points.v1.account_pb2 import Balance
from loyalty.points.v1.audit_service_pb2 import AuditLedgerRequest
from loyalty.points.v1.hold_service_pb2 import PlaceHoldRequest
from loyalty.points.v1.member_pb2 import Identity, IdentityType
from loyalty.points.v1.points_service_pb2 import GetAccountRequest
from loyalty.points.v1.purchase_pb2 import Line, Purchase
from loyalty.points.v1.return_service_pb2 import ConfirmPurchaseRequest, PurchaseReference
from loyalty.type.money_pb2 import Money
from loyalty_local.highlights import Highlights
from loyalty_local.report import print_return
from loyalty_local.returning import line_to_return
from loyalty_local.running.suite import Suite
from loyalty_local.settlement import period_of, print_clearing, print_liability, print_worker
from loyaltyctl.member_names import parse_member
from loyaltyctl.replaying import MemberSeed, Outcome, PurchaseSender, ReplayItem, enroll
from loyaltyctl.times import timestamp
from rich.console import Console

NUMBERS = count(1)
ZONE = "America/New_York"
LAPSED_SECONDS = 30.0


@pytest.fixture
def card(local_suite: Suite) -> Identity:
    """The card of a new member."""
    identity = Identity(type=IdentityType.IDENTITY_TYPE_CARD, value=f"CJ-{next(NUMBERS):06d}")
    (enrolled,) = enroll(local_suite.operator, [MemberSeed((identity,))], 1)
    assert enrolled.failure is None
    return identity


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=200)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def buy(
    suite: Suite, card: Identity, business_id: str, *dollars: int, days_ago: int, pays: bool = False
) -> Outcome:
    """Record a purchase with a line for each amount, as the replay would."""
    number = next(NUMBERS)
    category = {"hotel": "room"}.get(business_id, "grocery")
    lines = [
        Line(
            line_id=str(position),
            category=category,
            quantity_milli=1000,
            gross_amount_minor=100 * amount,
            net_amount_minor=100 * amount,
        )
        for position, amount in enumerate(dollars, start=1)
    ]
    purchase = Purchase(
        business_id=business_id,
        store_id="harbor" if business_id == "hotel" else "1",
        receipt_number=str(number),
        purchase_time=timestamp(datetime.now(UTC) - timedelta(days=days_ago)),
        total=Money(amount_minor=100 * sum(dollars), currency_code="USD"),
        lines=lines,
    )
    outcome = PurchaseSender(suite.till).send(ReplayItem(f"r-{number}", card, pays, purchase))
    assert outcome.entry is not None, outcome.failure
    return outcome


def balance(suite: Suite, card: Identity) -> Balance:
    request = GetAccountRequest(member=parse_member(f"card:{card.value}"))
    found: Balance = suite.operator.call(suite.operator.points.GetAccount, request).account.balance
    return found


def test_points_of_the_shop_wait_for_its_return_window(local_suite: Suite, card: Identity) -> None:
    old = buy(local_suite, card, "retail", 100, days_ago=20).entry
    new = buy(local_suite, card, "retail", 70, days_ago=10).entry
    assert old is not None
    assert new is not None
    by_shop = sum(award.points for award in new.awards if award.plugin == "retail")
    now = balance(local_suite, card)
    assert now.pending_points == by_shop >= 70
    assert now.available_points == old.earned_points + new.earned_points - by_shop


def test_points_of_a_booking_wait_for_the_till_and_then_are_there(
    local_suite: Suite, card: Identity
) -> None:
    booking = buy(local_suite, card, "hotel", 200, days_ago=0)
    waiting = balance(local_suite, card)
    assert waiting.pending_points == 500, "100 for the night and 2 a dollar"
    till = local_suite.till("hotel")
    original = PurchaseReference(purchase_request_id=booking.item.request_id)
    request = ConfirmPurchaseRequest(request_id=f"c-{next(NUMBERS)}", original=original)
    till.call(till.returns.ConfirmPurchase, request)
    confirmed = balance(local_suite, card)
    assert confirmed.pending_points == 0
    assert confirmed.available_points == waiting.available_points + 500


def test_a_line_that_points_paid_for_is_returned_and_told(
    local_suite: Suite, card: Identity, console: Console
) -> None:
    highlights = Highlights()
    highlights.add(buy(local_suite, card, "retail", 10, days_ago=40))
    highlights.add(buy(local_suite, card, "dining", 300, days_ago=30))
    paid = buy(local_suite, card, "retail", 5, 20, 15, days_ago=3, pays=True)
    highlights.add(paid)
    highlights.add(buy(local_suite, card, "retail", 9, days_ago=1))
    before = balance(local_suite, card)
    print_return(console, local_suite, highlights)
    after = balance(local_suite, card)
    assert f"card:{card.value} returns one line of a purchase" in printed(console)
    assert "grocery for 20.00 USD, of 3 lines for 40.00 USD: " in printed(console)
    restored = re.search(r"\+([\d,]+)  that had been spent", printed(console))
    assert restored is not None
    assert after.available_points == before.available_points + int(restored[1])
    clawed_back = before.pending_points - after.pending_points
    assert f"{-clawed_back}  that had been earned: {clawed_back} pending" in printed(console)
    in_cents = re.search(
        r"40\.00 USD: ([\d.]+) USD come back in money, ([\d.]+) USD", printed(console)
    )
    assert in_cents is not None
    assert sum(int(amount.replace(".", "")) for amount in in_cents.groups()) == 2000
    assert int(in_cents[2].replace(".", "")) == int(restored[1]), "a point pays a cent there"


def test_of_a_purchase_without_points_the_dearest_line_is_returned(
    local_suite: Suite, card: Identity
) -> None:
    outcome = buy(local_suite, card, "retail", 5, 20, 20, days_ago=1)
    assert line_to_return(outcome).line_id == "2"
    highlights = Highlights()
    assert highlights.to_return() is None
    highlights.add(outcome)
    assert highlights.to_return() is outcome


def test_the_end_says_who_owes_whom_and_the_audit_stays_clean(
    local_suite: Suite, card: Identity, console: Console
) -> None:
    started = datetime.now(UTC)
    buy(local_suite, card, "dining", 300, days_ago=30)
    buy(local_suite, card, "fuel", 40, days_ago=20)
    paid = buy(local_suite, card, "retail", 30, days_ago=20, pays=True).entry
    assert paid is not None
    assert paid.burned_points
    period = period_of(started, datetime.now(UTC), ZONE)
    print_clearing(console, local_suite.operator, period)
    print_liability(console, local_suite.operator)
    owed = re.search(r"dining +. retail +. +([\d,]+) +. +([\d.]+) USD", printed(console))
    assert owed is not None
    points, cents = int(owed[1].replace(",", "")), int(owed[2].replace(".", ""))
    assert abs(90 * points - 100 * cents) <= 50, "0.90 for 100 points, rounded to the cent"
    held, pending = _sum_row(printed(console))[:2]
    operator = local_suite.operator
    *_, last = operator.stream(operator.audits.AuditLedger, AuditLedgerRequest())
    assert last.done
    assert not last.HasField("difference")
    assert held == last.totals["member"] > pending


def _sum_row(text: str) -> list[int]:
    (row,) = (line for line in text.splitlines() if re.search(r"\bsum\b", line))
    return [int(number.replace(",", "")) for number in re.findall(r"[\d,]+", row)]


def test_what_the_worker_wrote_is_told_in_one_line_and_nothing_where_it_did_not(
    local_suite: Suite, card: Identity, console: Console
) -> None:
    started, name = datetime.now(UTC), f"card:{card.value}"
    buy(local_suite, card, "dining", 100, days_ago=1)
    print_worker(console, local_suite.operator, [name], started)
    assert printed(console) == ""
    till = local_suite.till("dining")
    hold = PlaceHoldRequest(
        request_id=f"h-{next(NUMBERS)}",
        member=parse_member(name),
        business_id="dining",
        store_id="1",
        points=50,
        duration=Duration(seconds=1),
        reason="table",
    )
    till.call(till.holds.PlaceHold, hold)
    deadline = time.monotonic() + LAPSED_SECONDS
    while not printed(console) and time.monotonic() < deadline:
        time.sleep(0.2)
        print_worker(console, local_suite.operator, [name], started)
    assert printed(console) == "Written by the worker meanwhile: 1 hold lapsed.\n"


def test_a_period_is_that_of_the_program_and_not_of_utc() -> None:
    evening = datetime(2026, 11, 26, 4, 59, tzinfo=UTC)
    assert period_of(evening, evening, ZONE) == "2026-11-25/2026-11-25"
    over_midnight = period_of(evening, evening + timedelta(minutes=1), ZONE)
    assert over_midnight == "2026-11-25/2026-11-26"
