"""`loyaltyctl store`: freezing stores."""

from __future__ import annotations

from typing import Annotated

import typer
from loyalty.points.v1.store_service_pb2 import (
    FreezeStoreRequest,
    ListFrozenStoresRequest,
    UnfreezeStoreRequest,
)
from rich.table import Table

from loyaltyctl.request_ids import new_request_id
from loyaltyctl.session import session_of
from loyaltyctl.views.words import moment

from .member import Reason, RequestId

app = typer.Typer(help="Freezes stores.", no_args_is_help=True)

Business = Annotated[str, typer.Argument(metavar="BUSINESS", help="The business's id.")]
Store = Annotated[str, typer.Argument(metavar="STORE", help="Its store's id.")]


@app.command()
def freeze(
    context: typer.Context,
    business: Business,
    store: Store,
    reason: Reason,
    *,
    request_id: RequestId = "",
) -> None:
    """Keep a store from giving and taking points, until it is lifted."""
    session = session_of(context)
    request = FreezeStoreRequest(
        request_id=request_id or new_request_id(),
        business_id=business,
        store_id=store,
        reason=reason,
    )
    frozen = session.client.call(session.client.stores.FreezeStore, request).store
    since = moment(frozen.freeze_time)
    session.console.print(f"{business} store {store} is frozen since {since}.", markup=False)


@app.command()
def unfreeze(
    context: typer.Context, business: Business, store: Store, *, request_id: RequestId = ""
) -> None:
    """Let a store give and take points again."""
    session = session_of(context)
    request = UnfreezeStoreRequest(
        request_id=request_id or new_request_id(), business_id=business, store_id=store
    )
    session.client.call(session.client.stores.UnfreezeStore, request)
    session.console.print(f"{business} store {store} is not frozen.", markup=False)


@app.command()
def frozen(context: typer.Context) -> None:
    """List the stores that are frozen."""
    session = session_of(context)
    table = Table()
    for name in ("business", "store", "reason", "since", "by"):
        table.add_column(name)
    method = session.client.stores.ListFrozenStores
    for store in session.client.listed(method, ListFrozenStoresRequest(), "stores"):
        since = moment(store.freeze_time)
        table.add_row(store.business_id, store.store_id, store.reason, since, store.client_id)
    session.console.print(table if table.row_count else "No store is frozen.")
