"""The few sums that rules need, in whole numbers, each with its rounding named."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

BASIS_POINTS = 10_000


class Rounding(Enum):
    """What becomes of the part of a division that is not whole."""

    DOWN = "down"
    """Toward zero; the default everywhere."""
    UP = "up"
    """Away from zero."""
    HALF_UP = "half_up"
    """To the nearest; a half goes away from zero."""


def divide(dividend: int, divisor: int, rounding: Rounding = Rounding.DOWN) -> int:
    """Divide whole numbers, `divisor` above zero, and round as told.

    Works on the magnitude, so that a refund rounds as its sale did: Python's `//`
    would turn -199 * 150 bps into -3 where the sale gave 2.
    """
    if divisor <= 0:
        raise ValueError(f"divisor must be above zero, got {divisor}")
    quotient, remainder = divmod(abs(dividend), divisor)
    if rounding is Rounding.UP:
        quotient += remainder > 0
    elif rounding is Rounding.HALF_UP:
        quotient += 2 * remainder >= divisor
    return quotient if dividend >= 0 else -quotient


def apply_rate_bps(amount: int, rate_bps: int, rounding: Rounding = Rounding.DOWN) -> int:
    """Return `amount` times `rate_bps` ten-thousandths, rounded once."""
    return divide(amount * rate_bps, BASIS_POINTS, rounding)


def points_per(
    amount: int, points: int, per_amount: int, rounding: Rounding = Rounding.DOWN
) -> int:
    """Return the points that `amount` brings at `points` for each `per_amount`."""
    return divide(amount * points, per_amount, rounding)


def split_by_weight(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split `total` in proportion to `weights` so that the parts add up to it exactly.

    By largest remainder; equal remainders go to the earlier part. Weights are zero or
    more; where all are zero, the parts are as equal as can be.
    Raises ValueError for a negative weight, or no weights for a total that is not zero.
    """
    if not weights:
        if total:
            raise ValueError("cannot split a total over no weights")
        return ()
    if min(weights) < 0:
        raise ValueError(f"weights must not be negative, got {min(weights)}")
    magnitude = abs(total)
    if not any(weights):
        weights = [1] * len(weights)
    whole = sum(weights)
    parts = [magnitude * weight // whole for weight in weights]
    missing = magnitude - sum(parts)
    if missing:
        by_remainder = sorted(
            range(len(weights)), key=lambda index: -(magnitude * weights[index] % whole)
        )
        for index in by_remainder[:missing]:
            parts[index] += 1
    return tuple(parts) if total >= 0 else tuple(-part for part in parts)
