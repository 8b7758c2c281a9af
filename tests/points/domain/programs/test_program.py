"""Programs: businesses, stores and their zones, and what overrides what."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from loyalty_points.domain.errors import BusinessNotFound, StoreNotFound
from loyalty_points.domain.programs.policies import ExpiryPolicy
from loyalty_points.domain.programs.program import (
    Business,
    EarningBase,
    Limits,
    Program,
    Store,
)
from loyalty_sdk import ExpiryRounding
from pydantic import ValidationError

TWO_YEARS = ExpiryPolicy(months=24, rounding=ExpiryRounding.END_OF_MONTH)
LIMITS = Limits(
    max_purchase_age_seconds=60, max_future_skew_seconds=0, max_points_per_purchase=1000
)


def business(business_id: str, **parts: Any) -> Business:
    given = {
        "business_id": business_id,
        "display_name": business_id.title(),
        "time_zone": "America/New_York",
        "currency_code": "USD",
        "stores": (
            Store(store_id="east", time_zone=""),
            Store(store_id="west", time_zone="America/Los_Angeles"),
        ),
        "plugins": (),
        "expiry": None,
        **parts,
    }
    return Business(**given)


def program(*businesses: Business, **parts: Any) -> Program:
    given = {
        "version": 1,
        "effective_time": datetime(2026, 1, 1, tzinfo=UTC),
        "publish_time": datetime(2025, 12, 1, tzinfo=UTC),
        "publish_client_id": "operator",
        "time_zone": "America/New_York",
        "businesses": businesses,
        "group_plugins": (),
        "tiers": (),
        "tier_window_days": 0,
        "expiry": ExpiryPolicy(months=12),
        "limits": LIMITS,
        "earning_base": EarningBase.LESS_POINTS,
        **parts,
    }
    return Program(**given)


def test_a_store_without_a_zone_has_its_business_s() -> None:
    assert business("hotel").zone_of("east") == "America/New_York"
    assert business("hotel").zone_of("west") == "America/Los_Angeles"


def test_a_store_of_another_business_is_unknown() -> None:
    with pytest.raises(StoreNotFound) as failure:
        business("hotel").zone_of("retail-1")
    assert failure.value.metadata == {"business_id": "hotel", "store_id": "retail-1"}


def test_a_business_is_found_by_id_or_not_at_all() -> None:
    group = program(business("hotel"), business("fuel"))
    assert group.business("fuel").business_id == "fuel"
    with pytest.raises(BusinessNotFound) as failure:
        group.business("dining")
    assert failure.value.metadata == {"business_id": "dining"}


def test_a_business_s_own_expiry_overrides_the_program_s() -> None:
    hotel, fuel = business("hotel", expiry=TWO_YEARS), business("fuel")
    group = program(hotel, fuel)
    assert group.expiry_of(hotel) == TWO_YEARS
    assert group.expiry_of(fuel) == ExpiryPolicy(months=12)


def test_a_program_comes_back_from_json_as_it_was() -> None:
    group = program(business("hotel", expiry=TWO_YEARS), business("fuel"))
    assert Program.model_validate_json(group.model_dump_json()) == group


@pytest.mark.parametrize(
    "wrong", [{"version": 1.0}, {"version": True}, {"tier_window_days": "7"}, {"surprise": 1}]
)
def test_a_program_takes_only_what_it_declares_and_no_float(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        program(business("hotel"), **wrong)


def test_a_program_is_never_changed() -> None:
    with pytest.raises(ValidationError):
        program(business("hotel")).version = 2  # type: ignore[misc]
