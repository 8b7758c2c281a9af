"""Making the purchases file that is replayed: real tills and made-up stays, in time order."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
from loyalty.points.v1.purchase_pb2 import Purchase
from loyaltyctl.replaying import ReplayItem
from loyaltyctl.replaying.items import row_of

from .hotel import stays_of
from .households import Household, household_of, pays_with_points
from .journey.baskets import purchases_of
from .journey.choice import Size, choose_households
from .journey.findings import Findings
from .journey.rows import baskets_of, count_baskets, first_and_last_time
from .time_shift import whole_weeks


@dataclass(slots=True)
class Source:
    """The chosen part of the data and how far it is shifted."""

    table: pa.Table
    household_ids: frozenset[int]
    first: datetime
    last: datetime
    shift: timedelta
    seed: int
    findings: Findings = field(default_factory=Findings)
    stay_count: int = 0

    def households(self) -> list[Household]:
        """Return the chosen households, in order of id."""
        return [household_of(number, self.seed) for number in sorted(self.household_ids)]


def choose_source(table: pa.Table, size: Size, now: datetime, seed: int) -> Source:
    """Choose households, and the shift that brings the year's end to `now`."""
    household_ids = choose_households(count_baskets(table), size, seed)
    first, last = first_and_last_time(table)
    return Source(table, household_ids, first, last, whole_weeks(last, now), seed)


def items_of(source: Source) -> Iterator[ReplayItem]:
    """Yield the purchases in time order, shifted; counts into `source` on the way."""
    streams = (_tills(source), _stays(source))
    for time, request_id, household, purchase in heapq.merge(*streams, key=lambda sale: sale[0]):
        purchase.purchase_time.FromDatetime(time + source.shift)
        pays = pays_with_points(household, request_id, source.seed)
        yield ReplayItem(request_id, household.card, pays, purchase)


def write_purchases(source: Source, path: Path) -> int:
    """Write the purchases as JSON Lines and return how many there are."""
    count = 0
    with path.open("w", encoding="utf-8") as lines:
        for item in items_of(source):
            lines.write(json.dumps(row_of(item), separators=(",", ":")) + "\n")
            count += 1
    return count


_Sale = tuple[datetime, str, Household, Purchase]


def _tills(source: Source) -> Iterator[_Sale]:
    households = {home.household_id: home for home in source.households()}
    for basket in baskets_of(source.table, source.household_ids):
        first = basket[0]
        for purchase in purchases_of(basket, source.findings):
            request_id = f"till-{first.basket_id}-{purchase.business_id}"
            yield first.time, request_id, households[first.household_id], purchase


def _stays(source: Source) -> Iterator[_Sale]:
    stays: list[_Sale] = []
    for household in source.households():
        for stay in stays_of(household.household_id, source.first, source.last, source.seed):
            time = stay.purchase_time.ToDatetime(tzinfo=UTC)
            stays.append((time, f"stay-{stay.receipt_number}", household, stay))
    source.stay_count = len(stays)
    yield from sorted(stays, key=lambda sale: sale[:2])
