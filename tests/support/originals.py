"""Entries of purchases as the pure tests of returns need them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from loyalty_points.domain.accounts.account import Account, Balance
from loyalty_points.domain.accounts.lots import LotChange, LotKey
from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.journal.entry_parts import Award, Burn, LinePaid
from loyalty_points.domain.purchases.purchase import Line, Purchase
from loyalty_points.domain.purchases.purchase_state import PurchaseState, untouched_state
from loyalty_sdk import split_by_weight

from support.clocks import NOON

NOW_MS = to_ms(NOON)
DAY_MS = 86_400_000
NOTHING = Balance(0, 0, 0, 0, 0)
OWN = LotKey("retail", 0, 0, "M")
PAID_FROM = tuple(LotKey(f"f{number}", 0, 0, "M").lot_id for number in range(3))


def line_of(number: int, net: int = 100, quantity: int = 1000) -> Line:
    return Line(f"l{number}", "", "grocery", quantity, net, 0, net)


def award_of(points: tuple[int, ...], qualifying: tuple[int, ...] = (), **parts: object) -> Award:
    given = Award(
        plugin="p",
        rule_id="r",
        reason="spend",
        points=sum(points),
        qualifying_points=sum(qualifying),
        requested_points=sum(points),
        limited_by="",
        funder="retail",
        lot_id=OWN.lot_id,
        expire_time=None,
        born_expired=False,
        line_points=points,
        line_qualifying_points=qualifying or tuple(0 for _ in points),
    )
    return replace(given, **parts)  # type: ignore[arg-type]


def original_of(
    lines: tuple[Line, ...], awards: tuple[Award, ...] = (), paid: tuple[LinePaid, ...] = ()
) -> Entry:
    """Return the entry of a purchase at retail whose lines points paid for so."""
    taken: Counter[str] = Counter()
    for part in paid:
        taken[part.lot_id] += part.points
    points = taken.total()
    amounts = split_by_weight(
        min(points, sum(line.net_amount_minor for line in lines)),
        [line.net_amount_minor for line in lines],
    )
    purchase = Purchase("retail", "s", "till", "n", NOON, "USD", 0, lines, (), ())
    return Entry(
        account_id="M",
        member_id="M",
        sequence=7,
        kind=EntryKind.PURCHASE,
        request_id="",
        client_id="",
        business_id="retail",
        store_id="s",
        event_time=NOON,
        record_time=NOON,
        earned_points=sum(award.points for award in awards),
        burned_points=points,
        qualifying_points=0,
        purchase=purchase,
        seen=None,
        awards=awards,
        burn=Burn(points, sum(amounts), "p", "r", "pay", amounts, paid) if points else None,
        lot_changes=tuple(LotChange(lot, -count, NOW_MS - 5) for lot, count in taken.items()),
        debt_changes=(),
        postings=(),
        balance_after=NOTHING,
        program_version=1,
        plugins=(),
        reason="",
        reference="",
        tier_id="",
        previous_hash="",
    )


def account_of(*lots: tuple[LotKey, int]) -> Account:
    account = Account("M", 1, 7, "", NOON)
    for key, points in lots:
        account.put(LotChange(key.lot_id, points, NOW_MS))
    return account


def fresh(original: Entry) -> PurchaseState:
    return untouched_state(original.entry_id, original.purchase.lines if original.purchase else ())
