"""What a support desk does: look, return, confirm, cancel, claim, hold, invite, share.

Against a service in this process, whose hotel gives points at check-out or in a week.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from loyalty.points.v1 import purchase_pb2

from support import build
from support.harness import Client, Harness
from support.services.desk_service import Run, desk_command, desk_harness

NEW_YORK = ZoneInfo("America/New_York")

Buy = Callable[..., str]
AT_STORE = ("--store", "retail-1", "--reason", "unwanted")
BY_ANN = ("--reason", "partner-status", "--operator", "ann")


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service with tiers, whose clock stands still."""
    yield from desk_harness(database_url, tmp_path_factory.mktemp("desk"))


@pytest.fixture
def operator(harness: Harness) -> Client:
    return harness.client()


@pytest.fixture
def member(operator: Client) -> str:
    return build.enroll(operator)


@pytest.fixture
def run(harness: Harness) -> Run:
    return desk_command(harness)


@pytest.fixture
def buy(harness: Harness, operator: Client, member: str) -> Buy:
    """Record a purchase of the member; return its entry's id."""

    def buy_it(*lines: purchase_pb2.Line, burn: int = 0, **parts: Any) -> str:
        bought = build.purchase(*lines, at=harness.clock.now, **parts)
        entry_id: str = operator.points.RecordPurchase(
            build.record(member, bought, burn=burn)
        ).entry.entry_id
        return entry_id

    return buy_it


def hold_id_in(told: str) -> str:
    """Return the id of the hold that was placed."""
    hold_id: str = re.findall(r"200 held by hold (\S+) until", told)[0]
    return hold_id


def test_a_purchase_is_returned_by_line_by_amount_and_then_wholly(
    run: Run, buy: Buy, member: str
) -> None:
    buy(build.line(500))
    entry_id = buy(build.line(1000, line_id="a"), build.line(600, line_id="b"), burn=400)
    assert f"entry {entry_id}" in run("statement", member, "--limit", "1")
    by_line = ("purchase", "reverse", entry_id, *AT_STORE, "--line", "a=0.5", "--line", "b:100")
    assert "was not done" in run(*by_line, code=1)
    told = run(*by_line, "--yes")
    assert f"undoes entry {entry_id}\n" in told
    assert "+150 that had been spent\n" in told
    assert "-450 that had been earned: 450 available\n" in told
    assert "4.50 USD of money to give back beside points" in told
    assert "reason unwanted" in told
    by_amount = run("purchase", "reverse", entry_id, *AT_STORE, "--amount", "300", "--yes")
    assert "+74 that had been spent" in by_amount
    assert "2.26 USD of money" in by_amount
    rest = run("purchase", "reverse", entry_id, *AT_STORE, "--yes")
    assert "of which nothing is left" in rest
    again = run("purchase", "reverse", entry_id, *AT_STORE, "--yes", code=1)
    assert "[FAILED_PRECONDITION, RETURN_EXCEEDS_PURCHASE]" in again
    assert "available 500\n" in run("account", member).replace(" \n", "\n")


def test_a_purchase_is_voided_by_its_receipt_and_once_under_one_request_id(
    run: Run, buy: Buy, harness: Harness, member: str
) -> None:
    buy(build.line(800), receipt_number="77/12")
    local_day = harness.clock.now.astimezone(NEW_YORK).date().isoformat()
    receipt = f"retail/retail-1/77/12/{local_day}"
    void: tuple[str, ...] = ("purchase", "reverse", receipt, "--reason", "mistake")
    void += ("--void", "--yes", "--request-id", "void-once")
    assert "say --at too" in run(*void, code=1)
    at = f"{harness.clock.now:%Y-%m-%dT%H:%M:%SZ}"
    first = run(*void, "--at", at)
    assert "voids entry" in first
    assert run(*void, "--at", at) == first
    assert "available 0" in run("account", member)


def test_points_that_were_spent_meanwhile_are_told_as_debt(
    run: Run, buy: Buy, operator: Client, member: str
) -> None:
    entry_id = buy(build.line(900))
    operator.points.RedeemPoints(build.redeem(member, 700))
    told = run("purchase", "reverse", entry_id, *AT_STORE, "--yes")
    assert "-900 that had been earned: 200 available, 700 owed from now on" in told
    shown = run("account", member)
    assert "debt 700" in shown
    assert "owed to retail: 700" in shown


def test_waiting_points_are_shown_confirmed_and_cancelled(run: Run, buy: Buy, member: str) -> None:
    stay = buy(build.line(300, "room"), business="hotel")
    voucher = buy(build.line(200, "voucher"), business="hotel")
    shown = run("account", member)
    assert "pending 500" in shown
    assert "300 of hotel once the till confirms" in shown
    assert re.search(r"200 of hotel at \d{4}-\d\d-\d\d \d\d:\d\d UTC", shown)
    confirmed = run("purchase", "confirm", stay)
    assert f"confirms entry {stay}" in confirmed
    assert re.search(r"300 of hotel became active, and expire \d{4}-", confirmed)
    assert "NOTHING_PENDING" in run("purchase", "confirm", stay, code=1)
    cancel = ("purchase", "cancel-pending", voucher, "--reason", "mistake")
    assert "was not done" in run(*cancel, code=1)
    cancelled = run(*cancel, "--yes")
    assert "-200 that had been earned: 200 pending" in cancelled
    left = run("account", member)
    assert "available 300" in left
    assert "pending 0" in left
    assert "becomes active" not in left


