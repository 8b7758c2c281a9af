"""The command: its options, its parts, and how it fails."""

from __future__ import annotations

from typing import Annotated, Any

import grpc
import typer
from rich.console import Console
from typer.core import TyperGroup

from .commands import (
    account,
    audit,
    clearing,
    ending,
    export,
    member,
    points,
    program,
    replay,
    statement,
    store,
)
from .errors import LoyaltyctlError
from .failures import failure_of
from .session import Session

DEFAULT_ADDRESS = "127.0.0.1:50051"


class PlainFailures(TyperGroup):
    """Tells every failure in plain words and ends with code 1, never with a traceback."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401, typer's own types are private
        """Run the command. Raises typer.Exit where it failed."""
        try:
            return super().invoke(ctx)
        except grpc.RpcError as error:
            _tell(failure_of(error).lines())
        except LoyaltyctlError as error:
            _tell(str(error))
        raise typer.Exit(1)


app = typer.Typer(
    name="loyaltyctl",
    help="Operates a loyalty suite over gRPC.",
    cls=PlainFailures,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.callback()
def options(
    context: typer.Context,
    address: Annotated[
        str, typer.Option(envvar="LOYALTY_ADDRESS", help="Where the points service listens.")
    ] = DEFAULT_ADDRESS,
    key: Annotated[
        str,
        typer.Option(
            envvar="LOYALTY_KEY", help="The client's key; better in the environment than here."
        ),
    ] = "",
) -> None:
    """Operate a loyalty suite over gRPC."""
    context.obj = Session(address, key, Console(highlight=False))


app.add_typer(program.app, name="program")
app.add_typer(member.app, name="member")
app.add_typer(points.app, name="points")
app.add_typer(store.app, name="store")
member.app.command("merge")(ending.merge)
member.app.command("close")(ending.close)
app.command("account")(account.show)
app.command("statement")(statement.show)
app.add_typer(clearing.app, name="clearing")
app.add_typer(export.app, name="export")
app.command("liability")(clearing.liability)
app.command("audit")(audit.run)
app.command("replay")(replay.run)


def _tell(text: str) -> None:
    Console(stderr=True, highlight=False).print(f"error: {text}", markup=False, soft_wrap=True)
