"""When a delivery that failed is tried again."""

from __future__ import annotations

SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000

DELAYS_MS = (
    5 * SECOND,
    30 * SECOND,
    2 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    1 * HOUR,
    2 * HOUR,
    4 * HOUR,
    4 * HOUR,
    4 * HOUR,
    4 * HOUR,
    4 * HOUR,
)
"""After each failed try in a row: a day altogether. After the last, a delivery is parked."""
JITTER = 5
"""A delay is longer or shorter by up to a fifth, so that what failed together is spread."""
WAIT_MS_MAX = 4 * HOUR
"""For a receiver that says itself when to come again."""


def delay_ms(tries: int, wished_ms: int, chance: int) -> int | None:
    """Return how long to wait after so many failed tries in a row; None to wait no more.

    `wished_ms` is what the receiver asked for, 0 for nothing. `chance` is a random number
    below 1,000.
    """
    if tries > len(DELAYS_MS):
        return None
    base = DELAYS_MS[tries - 1]
    jittered = base + base * (2 * chance - 1_000) // (JITTER * 1_000)
    return max(jittered, min(wished_ms, WAIT_MS_MAX))
