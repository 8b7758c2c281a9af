from datetime import datetime, timedelta

import pytest
from loyalty_retail import plugin
from loyalty_retail.settings import MemberDay, RateClass, RetailSettings
from loyalty_sdk import Activation, Line, PointsAward, Rounding
from loyalty_sdk.settings import BurnRate, SpendRate
from loyalty_sdk.testing import NOON, line, purchase
from pydantic import ValidationError

FRESH = RateClass(class_id="fresh", categories=("fruit",), points=3, per_amount_minor=100)
SHOP = RetailSettings(
    default_rate=SpendRate(points=1, qualifying_points=1, per_amount_minor=100),
    rate_classes=(FRESH,),
    excluded_categories=("tobacco", "gift-card"),
)
BREAD, FRUIT, TOBACCO = line(350, "bread"), line(250, "fruit"), line(900, "tobacco")
BASKET = (BREAD, FRUIT, TOBACCO, line(275, "milk"))


def awards(
    settings: RetailSettings, *lines: Line, local_time: datetime = NOON
) -> tuple[PointsAward, ...]:
    basket = purchase(*lines, local_time=local_time)
    return plugin.award_points(purchase=basket, settings=settings)


def on(**day: object) -> RetailSettings:
    member_day = MemberDay.model_validate({"bonus_bps": 10_000, **day})
    return SHOP.model_copy(update={"member_day": member_day})


def test_each_rate_class_is_one_award_rounded_once_over_its_lines() -> None:
    earned = awards(SHOP, *BASKET)
    assert [(a.rule_id, a.points, a.qualifying_points, a.line_ids) for a in earned] == [
        ("spend", 6, 6, ("1", "4")),
        ("spend.fresh", 7, 0, ("2",)),
    ]


def test_rounding_follows_the_setting() -> None:
    settings = SHOP.model_copy(update={"rounding": Rounding.HALF_UP})
    assert [award.points for award in awards(settings, *BASKET)] == [6, 8]


def test_excluded_lines_earn_nothing() -> None:
    assert awards(SHOP, TOBACCO, line(5_000, "gift-card")) == ()


def test_a_class_of_no_points_earns_nothing_yet_can_be_paid() -> None:
    none = FRESH.model_copy(update={"points": 0})
    burn = BurnRate(points=1, amount_minor=1)
    settings = SHOP.model_copy(update={"rate_classes": (none,), "burn": burn})
    assert awards(settings, FRUIT) == ()
    assert len(plugin.offer_burn_terms(purchase=purchase(FRUIT), settings=settings)) == 1


def test_the_part_paid_with_points_earns_nothing() -> None:
    assert awards(SHOP, line(1_000, "bread", earning_amount_minor=400))[0].points == 4


def test_the_least_basket_is_judged_without_excluded_lines() -> None:
    settings = SHOP.model_copy(update={"amount_min_minor": 875})
    assert awards(settings, *BASKET) != ()
    assert awards(settings, BREAD, FRUIT, TOBACCO) == ()


@pytest.mark.parametrize(
    ("day", "count"),
    [
        ({"weekdays": ["wednesday"]}, 4),
        ({"weekdays": ["thursday"]}, 2),
        ({"days_of_month": [3]}, 4),
        ({"days_of_month": [4, 31]}, 2),
        ({"weekdays": ["monday"], "days_of_month": [3]}, 4),
    ],
)
def test_the_third_of_june_a_wednesday_is_a_member_day_or_not(
    day: dict[str, object], count: int
) -> None:
    assert len(awards(on(**day), *BASKET)) == count


def test_a_member_day_doubles_each_class_over_its_own_lines() -> None:
    bonuses = awards(on(weekdays=["wednesday"]), *BASKET)[2:]
    assert [(a.rule_id, a.points, a.qualifying_points, a.line_ids) for a in bonuses] == [
        ("member-day.spend", 6, 0, ("1", "4")),
        ("member-day.spend.fresh", 7, 0, ("2",)),
    ]


