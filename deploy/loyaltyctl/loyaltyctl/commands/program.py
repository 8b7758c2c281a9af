"""`loyaltyctl program`: checking, publishing and looking at programs."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import grpc
import typer
from loyalty.points.v1.program_pb2 import Program
from loyalty.points.v1.program_service_pb2 import (
    CheckProgramRequest,
    GetProgramRequest,
    ListProgramsRequest,
    PublishProgramRequest,
)
from rich.table import Table

from loyaltyctl.client import Client
from loyaltyctl.errors import LoyaltyctlError
from loyaltyctl.failures import failure_of
from loyaltyctl.hints import told
from loyaltyctl.numbers import whole
from loyaltyctl.outcomes import is_unknown
from loyaltyctl.program_files import document_of, name_field, read_program
from loyaltyctl.request_ids import derived_request_id
from loyaltyctl.session import session_of
from loyaltyctl.views.words import second

app = typer.Typer(help="Checks, publishes and shows programs.", no_args_is_help=True)

EFFECTIVE_TIME = "program.effective_time"
UNKNOWN_HINT = "`loyaltyctl program list` shows whether it was published"
EFFECTIVE_IN_MAX = 100 * 366 * 86_400
EFFECTIVE_HINT = "with `--effective-in 120` it holds from two minutes from now"

File = Annotated[Path, typer.Argument(help="A program file.")]
EffectiveIn = Annotated[
    int | None,
    typer.Option(
        min=0,
        max=EFFECTIVE_IN_MAX,
        help="Let it hold from so many seconds from now, instead of the file's effective_time.",
    ),
]


@app.command()
def check(context: typer.Context, file: File, effective_in: EffectiveIn = None) -> None:
    """Check a program as publishing would, and write nothing."""
    session, program = session_of(context), _read(file, effective_in)
    request = CheckProgramRequest(program=program)
    answer, _ = _send(session.client, "CheckProgram", request, program)
    session.console.print("The program can be published. It would run:")
    for plugin in answer.plugins:
        session.console.print(f"  {plugin}", markup=False)


@app.command()
def publish(context: typer.Context, file: File, effective_in: EffectiveIn = None) -> None:
    """Publish a program; the same file again is the same publication.

    With --effective-in it is another one, because it holds from another time.
    """
    session, program = session_of(context), _read(file, effective_in)
    published, is_old = _publish(session.client, program)
    was = "Published before as" if is_old else "Published"
    effective = second(published.effective_time)
    session.console.print(f"{was} version {published.version}, in force from {effective}.")
    if is_old:
        session.console.print(f"Nothing was published now. To go back to it: {EFFECTIVE_HINT}.")


@app.command("list")
def list_programs(context: typer.Context) -> None:
    """List the programs, newest version first."""
    session = session_of(context)
    table = Table()
    for name in ("version", "in force from", "published", "by", "businesses"):
        table.add_column(name)
    for program in _all_programs(session.client):
        table.add_row(*_row(program))
    session.console.print(table)


@app.command()
def get(
    context: typer.Context,
    version: Annotated[
        int | None,
        typer.Argument(
            parser=whole(1), metavar="INTEGER", help="Which one; the one in force now if not given."
        ),
    ] = None,
) -> None:
    """Print a program as a program file."""
    session = session_of(context)
    request = GetProgramRequest() if version is None else GetProgramRequest(version=version)
    answer = session.client.call(session.client.programs.GetProgram, request)
    session.console.print_json(data=document_of(answer.program))


def publish_program(client: Client, program: Program) -> Program:
    """Publish a program under an id that follows from its content; return it as published.

    Raises grpc.RpcError or LoyaltyctlError.
    """
    return _publish(client, program)[0]


def _publish(client: Client, program: Program) -> tuple[Program, bool]:
    """Return the program as published, and whether it had been published before."""
    content = program.SerializeToString(deterministic=True)
    request = PublishProgramRequest(
        request_id=derived_request_id("program", content), program=program
    )
    answer, is_old = _send(client, "PublishProgram", request, program)
    return answer.program, is_old


def _read(file: Path, effective_in: int | None) -> Program:
    """Read a program file and, where asked, let it hold from so many seconds from now."""
    program = read_program(file)
    if effective_in is not None:
        program.effective_time.FromSeconds(int(time.time()) + effective_in)
    return program


def _send(client: Client, rpc: str, request: object, program: Program) -> tuple[Any, bool]:
    """Call, and name the refused fields the way the file does; tell also if it is a repeat."""
    try:
        return client.call_with_replayed(getattr(client.programs, rpc), request)
    except grpc.RpcError as error:
        failure = failure_of(error)
        is_too_soon = EFFECTIVE_TIME in dict(failure.violations)
        hint = EFFECTIVE_HINT if is_too_soon else ""
        if rpc == "PublishProgram" and is_unknown(error):
            hint = UNKNOWN_HINT
        raise LoyaltyctlError(
            told(failure, lambda path: name_field(path, program), hint)
        ) from error


def _all_programs(client: Client) -> list[Program]:
    return client.listed(client.programs.ListPrograms, ListProgramsRequest(), "programs")


def _row(program: Program) -> tuple[str, ...]:
    return (
        str(program.version),
        second(program.effective_time),
        second(program.publish_time),
        program.publish_client_id,
        ", ".join(business.business_id for business in program.businesses),
    )
