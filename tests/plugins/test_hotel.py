import pytest
from loyalty_hotel import plugin
from loyalty_hotel.settings import HotelSettings
from loyalty_sdk import Activation, Line, Member, PointsAward, Rounding
from loyalty_sdk.settings import BurnRate, SpendRate
from loyalty_sdk.testing import line, member, purchase
from pydantic import ValidationError

NIGHTS = HotelSettings(
    room_categories=("room", "suite"),
    tax_categories=("city-tax",),
    agency_channels=("agency",),
    points_per_night=500,
    qualifying_points_per_night=10,
)
SPEND = SpendRate(points=10, qualifying_points=1, per_amount_minor=100)
STAY = NIGHTS.model_copy(update={"spend": SPEND, "tier_bonus_bps": {"gold": 2500}})
ROOM = line(24_000, "room", quantity_milli=2000)
MINIBAR = line(1_599, "minibar")
CITY_TAX = line(700, "city-tax", quantity_milli=2000)


def awards(
    settings: HotelSettings, *lines: Line, channel: str = "till", guest: Member | None = None
) -> tuple[PointsAward, ...]:
    return plugin.award_points(
        purchase=purchase(*lines, channel=channel), member=guest or member(), settings=settings
    )


def test_each_night_of_a_room_earns() -> None:
    (night,) = awards(NIGHTS, ROOM, MINIBAR)
    assert (night.points, night.qualifying_points, night.line_ids) == (1000, 20, ("1",))


def test_nights_at_one_price_are_one_award_and_at_two_prices_two() -> None:
    suite = line(40_000, "suite")
    cheap = line(12_000, "room")
    earned = awards(NIGHTS, cheap, suite, cheap)
    assert [(a.points, a.line_ids) for a in earned] == [(1000, ("1", "3")), (500, ("2",))]


def test_nights_at_many_prices_give_together_what_they_would_at_one() -> None:
    settings = STAY.model_copy(
        update={"points_per_night": 5, "spend": None, "tier_bonus_bps": {"silver": 1000}}
    )
    week = [line(12_000 + cents, "room") for cents in range(7)]
    earned = awards(settings, *week, guest=member(tier_id="silver"))
    assert [a.points for a in earned if a.rule_id == "night"] == [5] * 7
    assert sum(a.points for a in earned if a.rule_id == "tier-bonus.night") == 3
    tenths = [line(1_000 + cents, "room", quantity_milli=100) for cents in range(10)]
    up = settings.model_copy(update={"points_per_night": 1, "rounding": Rounding.UP})
    assert sum(a.points for a in awards(up, *tenths)) == 1


def test_a_night_half_paid_with_points_counts_half() -> None:
    (night,) = awards(NIGHTS, line(12_000, "room", earning_amount_minor=6_000))
    assert (night.points, night.qualifying_points) == (250, 5)


@pytest.mark.parametrize(
    "free",
    [
        line(0, "room"),
        line(12_000, "room", earning_amount_minor=0),
        line(12_000, "room", quantity_milli=0),
    ],
)
def test_a_night_that_money_did_not_pay_for_earns_nothing(free: Line) -> None:
    assert awards(NIGHTS, free) == ()


def test_room_and_folio_spend_earn_and_taxes_do_not() -> None:
    _, spend = awards(STAY, ROOM, MINIBAR, CITY_TAX)
    assert (spend.rule_id, spend.line_ids) == ("spend", ("1", "2"))
    assert (spend.points, spend.qualifying_points) == (2559, 255)


def test_a_tier_adds_its_part_to_each_award_under_its_own_reason() -> None:
    earned = awards(STAY, ROOM, line(1_500, "minibar"), guest=member(tier_id="gold"))
    assert [(a.rule_id, a.points, a.qualifying_points) for a in earned] == [
        ("night", 1000, 20),
        ("spend", 2550, 255),
        ("tier-bonus.night", 250, 0),
        ("tier-bonus.spend", 637, 0),
    ]


def test_a_tier_that_is_not_named_adds_nothing() -> None:
    penthouse = line(2_400_000, "room", quantity_milli=200_000)
    assert len(awards(STAY, penthouse, guest=member(tier_id="bronze"))) == 2


