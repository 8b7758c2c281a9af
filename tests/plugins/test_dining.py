from datetime import datetime, timedelta

import pytest
from loyalty_dining import plugin
from loyalty_dining.settings import DiningSettings, PartyCap, QuietHours, Window
from loyalty_sdk import Line, PointsAward, Rounding
from loyalty_sdk.settings import BurnRate, SpendRate
from loyalty_sdk.testing import NOON, line, purchase
from pydantic import ValidationError

SPEND = SpendRate(points=1, qualifying_points=1, per_amount_minor=100)
PLAIN = DiningSettings(spend=SPEND, tax_categories=("tax",))
CAPPED = DiningSettings(
    spend=SPEND, party_cap=PartyCap(amount_per_guest_max_minor=10_000, guests_max=4)
)
MEAL, TIP, TAX = line(8_050, "food"), line(1_000, "tip"), line(600, "tax")


def awards(
    settings: DiningSettings, *lines: Line, local_time: datetime = NOON, **attributes: str
) -> tuple[PointsAward, ...]:
    bill = purchase(*lines, local_time=local_time, attributes=attributes)
    return plugin.award_points(purchase=bill, settings=settings)


def quiet(start_time: str, end_time: str, *weekdays: str) -> DiningSettings:
    window = {"weekdays": weekdays, "start_time": start_time, "end_time": end_time}
    hours = QuietHours(bonus_bps=5000, windows=(Window.model_validate(window),))
    return DiningSettings(spend=SPEND, quiet_hours=hours)


def test_the_bill_earns_without_tip_and_tax() -> None:
    (spend,) = awards(PLAIN, MEAL, TIP, TAX)
    assert (spend.points, spend.qualifying_points, spend.line_ids) == (80, 80, ("1",))


def test_tax_earns_where_it_is_not_excluded() -> None:
    (spend,) = awards(DiningSettings(spend=SPEND), MEAL, TIP, TAX)
    assert (spend.points, spend.line_ids) == (86, ("1", "3"))


def test_a_tip_alone_earns_nothing() -> None:
    assert awards(PLAIN, TIP) == ()


def test_quiet_hours_add_their_part_as_an_award_of_their_own() -> None:
    spend, bonus = awards(quiet("11:00", "13:00", "wednesday"), MEAL)
    assert (spend.points, bonus.points, bonus.qualifying_points) == (80, 40, 0)
    assert (bonus.rule_id, bonus.line_ids) == ("quiet-hours", spend.line_ids)


@pytest.mark.parametrize(
    ("start_time", "end_time", "weekday", "is_quiet"),
    [
        ("12:00", "12:01", "wednesday", True),
        ("11:00", "12:00", "wednesday", False),
        ("11:00", "13:00", "thursday", False),
        ("11:00", "02:00", "wednesday", True),
        ("12:00", "02:00", "wednesday", True),
        ("22:00", "12:30", "tuesday", True),
        ("22:00", "12:00", "tuesday", False),
        ("22:00", "12:30", "wednesday", False),
        ("00:00", "00:00", "wednesday", True),
        ("00:00", "00:00", "tuesday", False),
    ],
)
def test_wednesday_noon_is_quiet_or_not(
    start_time: str, end_time: str, weekday: str, is_quiet: bool
) -> None:
    assert len(awards(quiet(start_time, end_time, weekday), MEAL)) == 1 + is_quiet


def test_a_window_over_midnight_on_sunday_reaches_into_monday() -> None:
    settings = quiet("22:00", "02:00", "sunday")
    sunday_evening = NOON + timedelta(days=4, hours=11)
    for hours, count in [(-2, 1), (0, 2), (2, 2), (3, 1)]:
        late = sunday_evening + timedelta(hours=hours)
        assert len(awards(settings, MEAL, local_time=late)) == count


@pytest.mark.parametrize(
    ("guests", "points"),
    [
        ("1", 100),
        ("3", 300),
        ("4", 400),
        ("99", 400),
        ("0", 100),
        ("-2", 100),
        ("two", 100),
        ("2.5", 100),
        ("²", 100),
        ("2", 200),
        ("", 100),
        (" 2", 100),
        ("9" * 64, 100),
    ],
)
def test_a_bill_earns_on_a_sum_for_each_guest_and_a_wrong_count_is_one_guest(
    guests: str, points: int
) -> None:
    (spend,) = awards(CAPPED, line(100_000, "food"), guests=guests)
    assert spend.points == points


def test_a_till_that_does_not_count_guests_is_capped_at_one() -> None:
    assert awards(CAPPED, line(100_000, "food"))[0].points == 100


def test_a_bill_below_the_cap_earns_in_full() -> None:
    assert awards(CAPPED, MEAL, guests="2")[0].points == 80


def test_points_pay_at_most_their_share_and_no_tip() -> None:
    burn = BurnRate(points=100, amount_minor=100, share_bps_max=5000)
    settings = PLAIN.model_copy(update={"burn": burn})
    (terms,) = plugin.offer_burn_terms(purchase=purchase(TIP, MEAL, TAX), settings=settings)
    assert (terms.share_bps_max, terms.line_ids) == (5000, ("2",))
    assert plugin.offer_burn_terms(purchase=purchase(TIP), settings=settings) == ()


@pytest.mark.parametrize("clock", ["24:00", "9:00", "12:60", "12:00:00", "noon"])
def test_a_window_needs_a_time_of_day(clock: str) -> None:
    with pytest.raises(ValidationError, match="start_time"):
        Window(start_time=clock, end_time="13:00")


def test_a_line_of_one_cent_counts_and_a_free_one_is_not_named() -> None:
    settings = DiningSettings(
        spend=SPEND, burn=BurnRate(points=1, amount_minor=1), rounding=Rounding.UP
    )
    bill = (line(0, "bread"), line(1, "water"))
    (terms,) = plugin.offer_burn_terms(purchase=purchase(*bill), settings=settings)
    (spend,) = awards(settings, *bill)
    assert (spend.points, spend.line_ids, terms.line_ids) == (1, ("2",), ("2",))


def test_a_bill_may_bring_qualifying_points_alone() -> None:
    settings = DiningSettings(spend=SPEND.model_copy(update={"points": 0}))
    assert [(a.points, a.qualifying_points) for a in awards(settings, MEAL)] == [(0, 80)]
