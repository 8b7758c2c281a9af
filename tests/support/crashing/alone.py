"""Operations of the crash matrix whose object is the only one: stores, programs, closes.

What a killed service leaves open holds the one store, the next version or the next number.
So after each kill the database starts again, and the request is sent again there and then.
"""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from loyalty.points.v1 import (
    clearing_service_pb2,
    program_service_pb2,
    store_service_pb2,
)

from support import accounting, build
from support.crashing.operations import Operation
from support.harness import Client

CLOCK_BACK = Path(tempfile.gettempdir()) / f"loyalty-clock-back-{os.getpid()}"
"""While it is there, the clock of `program.py` is back by the seconds it holds."""
DAYS_BACK = 300
"""Of the first period that is closed: purchases are taken for 400 days."""

_years = itertools.count(2100)
_days = itertools.count()


def _frozen(client: Client) -> list[tuple[str, str]]:
    asked = store_service_pb2.ListFrozenStoresRequest(page_size=200)
    return [(each.store_id, each.reason) for each in client.stores.ListFrozenStores(asked).stores]


def _freeze(client: Client) -> Any:
    client.stores.UnfreezeStore(build.unfreeze_store("fuel", "fuel-1"))
    return build.freeze_store("fuel", "fuel-1")


def _is_frozen(client: Client, request: Any) -> None:
    assert _frozen(client).count((request.store_id, request.reason)) == 1


def _unfreeze(client: Client) -> Any:
    client.stores.FreezeStore(build.freeze_store("fuel", "fuel-2"))
    return build.unfreeze_store("fuel", "fuel-2")


def _is_open(client: Client, request: Any) -> None:
    assert request.store_id not in dict(_frozen(client))


def _publish(_client: Client) -> Any:
    """Return a program of a far year that no other is of."""
    start = datetime(next(_years), 1, 1, tzinfo=UTC)
    program = build.program({}, effective_time=build.timestamp(start))
    return program_service_pb2.PublishProgramRequest(request_id=build.fresh(), program=program)


def _is_published(client: Client, request: Any) -> None:
    asked = program_service_pb2.ListProgramsRequest(page_size=200)
    starts = [each.effective_time for each in client.programs.ListPrograms(asked).programs]
    assert starts.count(request.program.effective_time) == 1


def _close(client: Client) -> Any:
    """Return the close of the day after the last closed one; within it somebody redeems."""
    now = datetime.now(UTC)
    noon = now.replace(hour=17, minute=0, second=0) - timedelta(days=DAYS_BACK)
    noon += timedelta(days=next(_days))
    CLOCK_BACK.write_text(str((now - noon).total_seconds()))
    try:
        member_id = build.enroll(client)
        client.points.RecordPurchase(
            build.record(member_id, build.purchase(build.line(100), at=noon))
        )
        at_the_hotel = {"business_id": "hotel", "store_id": "hotel-1"}
        client.points.RedeemPoints(build.redeem(member_id, 40, **at_the_hotel))
    finally:
        CLOCK_BACK.unlink()
    day = noon.date().isoformat()
    return clearing_service_pb2.CloseClearingRequest(
        request_id=build.fresh(), period=f"{day}/{day}"
    )


def _closed(client: Client, request: Any) -> Any:
    """Send a close and return it; how far it was meanwhile makes no difference."""
    return list(client.clearing.CloseClearing(request))[-1].close


def _is_closed(client: Client, request: Any) -> None:
    asked = clearing_service_pb2.ListClosesRequest(page_size=200)
    periods = [each.statement.period for each in client.clearing.ListCloses(asked).closes]
    assert periods.count(request.period) == 1
    statement = accounting.cleared(client, request.period)
    assert statement.entry_count == 3
    assert [(each.creditor, each.points) for each in statement.pairs] == [("hotel", 40)]


def _operation(
    name: str,
    prepare: Callable[[Client], Any],
    send: Callable[[Client, Any], Any],
    check: Callable[[Client, Any], None],
) -> Operation:
    return Operation(name, prepare, send, check, is_alone=True)


ALONE = (
    _operation("freeze store", _freeze, lambda client, r: client.stores.FreezeStore(r), _is_frozen),
    _operation(
        "unfreeze store", _unfreeze, lambda client, r: client.stores.UnfreezeStore(r), _is_open
    ),
    _operation(
        "publish program",
        _publish,
        lambda client, r: client.programs.PublishProgram(r),
        _is_published,
    ),
    _operation("close clearing", _close, _closed, _is_closed),
)