def test_a_booking_through_an_agency_earns_nothing() -> None:
    assert awards(STAY, ROOM, channel="agency", guest=member(tier_id="gold")) == ()


def test_points_of_a_stay_are_spendable_at_once_unless_told() -> None:
    earned = awards(STAY, ROOM, guest=member(tier_id="gold"))
    assert {award.activation for award in earned} == {None}


def test_all_points_of_a_booking_wait_for_the_check_out() -> None:
    settings = STAY.model_copy(update={"awaits_confirmation": True})
    guest = member(tier_id="gold")
    earned = awards(settings, ROOM, guest=guest)
    assert len(earned) == 4
    assert {award.activation for award in earned} == {Activation.on_confirmation()}
    assert [(a.points, a.qualifying_points) for a in earned] == [
        (a.points, a.qualifying_points) for a in awards(STAY, ROOM, guest=guest)
    ]


def test_a_bill_of_taxes_alone_earns_nothing_and_cannot_be_paid_with_points() -> None:
    settings = STAY.model_copy(update={"burn": BurnRate(points=2, amount_minor=1)})
    assert awards(settings, CITY_TAX) == ()
    assert plugin.offer_burn_terms(purchase=purchase(CITY_TAX), settings=settings) == ()


def test_points_pay_room_and_folio_but_not_taxes() -> None:
    settings = STAY.model_copy(update={"burn": BurnRate(points=2, amount_minor=1)})
    (terms,) = plugin.offer_burn_terms(
        purchase=purchase(CITY_TAX, ROOM, MINIBAR), settings=settings
    )
    assert (terms.points, terms.amount_minor, terms.line_ids) == (2, 1, ("2", "3"))


def test_the_stay_is_not_offered_for_points_without_a_burn_rate() -> None:
    assert plugin.offer_burn_terms(purchase=purchase(ROOM), settings=STAY) == ()


def test_rounding_follows_the_setting() -> None:
    up = STAY.model_copy(update={"rounding": Rounding.UP})
    assert awards(up, line(1_599, "minibar"))[0].points == 160


def test_a_category_cannot_be_room_and_tax() -> None:
    with pytest.raises(ValidationError, match="both room and tax: room"):
        HotelSettings(room_categories=("room",), tax_categories=("room",))


@pytest.mark.parametrize("wrong", [1, "true", None])
def test_whether_points_wait_is_true_or_false(wrong: object) -> None:
    with pytest.raises(ValidationError, match="awaits_confirmation"):
        HotelSettings.model_validate({"room_categories": ["room"], "awaits_confirmation": wrong})


@pytest.mark.parametrize("points", [True, "500", 500.0, -1])
def test_points_per_night_must_be_a_whole_number(points: object) -> None:
    with pytest.raises(ValidationError, match="points_per_night"):
        HotelSettings.model_validate({"room_categories": ["room"], "points_per_night": points})


def test_a_line_of_one_cent_counts_and_a_free_one_is_not_named() -> None:
    settings = STAY.model_copy(
        update={"burn": BurnRate(points=2, amount_minor=1), "rounding": Rounding.UP}
    )
    folio = (line(1, "minibar"), line(0, "minibar"), line(0, "room"), line(1, "room"))
    (terms,) = plugin.offer_burn_terms(purchase=purchase(*folio), settings=settings)
    night, spend = awards(settings, *folio)
    assert (night.line_ids, spend.line_ids, terms.line_ids) == (("4",), ("1", "4"), ("1", "4"))


def test_a_hair_of_a_night_counts() -> None:
    settings = NIGHTS.model_copy(update={"rounding": Rounding.UP})
    assert awards(settings, line(100, "room", quantity_milli=1))[0].points == 1


def test_a_stay_may_bring_qualifying_points_alone() -> None:
    spend = SPEND.model_copy(update={"points": 0})
    settings = STAY.model_copy(update={"points_per_night": 0, "spend": spend})
    earned = awards(settings, ROOM, guest=member(tier_id="gold"))
    assert [(a.points, a.qualifying_points) for a in earned] == [(0, 20), (0, 240)]
