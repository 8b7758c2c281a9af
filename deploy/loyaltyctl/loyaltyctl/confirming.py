"""Asking before what cannot be undone."""

from __future__ import annotations

from typing import Annotated

import typer

from .errors import NotConfirmed

Yes = Annotated[bool, typer.Option("--yes", help="Say so beforehand that it is for good.")]


def require_yes(what: str, *, yes: bool) -> None:
    """Raise NotConfirmed unless the user says yes, now or beforehand."""
    if not (yes or typer.confirm(f"{what} cannot be undone; do it?", default=False)):
        raise NotConfirmed(f"{what} was not done")
