"""When periods of clearing start and end, and who closes them first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from support import accounting, build
from support.asking import give
from support.harness import Harness, registry_of, start_harness
from support.plugins import simple_rules
from support.together import at_once, require_clean_audit, tally

BUSINESSES = ("hotel", "dining", "retail", "fuel")
FIVE_MINUTES = timedelta(minutes=5)


@contextmanager
def service(database_url: str, folder: Path, zone: str, amount: int = 0) -> Iterator[Harness]:
    """Run a service whose program has that zone, and prices if `amount` is set."""
    running = start_harness(database_url, folder, registry_of({"simple": simple_rules}))
    rules: build.Plugins = {business: [("simple", {})] for business in BUSINESSES}
    program = build.program(rules, time_zone=zone)
    if amount:
        program.clearing.currency_code = "USD"
        program.clearing.default_price.points = 3
        program.clearing.default_price.amount_minor = amount
    build.publish(running.client(), program)
    try:
        yield running
    finally:
        running.stop()


ZONES = {
    "America/New_York": [
        ("2026-10", datetime(2026, 10, 1, 4, tzinfo=UTC), datetime(2026, 11, 1, 4, tzinfo=UTC)),
        ("2026-11", datetime(2026, 11, 1, 4, tzinfo=UTC), datetime(2026, 12, 1, 5, tzinfo=UTC)),
        ("2026-12", datetime(2026, 12, 1, 5, tzinfo=UTC), datetime(2027, 1, 1, 5, tzinfo=UTC)),
    ],
    "Asia/Shanghai": [
        ("2026-10", datetime(2026, 9, 30, 16, tzinfo=UTC), datetime(2026, 10, 31, 16, tzinfo=UTC)),
        ("2026-11", datetime(2026, 10, 31, 16, tzinfo=UTC), datetime(2026, 11, 30, 16, tzinfo=UTC)),
    ],
    "Pacific/Apia": [
        ("2026-10", datetime(2026, 9, 30, 11, tzinfo=UTC), datetime(2026, 10, 31, 11, tzinfo=UTC)),
        ("2026-11", datetime(2026, 10, 31, 11, tzinfo=UTC), datetime(2026, 11, 30, 11, tzinfo=UTC)),
    ],
    # Clocks go back at the end of 29 October, and forth at the start of 30 April 2027.
    "Africa/Cairo": [
        ("2026-10", datetime(2026, 9, 30, 21, tzinfo=UTC), datetime(2026, 10, 31, 22, tzinfo=UTC)),
        (
            "2026-11-01/2027-04-29",
            datetime(2026, 10, 31, 22, tzinfo=UTC),
            datetime(2027, 4, 29, 22, tzinfo=UTC),
        ),
        (
            "2027-04-30/2027-04-30",
            datetime(2027, 4, 29, 22, tzinfo=UTC),
            datetime(2027, 4, 30, 21, tzinfo=UTC),
        ),
    ],
}


@pytest.mark.parametrize("zone", ZONES)
def test_months_end_where_people_live(database_url: str, tmp_path: Path, zone: str) -> None:
    with service(database_url, tmp_path, zone, amount=1) as running:
        client, hotel = running.client(), {"business_id": "hotel", "store_id": "hotel-1"}
        member_id = build.enroll(client)
        client.adjustments.AdjustPoints(build.adjust(member_id, 1_000))
        for _, start, end in ZONES[zone]:
            for instant in (start, end - timedelta(milliseconds=1)):
                running.clock.now = instant
                client.points.RedeemPoints(build.redeem(member_id, 1, **hotel))
        running.clock.now = ZONES[zone][-1][2] + FIVE_MINUTES
        for number, (period, start, end) in enumerate(ZONES[zone], 1):
            closed = accounting.close(client, period)
            told = closed.statement
            assert told.start_time == build.timestamp(start)
            assert told.end_time == build.timestamp(end)
            assert (closed.number, told.entry_count) == (number, 2)
            (pair,) = told.pairs
            assert (pair.debtor, pair.creditor, pair.points) == ("retail", "hotel", 2)
            assert pair.amount_minor == 1, "two thirds"
        require_clean_audit(client)


def test_many_who_close_at_once_close_once(database_url: str, tmp_path: Path) -> None:
    with service(database_url, tmp_path, "America/New_York") as running:
        client = running.client()
        build.enroll(client)
        first = [partial(accounting.close, client, "2026-05") for _ in range(4)]
        assert tally(at_once(first)) == {"OK": 1, "PERIOD_OUT_OF_ORDER": 3}
        twins = [partial(accounting.close, client, "2026-06-01/2026-06-02", "twin")] * 4
        outcomes = at_once(twins)
        assert tally(outcomes) == {"OK": 4}
        assert len({outcome.close_hash for outcome in outcomes}) == 1
        require_clean_audit(client)


def test_without_prices_points_are_cleared_and_money_is_nothing(
    database_url: str, tmp_path: Path
) -> None:
    with service(database_url, tmp_path, "America/New_York") as running:
        client = running.client()
        member_id = build.enroll(client)
        give(client, member_id, 100)
        hotel = {"business_id": "hotel", "store_id": "hotel-1"}
        client.points.RedeemPoints(build.redeem(member_id, 40, **hotel))
        told = accounting.cleared(client, "2026-06")
        assert told.currency_code == ""
        (pair,) = told.pairs
        assert (pair.points, pair.amount_minor) == (40, 0)


def test_a_program_of_another_zone_leaves_no_gap(database_url: str, tmp_path: Path) -> None:
    with service(database_url, tmp_path, "America/New_York") as running:
        client = running.client()
        may = accounting.close(client, "2026-05").statement
        soon = build.timestamp(running.clock.now + timedelta(seconds=60))
        build.publish(client, build.program({}, time_zone="Asia/Shanghai", effective_time=soon))
        running.clock.now = datetime(2026, 7, 2, tzinfo=UTC)
        june = accounting.close(client, "2026-06").statement
        assert june.start_time == may.end_time
        assert june.end_time == build.timestamp(datetime(2026, 6, 30, 16, tzinfo=UTC))
        assert (may.time_zone, june.time_zone) == ("America/New_York", "Asia/Shanghai")
        assert accounting.cleared(client, "2026-05") == may