def test_a_redemption_is_undone_in_part_and_then_wholly(
    run: Run, buy: Buy, operator: Client, member: str
) -> None:
    buy(build.line(500))
    entry_id = operator.points.RedeemPoints(build.redeem(member, 400)).entry.entry_id
    undo = ("redemption", "reverse", entry_id, *AT_STORE)
    assert "was not done" in run(*undo, code=1)
    assert "+150 that had been spent" in run(*undo, "--points", "150", "--yes")
    assert "+250 that had been spent" in run(*undo, "--yes")
    assert "available 500" in run("account", member)


def test_a_hold_is_placed_shown_captured_and_another_released(
    run: Run, buy: Buy, member: str
) -> None:
    buy(build.line(500))
    place: tuple[str, ...] = ("hold", "place", member, "200", "--business", "retail")
    place += ("--store", "retail-1", "--for", "12h", "--reason", "booking")
    first, second = (hold_id_in(run(*place)) for _ in range(2))
    shown = run("account", member)
    assert "held 400" in shown
    assert re.search(rf"200 for retail until \d{{4}}-.* UTC, hold {first}", shown)
    captured = run("hold", "capture", member, first, "--points", "150", "--reference", "bill-7")
    assert "hold captured -150" in captured
    assert f"200 were held by hold {first}, 50 are free again" in captured
    entry_id = re.findall(r"entry (\S+)", captured)[0]
    released = run("hold", "release", member, second)
    assert f"200 held by hold {second} are free again: released" in released
    assert "HOLD_NOT_FOUND" in run("hold", "release", member, second, code=1)
    assert "no duration" in run(*place, "--for", "a night", code=1)
    run("redemption", "reverse", entry_id, *AT_STORE, "--yes")
    assert "available 500" in run("account", member)


def test_a_member_shows_the_tier_what_it_brings_and_what_is_missing(
    run: Run, buy: Buy, member: str
) -> None:
    shown = run("member", "get", member)
    assert "next tier member, with the next purchase" in shown
    assert "at risk" not in shown
    buy(build.line(2000))
    shown = run("member", "get", member)
    assert re.search(r"tier silver, since \d{4}-\d\d-\d\d", shown)
    assert "benefits late-check-out" in shown
    assert "next tier gold, 7,000 points to go; 2,000 points count now" in shown
    assert re.search(r"at risk (no: it is kept|lost at) .*UTC", shown)


def test_a_member_is_invited_to_a_tier_and_the_invitation_taken_back(run: Run, member: str) -> None:
    invite = ("member", "invite", member, "gold", *BY_ANN)
    told = run(*invite, "--until", "2099-01-31T05:00:00Z")
    assert "tier gold" in told
    assert "benefits lounge" in told
    assert "next tier none is higher" in told
    assert "invitation gold until 2099-01-31 05:00 UTC, by ann for partner-status" in told
    assert "at risk lost at 2099-01-31 05:00 UTC unless 9,000 points come before" in told
    assert "invitation gold without end" in run(*invite)
    back = run("member", "uninvite", member, *BY_ANN)
    assert "invitation" not in back
    assert "tier member" in back


def test_a_purchase_without_a_card_is_claimed_or_withdrawn(
    run: Run, harness: Harness, operator: Client, member: str
) -> None:
    codes = [
        operator.points.RecordAnonymousPurchase(
            build.anonymous(build.purchase(at=harness.clock.now))
        ).claim_code
        for _ in range(2)
    ]
    assert "retail store retail-1: purchase, 10.00 USD +1,000" in run(
        "purchase", "claim", member, codes[0].lower()
    )
    assert "CLAIM_CODE_USED" in run("purchase", "claim", member, codes[0], code=1)
    assert "was not done" in run("purchase", "withdraw", codes[1], code=1)
    assert "cannot be claimed any more" in run("purchase", "withdraw", codes[1], "--yes")
    run("purchase", "claim", member, codes[1], code=1)
    assert "available 1,000" in run("account", member)


def test_members_share_an_account_and_part_again(
    run: Run, buy: Buy, operator: Client, member: str
) -> None:
    owner = build.enroll(operator)
    buy(build.line(600))
    assert "household nobody shares the account yet" in run("household", "create", owner)
    join = ("household", "join", member, owner, "--limit", "100")
    assert "was not done" in run(*join, code=1)
    joined = run(*join, "--yes")
    for told in ("may spend 100 points a month at most", "points brought 600", "has 600 available"):
        assert told in joined
    assert f"household {member}" in run("member", "get", owner)
    shown = run("member", "get", member)
    assert f"household of {owner}" in shown
    assert "may spend 100 points a month" in shown
    assert f"account {owner}" in run("account", member)
    assert "may spend 200 points a month at most" in run("household", "limit", member, "200")
    assert "may spend without limit" in run("household", "limit", member)
    told = run("statement", member, "--limit", "2")
    assert told.index("may spend without limit") < told.index("may spend 200 points a month")
    left = run("household", "leave", member, "--yes")
    assert "household of " + owner in left
    taken = re.search(r"points taken (\d+)", left)
    assert taken is not None
    assert f"available {taken[1]}" in run("account", member)


def test_the_audit_finds_no_difference_after_all_of_it(run: Run) -> None:
    assert "no difference" in run("audit")
