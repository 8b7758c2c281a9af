"""The command: `demo` shows the suite on real purchases, `run` leaves it running."""

from __future__ import annotations

import signal
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import grpc
import typer
from loyaltyctl.errors import LoyaltyctlError
from loyaltyctl.failures import failure_of
from rich.console import Console

from .demo import run_demo
from .errors import LocalError
from .trial import run_trial

TRIAL_BASKETS = "1000"
ENDED_BY_SIGTERM = 143

app = typer.Typer(
    name="loyalty-local",
    help="The loyalty suite on this machine, with embedded parts.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Baskets = Annotated[
    str,
    typer.Option(
        envvar="BASKETS",
        help='How much of the data: "all", or about so many baskets; else about 80 households.',
    ),
]
Folder = Annotated[Path, typer.Option(help="Where data and keys are kept.")]


@app.command()
def demo(baskets: Baskets = "") -> None:
    """Replay real purchases and audit every account; end with code 1 where anything is wrong."""
    console = Console(highlight=False)
    signal.signal(signal.SIGTERM, _end)
    try:
        good = run_demo(console, baskets)
    except (LocalError, LoyaltyctlError, grpc.RpcError) as error:
        _fail(error)
    if not good:
        raise typer.Exit(1)


@app.command()
def run(folder: Folder = Path(".cache/local"), baskets: Baskets = TRIAL_BASKETS) -> None:
    """Leave the suite running until Ctrl-C, and print commands to try."""
    try:
        run_trial(Console(highlight=False), folder, baskets)
    except (LocalError, LoyaltyctlError, grpc.RpcError) as error:
        _fail(error)


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    """End by way of every `finally`, so that no process of ours is left behind."""
    raise SystemExit(ENDED_BY_SIGTERM)


def _fail(error: Exception) -> NoReturn:
    """Tell a failure in plain words and end with code 1."""
    sentence = failure_of(error).sentence() if isinstance(error, grpc.RpcError) else str(error)
    console = Console(stderr=True, highlight=False)
    console.print(f"error: {sentence}", markup=False, soft_wrap=True)
    raise typer.Exit(1)
