"""Baskets of other systems; where ours come out otherwise, plugins/README.md says why."""

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import loyalty_sdk
import pytest
from loyalty_retail import plugin as retail
from loyalty_retail.settings import RateClass, RetailSettings
from loyalty_sdk import Line, Payment, Purchase
from loyalty_sdk.settings import SpendRate
from loyalty_sdk.testing import line, member, purchase
from loyalty_welcome import plugin as welcome
from loyalty_welcome.settings import Birthday, WelcomeSettings

RED = line(1_200, "red", sku="123")
BLUE = line(10_000, "blue", sku="000")
DELIVERY = line(4_000, "delivery", sku="0001")
ORDER = purchase(RED, BLUE, DELIVERY)
ONE_PER_UNIT = RetailSettings(default_rate=SpendRate(points=1, per_amount_minor=100))


def base(points: int, **settings: Any) -> RetailSettings:
    return RetailSettings.model_validate(
        {"default_rate": {"points": points, "per_amount_minor": 100}, **settings}
    )


def rate(category: str, points: int) -> RateClass:
    return RateClass(class_id=category, categories=(category,), points=points, per_amount_minor=100)


def retail_points(settings: RetailSettings, order: Purchase = ORDER) -> int:
    return sum(award.points for award in retail.award_points(purchase=order, settings=settings))


@pytest.fixture
def tutorial() -> ModuleType:
    """The plugin that the SDK's README prints: fixed points for a product."""
    readme = (Path(loyalty_sdk.__file__).parents[1] / "README.md").read_text()
    module = ModuleType("loyalty_product_bonus")
    snippet = re.search(r"```python\n(.*?)```", readme, re.DOTALL)
    assert snippet is not None
    exec(snippet[1], module.__dict__)  # noqa: S102
    return module


def fixed_points(tutorial: ModuleType, sku: str, points: int) -> int:
    settings = tutorial.ProductBonusSettings(sku=sku, points=points)
    (award,) = tutorial.award_points(purchase=ORDER, settings=settings)
    return int(award.points)


@pytest.mark.parametrize(
    ("settings", "points"),
    [
        ({}, 608),
        ({"excluded_categories": ["blue"]}, 208),
        ({"excluded_categories": ["red"]}, 560),
        ({"excluded_categories": ["red", "delivery"]}, 400),
        ({"amount_min_minor": 10_000}, 608),
        ({"amount_min_minor": 30_000}, 0),
    ],
)
def test_four_points_a_unit_with_exclusions(settings: dict[str, object], points: int) -> None:
    """features.md AC-01, Open Loyalty; an excluded SKU or label is an excluded category."""
    assert retail_points(base(4, **settings)) == points


def test_a_product_brings_fixed_points(tutorial: ModuleType) -> None:
    """features.md AC-01, Open Loyalty."""
    assert fixed_points(tutorial, "000", 200) == 200


def test_two_base_rules_are_added() -> None:
    """features.md AC-02, Open Loyalty; the second is the group's birthday bonus."""
    birthday = Birthday(points=10, per_amount_minor={"EUR": 100})
    bonus = welcome.award_points(
        purchase=ORDER,
        member=member(is_birthday_month=True),
        settings=WelcomeSettings(birthday=birthday),
    )
    assert retail_points(base(4)) + sum(award.points for award in bonus) == 2128


def test_a_member_day_is_a_second_rate() -> None:
    """features.md AC-02, Open Loyalty; 4 and 10 more is a bonus of 25000 ten-thousandths."""
    day = {"weekdays": ["wednesday"], "bonus_bps": 25_000}
    assert retail_points(base(4, member_day=day)) == 2128


def test_a_multiplied_product_is_a_rate_of_its_own() -> None:
    """features.md AC-02, Open Loyalty."""
    assert retail_points(base(4, rate_classes=[rate("red", 12)])) == 704


def test_fixed_points_come_on_top(tutorial: ModuleType) -> None:
    """features.md AC-02, Open Loyalty."""
    assert retail_points(base(4)) + fixed_points(tutorial, "123", 100) == 708


def test_all_kinds_of_rules_together(tutorial: ModuleType) -> None:
    """features.md AC-02, Open Loyalty: 8264; retail alone has no fixed points."""
    rates = [rate("red", 3 * 14), rate("blue", 5 * 14)]
    alone = retail_points(base(14, rate_classes=rates))
    assert alone == 8064
    assert alone + fixed_points(tutorial, "000", 200) == 8264


@pytest.mark.parametrize(
    ("payments", "earning_amount_minor", "points"),
    [
        ((), 9_000, 90),
        ((Payment(method="e_wallet", amount_minor=1_000),), 10_000, 100),
        ((Payment(method="gift_card", amount_minor=5_000),), 10_000, 100),
    ],
)
def test_a_discount_lowers_what_earns_and_stored_value_does_not(
    payments: tuple[Payment, ...], earning_amount_minor: int, points: int
) -> None:
    """features.md AC-10, Odoo."""
    order = purchase(line(earning_amount_minor), payments=payments)
    assert retail_points(ONE_PER_UNIT, order) == points


@pytest.mark.parametrize(
    ("a_and_b", "ours"),
    [
        ((line(9_000, "a"), line(5_000, "b")), 90),
        ((line(9_000, "a"), line(4_500, "b")), 90),
    ],
    ids=["ten percent off A, theirs 90", "ten percent off the order, theirs 100"],
)
def test_a_rule_for_one_category_earns_on_what_it_cost(
    a_and_b: tuple[Line, Line], ours: int
) -> None:
    """features.md AC-10, Odoo; the second differs, see plugins/README.md."""
    only_a = base(0, rate_classes=[rate("a", 1)])
    assert retail_points(only_a, purchase(*a_and_b)) == ours
