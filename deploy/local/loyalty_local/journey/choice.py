"""Which households are replayed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from loyalty_local.errors import LocalError

DEFAULT_HOUSEHOLDS = 80


@dataclass(frozen=True, slots=True)
class Size:
    """How much of the data is wanted."""

    household_count: int | None = None
    """So many households, each with its whole year ..."""
    basket_count: int | None = None
    """... or as many as have about so many baskets; all where neither is set."""


def parse_size(text: str) -> Size:
    """Read a size: nothing for the default, "all", or a number of baskets.

    Raises LocalError.
    """
    if not text:
        return Size(household_count=DEFAULT_HOUSEHOLDS)
    if text == "all":
        return Size()
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise LocalError(f'BASKETS is "all" or a number of baskets above zero, not {text!r}')
    return Size(basket_count=int(text))


def choose_households(basket_counts: Mapping[int, int], size: Size, seed: int) -> frozenset[int]:
    """Choose households; the same seed chooses the same, and more of them for a larger size."""
    shuffled = sorted(basket_counts)
    random.Random(f"households:{seed}").shuffle(shuffled)  # noqa: S311, to be repeated
    if size.household_count is not None:
        return frozenset(shuffled[: size.household_count])
    if size.basket_count is None:
        return frozenset(shuffled)
    chosen, baskets = set[int](), 0
    for household_id in shuffled:
        if baskets >= size.basket_count:
            break
        chosen.add(household_id)
        baskets += basket_counts[household_id]
    return frozenset(chosen)
