import pytest
from loyalty_fuel import plugin
from loyalty_fuel.settings import FuelBurnRate, FuelSettings, Grade
from loyalty_sdk import Line, PointsAward, Rounding
from loyalty_sdk.testing import line, purchase
from pydantic import ValidationError

REGULAR = Grade(categories=("e5", "e10"), points=1, qualifying_points=2, per_quantity_milli=1000)
PREMIUM = Grade(categories=("premium",), points=3, per_quantity_milli=2000)
STATION = FuelSettings(grades=(REGULAR, PREMIUM), points_per_day_max=150)


def awards(settings: FuelSettings, *lines: Line) -> tuple[PointsAward, ...]:
    return plugin.award_points(purchase=purchase(*lines), settings=settings)


def test_volume_earns_by_grade_and_the_shop_does_not() -> None:
    premium = line(5_000, "premium", quantity_milli=25_000)
    earned = awards(STATION, line(7_000, "e5", quantity_milli=40_250), premium, line(300, "coffee"))
    assert [(a.points, a.qualifying_points, a.line_ids) for a in earned] == [
        (40, 80, ("1",)),
        (37, 0, ("2",)),
    ]


def test_lines_of_one_grade_are_rounded_together() -> None:
    half = line(90, "e10", quantity_milli=500)
    assert awards(STATION, half, half)[0].points == 1


def test_fuels_of_one_grade_at_two_prices_are_taken_back_by_their_own_volume() -> None:
    dear, cheap = (line(net, "e5", quantity_milli=40_400) for net in (8_000, 3_200))
    earned = awards(STATION, dear, cheap)
    assert [(a.points, a.qualifying_points, a.line_ids) for a in earned] == [
        (40, 81, ("1",)),
        (40, 80, ("2",)),
    ]
    one = line(90, "e10", quantity_milli=600)
    dearer = line(91, "e10", quantity_milli=600)
    assert sum(a.points for a in awards(STATION, one, dearer)) == 1


def test_the_price_does_not_matter_but_the_part_paid_with_points_does() -> None:
    fill = line(3_000, "e5", quantity_milli=30_000, earning_amount_minor=1_000)
    assert awards(STATION, fill)[0].points == 10


def test_fuel_that_points_paid_for_earns_nothing() -> None:
    assert awards(STATION, line(3_000, "e5", quantity_milli=30_000, earning_amount_minor=0)) == ()


def test_all_grades_share_the_limit_of_the_day() -> None:
    earned = awards(STATION, line(100, "e5"), line(100, "premium"))
    assert {(a.rule_id, a.points_per_day_max) for a in earned} == {("volume", 150)}


def test_rounding_follows_the_setting() -> None:
    settings = STATION.model_copy(update={"rounding": Rounding.UP})
    assert awards(settings, line(100, "e5", quantity_milli=1))[0].points == 1


def test_points_pay_only_what_is_named() -> None:
    burn = FuelBurnRate(categories=("car-wash",), points=100, amount_minor=50)
    settings = STATION.model_copy(update={"burn": burn})
    wash = purchase(line(100, "e5"), line(900, "car-wash"))
    (terms,) = plugin.offer_burn_terms(purchase=wash, settings=settings)
    assert (terms.points, terms.amount_minor, terms.line_ids) == (100, 50, ("2",))
    assert plugin.offer_burn_terms(purchase=purchase(line(100, "e5")), settings=settings) == ()


def test_a_line_of_one_cent_counts_and_a_free_one_is_not_named() -> None:
    burn = FuelBurnRate(categories=("e5",), points=1, amount_minor=1)
    settings = STATION.model_copy(update={"burn": burn})
    fill = (line(0, "e5"), line(1, "e5"))
    (terms,) = plugin.offer_burn_terms(purchase=purchase(*fill), settings=settings)
    (award,) = awards(settings, *fill)
    assert (award.points, award.line_ids, terms.line_ids) == (1, ("2",), ("2",))


def test_nothing_is_offered_for_points_without_a_burn_rate() -> None:
    assert plugin.offer_burn_terms(purchase=purchase(), settings=STATION) == ()


def test_a_category_has_one_grade() -> None:
    with pytest.raises(ValidationError, match="more than one grade: e5"):
        FuelSettings(grades=(REGULAR, REGULAR.model_copy(update={"categories": ("e5",)})))
