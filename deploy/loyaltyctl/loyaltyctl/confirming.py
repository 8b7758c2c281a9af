"""Asking before what cannot be undone."""

from __future__ import annotations

from typing import Annotated

import typer

from .errors import NotConfirmed

Yes = Annotated[bool, typer.Option("--yes", help="Say so beforehand that it is for good.")]


def require_yes(what: str, *, yes: bool) -> None:
    """Raise NotConfirmed unless the user says yes, now or beforehand."""
    if not (yes or _is_confirmed(what)):
        raise NotConfirmed(f"{what} was not done")


def _is_confirmed(what: str) -> bool:
    """Ask on the terminal, apart from what is printed. Raises NotConfirmed without an answer."""
    try:
        return typer.confirm(f"{what} cannot be undone; do it?", default=False, err=True)
    except typer.Abort:
        raise NotConfirmed(f"{what} was not done: nobody answered; --yes answers it") from None
