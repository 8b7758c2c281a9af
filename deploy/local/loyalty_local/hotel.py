"""Stays at the group's hotels. Not from the data: made by a seeded generator."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loyalty.points.v1.purchase_pb2 import Line, Purchase
from loyalty.type.money_pb2 import Money

from .ids import CURRENCY, HOTEL, ZONE

STORES = ("harbor", "airport")
CHANNELS = ("direct", "direct", "app", "agency")
GUEST_SHARE = 0.35
STAYS_MAX = 4
NIGHTS_MAX = 4
TAX_BPS = 1200
FOLIO = {"breakfast": (1200, 4800), "minibar": (600, 3500), "spa": (6000, 18000)}


def stays_of(household_id: int, first: datetime, last: datetime, seed: int) -> Iterator[Purchase]:
    """Yield a household's stays that end between `first` and `last`, in time order.

    A stay is recorded at check-out. No two stays of a household are in the same week.
    """
    dice = random.Random(f"hotel:{seed}:{household_id}")  # noqa: S311, to be repeated
    if dice.random() >= GUEST_SHARE:
        return
    weeks = range((last - first) // timedelta(weeks=1))
    for week in sorted(dice.sample(weeks, min(len(weeks), dice.randint(1, STAYS_MAX)))):
        day = first.date() + timedelta(days=7 * week + dice.randint(1, 5))
        stay = _stay(dice, f"{household_id}-{week + 1}", day)
        if first <= stay.purchase_time.ToDatetime(tzinfo=UTC) <= last:
            yield stay


def _stay(dice: random.Random, number: str, day: date) -> Purchase:
    lines = _lines(dice)
    total_minor = sum(line.net_amount_minor for line in lines)
    stay = Purchase(
        business_id=HOTEL,
        store_id=dice.choice(STORES),
        channel=dice.choice(CHANNELS),
        receipt_number=number,
        total=Money(amount_minor=total_minor, currency_code=CURRENCY),
        lines=lines,
    )
    check_out = time(dice.randint(7, 11), dice.randrange(60))
    stay.purchase_time.FromDatetime(datetime.combine(day, check_out, ZoneInfo(ZONE)))
    return stay


def _lines(dice: random.Random) -> list[Line]:
    nights, rate_minor = dice.randint(1, NIGHTS_MAX), dice.randrange(9900, 25000, 500)
    room_minor = nights * rate_minor
    lines = [_line("room", nights, room_minor), _line("tax", 1, room_minor * TAX_BPS // 10_000)]
    for category, (low, high) in FOLIO.items():
        if dice.random() < 1 / 2:
            lines.append(_line(category, 1, dice.randrange(low, high, 50)))
    for position, line in enumerate(lines, start=1):
        line.line_id = str(position)
    return lines


def _line(category: str, quantity: int, net_minor: int) -> Line:
    return Line(
        category=category,
        quantity_milli=quantity * 1000,
        gross_amount_minor=net_minor,
        net_amount_minor=net_minor,
    )