def test_a_member_day_is_the_day_of_the_store_not_of_utc() -> None:
    after_midnight = NOON + timedelta(hours=12, minutes=30)
    assert purchase(local_time=after_midnight).purchase_time.day == 3
    assert len(awards(on(days_of_month=[4]), BREAD, local_time=after_midnight)) == 2


def test_points_are_spendable_at_once_unless_told() -> None:
    earned = awards(on(weekdays=["wednesday"]), *BASKET)
    assert {award.activation for award in earned} == {None}


def test_all_points_of_a_basket_wait_for_the_end_of_the_return_window() -> None:
    """Otherwise a returned basket would leave its member day's points to be spent."""
    at_once = on(weekdays=["wednesday"])
    settings = at_once.model_copy(update={"spendable_after_days": 14})
    earned = awards(settings, *BASKET)
    assert len(earned) == 4
    assert {award.activation for award in earned} == {Activation.start_of_day(14)}
    assert [(a.points, a.qualifying_points) for a in earned] == [
        (a.points, a.qualifying_points) for a in awards(at_once, *BASKET)
    ]


@pytest.mark.parametrize(("days", "good"), [(0, True), (366, True), (367, False), (-1, False)])
def test_a_return_window_is_none_to_a_year_long(days: int, good: bool) -> None:
    content = {**SHOP.model_dump(), "spendable_after_days": days}
    if good:
        assert RetailSettings.model_validate(content).spendable_after_days == days
        return
    with pytest.raises(ValidationError, match="spendable_after_days"):
        RetailSettings.model_validate(content)


def test_points_pay_everything_but_excluded_lines() -> None:
    settings = SHOP.model_copy(update={"burn": BurnRate(points=1, amount_minor=1)})
    (terms,) = plugin.offer_burn_terms(purchase=purchase(*BASKET), settings=settings)
    assert terms.line_ids == ("1", "2", "4")
    assert plugin.offer_burn_terms(purchase=purchase(TOBACCO), settings=settings) == ()


def test_points_are_spent_in_whole_units_of_a_reward() -> None:
    """features.md AC-09, Odoo: a reward needs 3 points at 1.50 each."""
    burn = BurnRate(points=3, amount_minor=450, points_min=3, points_step=3)
    settings = SHOP.model_copy(update={"burn": burn})
    (terms,) = plugin.offer_burn_terms(purchase=purchase(line(2_000)), settings=settings)
    assert (11 // terms.points_step * terms.points_step, terms.amount_minor) == (9, 450)


def test_a_line_of_one_cent_counts_and_a_free_one_is_not_named() -> None:
    burn = BurnRate(points=1, amount_minor=1)
    settings = SHOP.model_copy(update={"burn": burn, "rounding": Rounding.UP})
    basket = (line(0, "bread"), line(1, "bread"))
    (terms,) = plugin.offer_burn_terms(purchase=purchase(*basket), settings=settings)
    (spend,) = awards(settings, *basket)
    assert (spend.points, spend.line_ids, terms.line_ids) == (1, ("2",), ("2",))


@pytest.mark.parametrize(
    ("update", "message"),
    [
        ({"rate_classes": [FRESH, FRESH]}, "class_id is used more than once: fresh"),
        ({"excluded_categories": ["fruit"]}, "category is used more than once: fruit"),
        ({"rate_classes": [{**dict(FRESH), "class_id": "default"}]}, "more than once: default"),
        ({"member_day": {"bonus_bps": 1}}, "at least one of weekdays and days_of_month"),
        ({"default_rate": {"points": 1, "per_amount_minor": 0.5}}, "per_amount_minor"),
        ({"spendable_after_days": 1.0}, "spendable_after_days"),
        ({"default_rat": {}}, "Extra inputs"),
    ],
)
def test_settings_that_contradict_themselves_are_refused(
    update: dict[str, object], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        RetailSettings.model_validate({**dict(SHOP), **update})
