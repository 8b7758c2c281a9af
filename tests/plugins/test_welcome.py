import pytest
from loyalty_sdk import Activation, Line, Member, PointsAward
from loyalty_sdk.testing import check_plugin, line, member, purchase, visits
from loyalty_welcome import plugin
from loyalty_welcome.settings import Birthday, FirstVisit, RoundVisits, WelcomeSettings
from pydantic import ValidationError

BIRTHDAY = WelcomeSettings(
    birthday=Birthday(points=1, per_amount_minor={"EUR": 100, "JPY": 10}),
    excluded_categories=("tip",),
)
FIRST = WelcomeSettings(
    first_visit=FirstVisit(points=200, amount_min_minor={"EUR": 1000}),
    excluded_categories=("tip",),
)
CELEBRATING = member(is_birthday_month=True)
GUEST_OF_HOTEL = member(visits("hotel"))


def awards(
    settings: WelcomeSettings,
    who: Member,
    *lines: Line,
    currency_code: str = "EUR",
    channel: str = "till",
) -> tuple[PointsAward, ...]:
    sale = purchase(*lines, business_id="shop", currency_code=currency_code, channel=channel)
    return plugin.award_points(purchase=sale, member=who, settings=settings)


def test_the_month_of_the_birthday_earns_extra() -> None:
    (award,) = awards(BIRTHDAY, CELEBRATING, line(1_250), line(500, "tip"), line(0))
    assert (award.points, award.reason, award.line_ids) == (12, "birthday-month", ("1",))


def test_another_month_earns_nothing() -> None:
    assert awards(BIRTHDAY, member(is_birthday=True), line(1_250)) == ()


@pytest.mark.parametrize(("currency_code", "count"), [("EUR", 1), ("JPY", 1), ("USD", 0)])
def test_the_rate_is_that_of_the_currency(currency_code: str, count: int) -> None:
    earned = awards(BIRTHDAY, CELEBRATING, line(1_250), currency_code=currency_code)
    assert len(earned) == count


def test_a_first_visit_elsewhere_earns_fixed_points() -> None:
    (award,) = awards(FIRST, GUEST_OF_HOTEL, line(1_000))
    assert (award.points, award.reason, award.qualifying_points) == (200, "first-visit", 0)


@pytest.mark.parametrize(
    "who",
    [
        member(),
        member(visits("shop")),
        member(visits("hotel"), visits("shop")),
        member(visits("hotel", purchase_count=0)),
    ],
)
def test_the_very_first_purchase_and_a_second_visit_earn_nothing(who: Member) -> None:
    assert awards(FIRST, who, line(1_000)) == ()


@pytest.mark.parametrize(
    "small", [line(999), line(1_000, earning_amount_minor=999), line(5_000, "tip")]
)
def test_a_first_visit_below_the_least_amount_earns_nothing(small: Line) -> None:
    assert awards(FIRST, GUEST_OF_HOTEL, small) == ()


@pytest.mark.parametrize(("settings", "who"), [(BIRTHDAY, CELEBRATING), (FIRST, GUEST_OF_HOTEL)])
def test_a_channel_that_is_excluded_earns_no_bonus(settings: WelcomeSettings, who: Member) -> None:
    without = settings.model_copy(update={"excluded_channels": ("agency",)})
    assert awards(without, who, line(1_250), channel="agency") == ()
    assert len(awards(without, who, line(1_250), channel="web")) == 1


@pytest.mark.parametrize(("settings", "who"), [(BIRTHDAY, CELEBRATING), (FIRST, GUEST_OF_HOTEL)])
@pytest.mark.parametrize(("business", "waits"), [("shop", True), ("hotel", False)])
def test_a_bonus_waits_where_the_till_confirms(
    settings: WelcomeSettings, who: Member, business: str, waits: bool
) -> None:
    confirmed = settings.model_copy(update={"confirmed_business_ids": (business,)})
    (award,) = awards(confirmed, who, line(1_250))
    assert award.activation == (Activation.on_confirmation() if waits else None)


def test_a_first_visit_needs_some_money_in_any_currency() -> None:
    assert len(awards(FIRST, GUEST_OF_HOTEL, line(1), currency_code="USD")) == 1
    assert awards(FIRST, GUEST_OF_HOTEL, line(0), currency_code="USD") == ()


def test_the_group_pays_unless_the_business_is_to() -> None:
    by_business = FIRST.model_copy(update={"funded_by": "business"})
    assert awards(FIRST, GUEST_OF_HOTEL, line(1_000))[0].funder == ""
    assert awards(by_business, GUEST_OF_HOTEL, line(1_000))[0].funder == "shop"


def test_a_birthday_on_a_first_visit_earns_both() -> None:
    both = FIRST.model_copy(update={"birthday": BIRTHDAY.birthday})
    who = member(visits("hotel"), is_birthday_month=True)
    assert [award.points for award in awards(both, who, line(1_000))] == [10, 200]


def test_nothing_is_given_unless_set() -> None:
    assert awards(WelcomeSettings(), CELEBRATING, line(1_000)) == ()


@pytest.mark.parametrize("per_amount", [{}, {"eur": 100}, {"EUR": 0}, {"EUR": 1.0}])
def test_a_birthday_needs_whole_amounts_by_currency(per_amount: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="per_amount_minor"):
        Birthday.model_validate({"points": 1, "per_amount_minor": per_amount})


@pytest.mark.parametrize(
    ("counts", "names"),
    [
        ((), []),
        ((9,), []),
        ((4, 6), ["purchases-10"]),
        ((19,), ["purchases-10"]),
        ((12, 9), ["purchases-20"]),
    ],
)
def test_a_round_number_of_purchases_in_the_group_is_named_until_the_next(
    counts: tuple[int, ...], names: list[str]
) -> None:
    settings = WelcomeSettings(round_visits=RoundVisits(every=10, points=50))
    who = member(*(visits(f"shop{number}", count) for number, count in enumerate(counts)))
    found = plugin.set_off_journeys(member=who, settings=settings)
    assert [each.name for each in found] == names


def test_a_round_number_brings_its_gift_where_there_is_one() -> None:
    settings = WelcomeSettings(round_visits=RoundVisits(every=10, points=50))
    (step,) = plugin.take_journey_step(settings=settings)
    assert (step.points, step.reason, step.funder) == (50, "round-visits", "")
    assert plugin.take_journey_step(settings=WelcomeSettings()) == ()
    assert plugin.set_off_journeys(member=member(visits("a", 10)), settings=WelcomeSettings()) == ()


def test_journeys_of_the_plugin_keep_the_rules() -> None:
    settings = WelcomeSettings(round_visits=RoundVisits(every=2, points=50))
    check_plugin(plugin, settings, [purchase()], [member(), member(visits("a", 2))])
