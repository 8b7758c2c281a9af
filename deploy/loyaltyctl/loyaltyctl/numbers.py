"""Numbers that people may type."""

from __future__ import annotations

import re
from collections.abc import Callable

import typer

INT64_MAX = 2**63 - 1
"""The largest number that a message holds."""
_PLAIN = re.compile(r"[-+]?[0-9]+")


def is_plain(text: str) -> bool:
    """Tell whether text is a whole number as people write it: Python takes 1_000 for one too."""
    return _PLAIN.fullmatch(text) is not None


def whole(least: int) -> Callable[[str], int]:
    """Return what reads a whole number of that at least, within 64 bits.

    typer's own would name the 19 digits of the limit in every help. What is returned raises
    typer.BadParameter.
    """

    def parse(text: str) -> int:
        if not is_plain(str(text)):
            raise typer.BadParameter(f"{text!r} is no whole number in plain digits")
        number = int(text)
        if not least <= number <= INT64_MAX:
            bound = f"{least} or more" if number < least else f"{INT64_MAX} or less"
            raise typer.BadParameter(f"{number} is not {bound}")
        return number

    return parse
