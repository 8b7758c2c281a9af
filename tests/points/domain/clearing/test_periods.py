"""Periods of accounting, as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from loyalty_points.domain.clearing.periods import Period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-06", date(2026, 6, 1), date(2026, 6, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-06-01/2026-06-14", date(2026, 6, 1), date(2026, 6, 14)),
        ("2026-06-15/2026-07-14", date(2026, 6, 15), date(2026, 7, 14)),
        ("2026-06-15/2026-06-15", date(2026, 6, 15), date(2026, 6, 15)),
    ],
)
def test_a_period_is_named_as_it_is_written(text: str, first: date, last: date) -> None:
    period = Period.parse(text)
    assert period == Period(first, last)
    assert period.text == text


def test_days_that_make_a_month_are_named_as_the_month() -> None:
    period = Period.parse("2026-06-01/2026-06-30")
    assert period is not None
    assert period.text == "2026-06"


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-13", "2026-6", "2026-06-01", "2026-06-31/2026-07-01", "9000-01",
     "1969-12", "2026-06-02/2026-06-01", "2026-06\n", "2026W01"],
)  # fmt: skip
def test_what_is_no_period_is_none(text: str) -> None:
    assert Period.parse(text) is None


def test_the_next_period_starts_on_the_next_day() -> None:
    assert Period(date(2026, 12, 1), date(2026, 12, 31)).next_day == date(2027, 1, 1)
