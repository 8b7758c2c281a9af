"""Delays between tries: growing, spread, and over after a day."""

from __future__ import annotations

from loyalty_chassis.webhooks.schedule import DELAYS_MS, HOUR, MINUTE, SECOND, delay_ms

MIDDLE = 500


def test_delays_grow_until_a_day_is_over() -> None:
    delays = [delay_ms(tries, 0, MIDDLE) for tries in range(1, 20)]
    waited = [delay for delay in delays if delay is not None]
    assert waited == sorted(waited)
    assert waited[0] == 5 * SECOND
    assert 23 * HOUR < sum(waited) < 25 * HOUR
    assert delays[len(waited) :] == [None] * (19 - len(waited)), "and then no more"


def test_a_delay_is_spread_by_a_fifth_and_never_beyond() -> None:
    for tries, base in enumerate(DELAYS_MS, 1):
        spread = [delay_ms(tries, 0, chance) for chance in range(1000)]
        assert min(each or 0 for each in spread) == base - base // 5
        assert base < max(each or 0 for each in spread) <= base + base // 5
        assert len(set(spread)) > 900 or base < 10 * SECOND


def test_a_receiver_is_left_alone_as_long_as_it_asks_within_bounds() -> None:
    assert delay_ms(1, 10 * MINUTE, MIDDLE) == 10 * MINUTE
    assert delay_ms(1, 1, MIDDLE) == 5 * SECOND, "never less than it would be"
    assert delay_ms(1, 99 * HOUR, MIDDLE) == 4 * HOUR
    assert delay_ms(len(DELAYS_MS) + 1, HOUR, MIDDLE) is None
