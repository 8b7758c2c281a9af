"""`loyaltyctl export`: the journal as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from loyalty.points.v1.entry_pb2 import Entry
from loyalty.points.v1.statement_service_pb2 import ExportEntriesRequest, ExportEntriesResponse
from rich.console import Console

from loyaltyctl.exporting import Format, format_of, write_entries
from loyaltyctl.member_names import parse_member
from loyaltyctl.replacing import replacing
from loyaltyctl.session import session_of
from loyaltyctl.times import From, To, timestamp
from loyaltyctl.views.progress import progress_bar

app = typer.Typer(help="Writes the journal to files.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="The file to write.")]
Form = Annotated[
    Format | None,
    typer.Option(
        "--format", help="JSON Lines, whole, or CSV, flat; as the suffix says where not given."
    ),
]
Member = Annotated[str, typer.Option(help="Only this member's entries.")]
Business = Annotated[str, typer.Option(help="Only what happened at this business.")]


@app.command()
def entries(
    context: typer.Context,
    file: File,
    *,
    start: From,
    end: To,
    form: Form = None,
    member: Member = "",
    business: Business = "",
) -> None:
    """Write the entries of a period to a file, in the order in which they were recorded."""
    session = session_of(context)
    request = ExportEntriesRequest(
        start_time=timestamp(start), end_time=timestamp(end), business_id=business
    )
    if member:
        request.member.CopyFrom(parse_member(member))
    form = format_of(file, form)
    with replacing(file) as new:
        answers = session.client.stream(session.client.statements.ExportEntries, request)
        written = write_entries(new, form, _follow(session.console, answers))
    told = f"Wrote {written:,} entries to {file}, as {form.value}."
    with suppress(SystemExit):  # of rich, where nobody reads any more: the file is whole
        session.console.print(told, markup=False, emoji=False, soft_wrap=True)


def _follow(console: Console, answers: Iterable[ExportEntriesResponse]) -> Iterator[Entry]:
    """Yield the entries, showing how far they are."""
    with progress_bar(console) as progress:
        task = progress.add_task("entries", total=None)
        for answer in answers:
            yield from answer.entries
            progress.update(task, total=answer.entry_count, advance=len(answer.entries))
