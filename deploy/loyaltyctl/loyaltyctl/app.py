"""The command: its options, its parts, and how it fails."""

from __future__ import annotations

import errno
import os
import sys
from io import TextIOWrapper
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
    events,
    export,
    hold,
    household,
    journey,
    member,
    points,
    program,
    purchase,
    redemption,
    replay,
    statement,
    store,
    webhook,
)
from .errors import INTERRUPTED, Interrupted, LoyaltyctlError
from .failures import failure_of
from .hints import told
from .session import Session

DEFAULT_ADDRESS = "127.0.0.1:50051"


ORDER = (
    "member",
    "account",
    "statement",
    "purchase",
    "redemption",
    "hold",
    "points",
    "household",
    "program",
    "store",
    "clearing",
    "liability",
    "export",
    "journey",
    "webhook",
    "events",
    "audit",
    "replay",
)
"""How the help lists the commands: what a support desk needs first."""


class PlainFailures(TyperGroup):
    """Tells every failure in plain words and ends with code 1, never with a traceback."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, typer's own types are private
        """Return the commands' names in the order of the help."""
        return sorted(super().list_commands(ctx), key=ORDER.index)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401, typer's own types are private
        """Run the command. Raises typer.Exit where it failed."""
        try:
            return super().invoke(ctx)
        except grpc.RpcError as error:
            _tell(told(failure_of(error), hint="\nhint: ".join(getattr(error, "__notes__", ()))))
        except Interrupted as error:
            _tell(str(error))
            raise typer.Exit(INTERRUPTED) from error
        except LoyaltyctlError as error:
            _tell(str(error))
        except UnicodeEncodeError:
            _tell("what was typed cannot be sent: it is no UTF-8 text")
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read the output has seen enough
                raise
            _tell(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}")
        finally:
            _let_go_of_what_cannot_be_written()
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
    # What a terminal cannot show is shown as an escape: it must not look like a failure.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    context.obj = Session(address, key, Console(highlight=False))


member.app.command("merge")(ending.merge)
member.app.command("close")(ending.close)

MEMBERS, GROUP = "Members and their points", "The program and the ledger"

app.add_typer(member.app, name="member", rich_help_panel=MEMBERS)
app.command("account", short_help="Shows a member's points.", rich_help_panel=MEMBERS)(account.show)
app.command(
    "statement",
    short_help="Shows a member's last entries, a period, or a past.",
    rich_help_panel=MEMBERS,
)(statement.show)
app.add_typer(purchase.app, name="purchase", rich_help_panel=MEMBERS)
app.add_typer(redemption.app, name="redemption", rich_help_panel=MEMBERS)
app.add_typer(hold.app, name="hold", rich_help_panel=MEMBERS)
app.add_typer(points.app, name="points", rich_help_panel=MEMBERS)
app.add_typer(household.app, name="household", rich_help_panel=MEMBERS)
app.add_typer(program.app, name="program", rich_help_panel=GROUP)
app.add_typer(store.app, name="store", rich_help_panel=GROUP)
app.add_typer(clearing.app, name="clearing", rich_help_panel=GROUP)
app.command("liability", short_help="Shows what all members hold.", rich_help_panel=GROUP)(
    clearing.liability
)
app.add_typer(export.app, name="export", rich_help_panel=GROUP)
app.add_typer(events.app, name="events", rich_help_panel=GROUP)
app.add_typer(journey.app, name="journey", rich_help_panel=GROUP)
app.add_typer(webhook.app, name="webhook", rich_help_panel=GROUP)
app.command("audit", short_help="Checks every account, or one.", rich_help_panel=GROUP)(audit.run)
app.command("replay", short_help="Sends a file of purchases.", rich_help_panel=GROUP)(replay.run)


def _tell(text: str) -> None:
    Console(stderr=True, highlight=False).print(f"error: {text}", markup=False, soft_wrap=True)


def _let_go_of_what_cannot_be_written() -> None:
    """Keep output that nobody takes from ending the process with Python's own code, 120."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
