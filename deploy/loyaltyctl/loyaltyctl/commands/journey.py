"""`loyaltyctl journey`: whom journeys would reach and at what cost, and whom they did reach."""

from __future__ import annotations

from typing import Annotated

import typer
from loyalty.points.v1 import journey_service_pb2 as pb

from loyaltyctl.member_ids import member_id_of
from loyaltyctl.numbers import whole
from loyaltyctl.session import session_of
from loyaltyctl.views.journey import follow_preview, print_preview, print_reaches

from .account import MemberArgument

app = typer.Typer(help="What follows for members by itself.", no_args_is_help=True)


@app.command()
def preview(
    context: typer.Context,
    journey: Annotated[str, typer.Argument(metavar="JOURNEY", help="Its id in the program.")],
    *,
    day: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="In the program's zone; today if not said.")
    ] = "",
    program_version: Annotated[
        int,
        typer.Option(
            parser=whole(0), metavar="INTEGER", help="Which program; that in force if not said."
        ),
    ] = 0,
) -> None:
    """Show whom a journey would reach on a day, and what that costs. Does nothing."""
    session = session_of(context)
    request = pb.PreviewJourneyRequest(journey_id=journey, program_version=program_version, day=day)
    answers = session.client.stream(session.client.journeys.PreviewJourney, request)
    if not print_preview(session.console, follow_preview(session.console, answers)):
        raise typer.Exit(1)


@app.command("list")
def show_reaches(
    context: typer.Context,
    member: MemberArgument,
    limit: Annotated[int, typer.Option(min=1, help="How many, the latest due first.")] = 20,
) -> None:
    """Show what journeys did for a member, or are to do."""
    session = session_of(context)
    request = pb.ListReachesRequest(member_id=member_id_of(session.client, member))
    found = session.client.listed(session.client.journeys.ListReaches, request, "reaches", limit)
    print_reaches(session.console, found)
