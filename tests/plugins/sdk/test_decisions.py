from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from loyalty_sdk import INT64_MAX, POINTS_MAX, BurnTerms, PointsAward, require_int

AWARD: dict[str, Any] = {"points": 10, "rule_id": "spend", "reason": "retail-spend"}
TERMS: dict[str, Any] = {"points": 1, "amount_minor": 1, "rule_id": "burn", "reason": "retail-burn"}


@pytest.mark.parametrize("points", [True, 1.0, "1", None])
def test_points_of_another_type_are_refused(points: object) -> None:
    with pytest.raises(TypeError, match="points must be an int"):
        PointsAward(**AWARD | {"points": points})


@pytest.mark.parametrize("field", ["points", "qualifying_points", "points_per_day_max"])
@pytest.mark.parametrize("number", [-1, POINTS_MAX + 1])
def test_numbers_of_an_award_are_from_zero_to_the_most(field: str, number: int) -> None:
    with pytest.raises(ValueError, match=f"{field} must be between 0 and {POINTS_MAX}"):
        PointsAward(**AWARD | {field: number})


@pytest.mark.parametrize("field", ["points", "amount_minor", "points_min", "points_step"])
@pytest.mark.parametrize("number", [0, POINTS_MAX + 1])
def test_numbers_of_burn_terms_are_from_one_to_the_most(field: str, number: int) -> None:
    with pytest.raises(ValueError, match=f"{field} must be between 1 and {POINTS_MAX}"):
        BurnTerms(**TERMS | {field: number})


@pytest.mark.parametrize("share_bps_max", [0, 10_001])
def test_a_share_is_more_than_nothing_and_at_most_all(share_bps_max: int) -> None:
    with pytest.raises(ValueError, match="share_bps_max"):
        BurnTerms(**TERMS | {"share_bps_max": share_bps_max})


@pytest.mark.parametrize("field", ["rule_id", "reason", "exclusive_group", "funder"])
@pytest.mark.parametrize("code", ["Spend", "a b", "-a", "a" * 65, "a\n"])
def test_a_name_must_be_a_code(field: str, code: str) -> None:
    with pytest.raises(ValueError, match=field):
        PointsAward(**AWARD | {field: code})


@pytest.mark.parametrize("decision", [(PointsAward, AWARD), (BurnTerms, TERMS)])
@pytest.mark.parametrize("line_ids", [["1"], "1", (1,), None])
def test_line_ids_are_a_tuple_of_text(
    decision: tuple[type[PointsAward | BurnTerms], dict[str, Any]], line_ids: object
) -> None:
    make, fields = decision
    with pytest.raises(TypeError, match="line_ids"):
        make(**fields | {"line_ids": line_ids})


@pytest.mark.parametrize("field", ["rule_id", "reason"])
def test_a_decision_must_say_which_rule_and_why(field: str) -> None:
    with pytest.raises(ValueError, match=field):
        BurnTerms(**TERMS | {field: ""})


def test_a_decision_cannot_be_changed_and_equals_its_like() -> None:
    award = PointsAward(**AWARD)
    assert award == PointsAward(**AWARD)
    assert hash(award) == hash(PointsAward(**AWARD))
    with pytest.raises(FrozenInstanceError):
        award.points = 11  # type: ignore[misc]


def test_an_integer_is_within_signed_64_bits() -> None:
    assert require_int(INT64_MAX, "amount") == INT64_MAX
    with pytest.raises(ValueError, match="amount"):
        require_int(INT64_MAX + 1, "amount")
