"""Hotel stays and households, which are made up by seed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from loyalty.points.v1.purchase_pb2 import Purchase
from loyalty_local.hotel import CHANNELS, STORES, stays_of
from loyalty_local.households import household_of, pays_with_points

FIRST = datetime(2017, 1, 1, 11, 53, 26, tzinfo=UTC)
LAST = datetime(2018, 1, 1, 4, 1, 20, tzinfo=UTC)
HOUSEHOLDS = range(1, 501)


def all_stays(seed: int = 1) -> list[list[Purchase]]:
    return [list(stays_of(household, FIRST, LAST, seed)) for household in HOUSEHOLDS]


def test_stays_are_the_same_for_a_seed_and_others_for_another() -> None:
    assert all_stays(1) == all_stays(1)
    assert all_stays(1) != all_stays(2)


def test_about_a_third_of_the_households_stay_one_to_four_times() -> None:
    counts = [len(stays) for stays in all_stays()]
    assert max(counts) <= 4
    assert 0.25 < sum(count > 0 for count in counts) / len(counts) < 0.45


def test_a_stay_adds_up_and_counts_its_nights() -> None:
    for stay in (stay for stays in all_stays() for stay in stays):
        assert stay.total.amount_minor == sum(line.net_amount_minor for line in stay.lines)
        room, tax = stay.lines[:2]
        assert (room.category, tax.category) == ("room", "tax")
        assert room.quantity_milli in {1000, 2000, 3000, 4000}
        assert room.net_amount_minor % (room.quantity_milli // 1000) == 0
        assert all(line.gross_amount_minor == line.net_amount_minor > 0 for line in stay.lines)
        assert len({line.line_id for line in stay.lines}) == len(stay.lines)
        assert stay.store_id in STORES
        assert stay.channel in CHANNELS


def test_a_stay_ends_in_the_morning_within_the_year_and_not_in_the_week_of_another() -> None:
    for stays in all_stays():
        times = [stay.purchase_time.ToDatetime(tzinfo=UTC) for stay in stays]
        assert all(FIRST <= time <= LAST for time in times)
        assert all(7 <= time.astimezone(ZoneInfo("America/New_York")).hour < 12 for time in times)
        assert all(later - earlier > timedelta(days=2) for earlier, later in pairwise(times))


def test_a_year_that_is_hardly_there_has_no_stays() -> None:
    assert not any(list(stays_of(household, FIRST, FIRST, 1)) for household in HOUSEHOLDS)


def test_households_are_the_same_for_a_seed_and_no_two_share_an_identity() -> None:
    households = [household_of(number, 1) for number in range(1, 2501)]
    assert households == [household_of(number, 1) for number in range(1, 2501)]
    values = [i.value for home in households for i in home.member_seed().identities]
    assert len(values) == len(set(values))
    phones = [home.phone for home in households if home.phone]
    assert 0.3 < len(phones) / len(households) < 0.5
    assert all(len(phone) == 12 and phone[5:10] == "55501" for phone in phones)


def test_whether_a_purchase_is_paid_with_points_follows_from_its_request_id() -> None:
    payer = next(home for n in HOUSEHOLDS if (home := household_of(n, 1)).pays_with_points)
    other = next(home for n in HOUSEHOLDS if not (home := household_of(n, 1)).pays_with_points)
    ids = [f"till-{number}" for number in range(400)]
    paid = [pays_with_points(payer, request_id, 1) for request_id in ids]
    assert paid == [pays_with_points(payer, request_id, 1) for request_id in ids]
    assert 0.15 < sum(paid) / len(paid) < 0.35
    assert not any(pays_with_points(other, request_id, 1) for request_id in ids)
