"""What every command is given: where to call, and where to write."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import typer
from rich.console import Console

from .client import Client


@dataclass
class Session:
    """One run of the command."""

    address: str
    key: str = field(repr=False)
    console: Console

    @cached_property
    def client(self) -> Client:
        """The connection, made when first asked for, so that help needs no key."""
        return Client(self.address, self.key)


def session_of(context: typer.Context) -> Session:
    """Return the session that the command's options made."""
    session = context.obj
    if not isinstance(session, Session):
        raise TypeError(f"no session in {context!r}")
    return session
