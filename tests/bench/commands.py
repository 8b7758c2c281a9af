"""Commands that a call sends to the database, as a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from bench.figures import Figure

from support.commands import CALL_COMMANDS


def figure_of(measure: str, most: int, call: Callable[[], object], detail: str = "") -> Figure:
    call()
    names, retries = CALL_COMMANDS.of(call)
    said = ", ".join(f"{count} {name}" for name, count in Counter(names).items())
    retried = f"; {retries} retries not counted" if retries else ""
    return Figure(
        f"commands: {measure}",
        len(names),
        most=most,
        detail=f"{said}{retried}" + (f"; {detail}" if detail else ""),
    )
