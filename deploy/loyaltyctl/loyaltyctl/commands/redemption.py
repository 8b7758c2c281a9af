"""`loyaltyctl redemption`: undoing what was redeemed."""

from __future__ import annotations

from typing import Annotated

import typer
from loyalty.points.v1.return_service_pb2 import ReverseRedemptionRequest

from loyaltyctl.confirming import Yes, require_yes
from loyaltyctl.numbers import whole
from loyaltyctl.purchase_names import parse_entry_id
from loyaltyctl.request_ids import new_request_id
from loyaltyctl.session import session_of
from loyaltyctl.views.statement import print_statement

from .member import RequestId
from .points import Reason, Reference

app = typer.Typer(help="Undoes what was redeemed.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Undo what was redeemed."""


EntryId = Annotated[
    str,
    typer.Argument(metavar="ENTRY", help="The id of the redemption's or the capture's entry."),
]
Store = Annotated[str, typer.Option(help="Where it is undone, of the business that redeemed.")]
Points = Annotated[
    int,
    typer.Option(
        parser=whole(0), metavar="INTEGER", help="How many to give back; 0 for all that are left."
    ),
]


@app.command()
def reverse(
    context: typer.Context,
    entry: EntryId,
    *,
    store: Store,
    reason: Reason,
    points: Points = 0,
    reference: Reference = "",
    yes: Yes = False,
    request_id: RequestId = "",
) -> None:
    """Give back points of a redemption or a captured hold."""
    session = session_of(context)
    request = ReverseRedemptionRequest(
        request_id=request_id or new_request_id(),
        entry_id=parse_entry_id(entry),
        store_id=store,
        points=points,
        reason=reason,
        reference=reference,
    )
    require_yes(f"undoing {entry}", yes=yes)
    answer = session.client.call(session.client.returns.ReverseRedemption, request)
    print_statement(session.console, [answer.entry])
