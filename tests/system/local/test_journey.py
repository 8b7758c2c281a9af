"""From the lines of the data to purchases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty.points.v1.purchase_pb2 import Purchase
from loyalty_local.errors import LocalError
from loyalty_local.ids import BUSINESSES
from loyalty_local.journey.baskets import purchases_of
from loyalty_local.journey.choice import Size, choose_households, parse_size
from loyalty_local.journey.findings import Findings
from loyalty_local.journey.rows import Row, cents, load_table
from loyalty_local.journey.stores import stores_by_business
from loyalty_local.purchases_file import Source, choose_source, items_of
from loyalty_local.time_shift import whole_weeks
from loyaltyctl.replaying import ReplayItem

NOW = datetime(2026, 11, 22, 12, 34, 56, tzinfo=UTC)
SEED = 7

ROW = Row(
    basket_id=1,
    household_id=2,
    store_id=3,
    time=datetime(2017, 5, 6, 7, 8, 9, tzinfo=UTC),
    product_id=4,
    quantity=1,
    sales_cents=250,
    store_discount_cents=0,
    coupon_cents=0,
    department="GROCERY",
    product_category="APPLES",
    product_type="APPLES",
)


def convert(*rows: Row) -> list[Purchase]:
    return list(purchases_of(rows, Findings()))


@pytest.fixture(scope="module")
def source() -> Source:
    return choose_source(load_table(), Size(household_count=8), NOW, SEED)


@pytest.fixture(scope="module")
def items(source: Source) -> list[ReplayItem]:
    return list(items_of(source))


@pytest.mark.parametrize(
    ("dollars", "expected"),
    [
        (0.0, 0),
        (1.39, 139),
        (0.29, 29),
        (840.0, 84000),
        (5.6e-17, 0),
        (4.35, 435),
        (2.675e2, 26750),
    ],
)
def test_dollars_become_exact_cents(dollars: float, expected: int) -> None:
    assert cents(dollars) == expected


@pytest.mark.parametrize("dollars", [0.005, 1.391, -0.001])
def test_dollars_that_are_not_whole_cents_are_refused(dollars: float) -> None:
    with pytest.raises(ValueError, match="not whole cents"):
        cents(dollars)


def test_every_cent_amount_survives_being_a_float() -> None:
    assert all(cents(amount / 100) == amount for amount in range(100_000))


def test_discounts_are_on_top_of_the_sales_value_and_coupons_are_in_it() -> None:
    row = replace(ROW, sales_cents=250, store_discount_cents=40, coupon_cents=100)
    line = convert(row)[0].lines[0]
    assert (line.gross_amount_minor, line.discount_amount_minor, line.net_amount_minor) == (
        290,
        140,
        150,
    )


def test_a_coupon_without_a_line_comes_off_the_other_lines_in_proportion() -> None:
    coupon = replace(ROW, quantity=0, sales_cents=0, coupon_cents=100, department="")
    purchase = convert(replace(ROW, sales_cents=100), replace(ROW, sales_cents=200), coupon)[0]
    assert [line.net_amount_minor for line in purchase.lines] == [67, 133]
    assert purchase.total.amount_minor == 200


def test_what_a_coupon_is_worth_beyond_its_line_comes_off_the_others() -> None:
    rows = (replace(ROW, sales_cents=50, coupon_cents=80), replace(ROW, sales_cents=100))
    assert [line.net_amount_minor for line in convert(*rows)[0].lines] == [0, 70]


def test_a_coupon_of_more_than_the_purchase_leaves_nothing_to_record() -> None:
    findings = Findings()
    rows = [replace(ROW, sales_cents=50, coupon_cents=80)]
    assert list(purchases_of(rows, findings)) == []
    assert (findings.loose_coupon_cents, findings.lost_coupon_cents) == (30, 30)
    assert findings.worthless_part_count == 1


def test_a_basket_is_split_by_department_and_each_part_has_the_same_receipt() -> None:
    purchases = convert(
        replace(ROW, department="FUEL", quantity=9500, product_type="GASOLINE-REG UNLEADED"),
        replace(ROW, department="PASTRY"),
        replace(ROW, department="SALAD BAR"),
        replace(ROW, department=""),
    )
    assert [purchase.business_id for purchase in purchases] == ["dining", "fuel", "retail"]
    assert {purchase.receipt_number for purchase in purchases} == {"1"}
    assert [line.category for line in purchases[0].lines] == ["pastry", "salad-bar"]
    assert purchases[2].lines[0].category == "unassigned"


def test_fuel_is_counted_in_thousandths_but_a_round_sum_is_one_piece() -> None:
    fuel = replace(ROW, department="FUEL", product_type="GASOLINE-REG UNLEADED", quantity=9500)
    lines = convert(fuel, replace(fuel, quantity=1, sales_cents=2000))[0].lines
    assert [(line.category, line.quantity_milli) for line in lines] == [
        ("regular-unleaded", 9500),
        ("prepaid-fuel", 1000),
    ]


def test_gasoline_of_another_department_is_fuel() -> None:
    row = replace(
        ROW, department="MISCELLANEOUS", product_type="GASOLINE-REG UNLEADED", quantity=9500
    )
    assert convert(row)[0].business_id == "fuel"


@pytest.mark.parametrize(
    ("changes", "category"),
    [
        ({"product_category": "CIGARETTES", "department": "DRUG GM"}, "tobacco"),
        ({"product_type": "MASTERCARD GIFT CARD", "department": "MISCELLANEOUS"}, "gift-card"),
        ({"department": "ELECT &PLUMBING"}, "elect-plumbing"),
        ({"department": "DRUG GM"}, "drug-gm"),
    ],
)
def test_categories_are_departments_apart_from_what_rules_exclude(
    changes: dict[str, str], category: str
) -> None:
    row = replace(ROW, **changes)  # type: ignore[arg-type]
    assert convert(row)[0].lines[0].category == category


def test_a_line_without_quantity_and_price_is_left_out_and_one_with_a_price_stays() -> None:
    findings = Findings()
    rows = [ROW, replace(ROW, quantity=0), replace(ROW, quantity=0, sales_cents=0)]
    lines = next(purchases_of(rows, findings)).lines
    assert [line.quantity_milli for line in lines] == [1000, 0]
    assert (findings.zero_quantity_line_count, findings.zero_quantity_kept_count) == (2, 1)


def test_a_basket_that_sums_to_nothing_is_no_purchase() -> None:
    findings = Findings()
    assert list(purchases_of([replace(ROW, sales_cents=0)], findings)) == []
    assert (findings.worthless_basket_count, findings.worthless_part_count) == (1, 0)


ROWS = st.lists(
    st.builds(
        Row,
        basket_id=st.just(1),
        household_id=st.just(1),
        store_id=st.just(1),
        time=st.just(ROW.time),
        product_id=st.integers(1, 10**7),
        quantity=st.integers(0, 20_000),
        sales_cents=st.integers(0, 84_000),
        store_discount_cents=st.integers(0, 13_000),
        coupon_cents=st.integers(0, 6_000),
        department=st.sampled_from(["", "FUEL", "DELI", "GROCERY", "COUPON"]),
        product_category=st.sampled_from(["", "CIGARS"]),
        product_type=st.sampled_from(["", "GASOLINE-REG UNLEADED"]),
    ),
    min_size=1,
    max_size=12,
)


@given(ROWS)
def test_parts_add_up_whatever_the_basket(rows: list[Row]) -> None:
    findings = Findings()
    purchases = list(purchases_of(rows, findings))
    for purchase in purchases:
        check_amounts(purchase)
    sold = sum(row.sales_cents for row in rows) - sum(row.coupon_cents for row in rows)
    paid = sum(purchase.total.amount_minor for purchase in purchases)
    assert paid == sold + findings.lost_coupon_cents


def check_amounts(purchase: Purchase) -> None:
    assert purchase.business_id in BUSINESSES
    assert purchase.total.amount_minor == sum(line.net_amount_minor for line in purchase.lines) > 0
    assert len({line.line_id for line in purchase.lines}) == len(purchase.lines) <= 500
    for line in purchase.lines:
        assert line.gross_amount_minor - line.discount_amount_minor == line.net_amount_minor
        assert 0 <= line.net_amount_minor <= line.gross_amount_minor
        assert line.quantity_milli >= 0


def test_the_real_purchases_add_up_and_none_has_a_receipt_twice(items: list[ReplayItem]) -> None:
    assert len(items) > 300
    for item in items:
        check_amounts(item.purchase)
    receipts = {(i.purchase.business_id, i.purchase.receipt_number) for i in items}
    assert len(receipts) == len({item.request_id for item in items}) == len(items)


def test_purchases_are_in_time_order_and_none_is_in_the_future(items: list[ReplayItem]) -> None:
    times = [item.purchase.purchase_time.ToDatetime(tzinfo=UTC) for item in items]
    assert all(earlier <= later for earlier, later in pairwise(times))
    assert NOW - timedelta(weeks=4) < times[-1] <= NOW
    assert times[0] > NOW - timedelta(days=400)


def test_the_same_seed_gives_the_same_purchases_and_another_gives_others(
    source: Source, items: list[ReplayItem]
) -> None:
    again = choose_source(source.table, Size(household_count=8), NOW, SEED)
    assert list(islice(items_of(again), 200)) == items[:200]
    other = choose_source(source.table, Size(household_count=8), NOW, SEED + 1)
    assert other.household_ids != source.household_ids


def test_request_ids_do_not_depend_on_the_day_of_the_run(
    source: Source, items: list[ReplayItem]
) -> None:
    later = choose_source(source.table, Size(household_count=8), NOW + timedelta(weeks=4), SEED)
    moved = list(items_of(later))
    assert [item.request_id for item in moved] == [item.request_id for item in items]
    assert later.shift - source.shift == timedelta(weeks=4)


@given(st.integers(0, 10**9))
def test_the_shift_is_whole_weeks_and_leaves_less_than_one(seconds: int) -> None:
    last = datetime(2018, 1, 1, 4, 1, 20, tzinfo=UTC)
    now = last + timedelta(seconds=seconds)
    shift = whole_weeks(last, now)
    assert shift % timedelta(weeks=1) == timedelta()
    assert timedelta() <= now - (last + shift) < timedelta(weeks=1)


@pytest.mark.parametrize(
    ("text", "size"),
    [("", Size(household_count=80)), ("all", Size()), ("1000", Size(basket_count=1000))],
)
def test_sizes_are_read(text: str, size: Size) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["0", "-1", "many", "1.5", "²"])
def test_other_sizes_are_refused(text: str) -> None:
    with pytest.raises(LocalError, match="BASKETS"):
        parse_size(text)


def test_about_so_many_baskets_are_chosen_and_more_of_the_same_for_more() -> None:
    counts = {household: household % 90 + 1 for household in range(1000)}
    fewer = choose_households(counts, Size(basket_count=500), SEED)
    more = choose_households(counts, Size(basket_count=5000), SEED)
    assert fewer < more
    assert 500 <= sum(counts[household] for household in fewer) < 590
    assert choose_households(counts, Size(), SEED) == frozenset(counts)


def test_every_store_of_a_purchase_is_a_store_of_its_business(
    source: Source, items: list[ReplayItem]
) -> None:
    stores = stores_by_business(source.table)
    tills: Iterator[Purchase] = (i.purchase for i in items if i.purchase.business_id != "hotel")
    assert all(purchase.store_id in stores[purchase.business_id] for purchase in tills)
    assert all(len(ids) == len(set(ids)) <= 2000 for ids in stores.values())
