"""Spoils requests field by field and checks how a running service takes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import grpc
from google.rpc import code_pb2, error_details_pb2, status_pb2
from loyalty.points.v1 import program_pb2

from support import build
from support.harness import Failure, Harness, parse_failure, registry_of, start_harness
from support.plugins import rated_rules, simple_rules
from support.requests.nonsense.rows import Expect, Row
from support.requests.nonsense.table import PLACE_ROWS, ROWS
from support.requests.probes import Put, probes
from support.requests.request_fields import Place, is_map, is_repeated, key_of, methods
from support.requests.valid_requests import World


def row_of(place: Place) -> Row:
    """Return the row of a field. KeyError for a field that nobody has thought of."""
    return PLACE_ROWS.get(str(place)) or ROWS[place.key]


def snapshot(harness: Harness) -> dict[str, list[Any]]:
    """Return every document of every collection."""
    names = sorted(harness.database.list_collection_names())
    return {name: list(harness.database[name].find().sort("_id", 1)) for name in names}


def _reach(world: World, place: Place, request: Any) -> Any:
    """Return the holder of the field, with the member named the way that leads to it."""
    for index, step in enumerate(place.steps):
        if key_of(step) == "MemberKey.identity":
            way = Place(place.method, place.steps[: index + 1])
            way.holder(request).identity.CopyFrom(build.card(world.card))
        if key_of(step) == "PurchaseReference.receipt":
            request.original.receipt.CopyFrom(world.receipt)
    return place.holder(request)


def probes_of(world: World, place: Place) -> Mapping[str, Put]:
    """Return everything the field is asked to bear."""
    row = row_of(place)
    if is_repeated(place.field) or is_map(place.field):
        assert row.maximum, f"{place.key} needs a maximum"
    holder = _reach(world, place, world.valid(place.method))
    more = dict(row.more)
    if place.field.name == "page_token":
        more |= _tokens(world, holder)
    return {**probes(place.field, holder, row.maximum), **more}


def _tokens(world: World, holder: Any) -> dict[str, Put]:
    good: str = holder.page_token
    middle = len(good) // 2
    other = "A" if good[middle] != "A" else "B"
    wrong = {
        "another list's": world.foreign_token,
        "expired": world.expired_token,
        "tampered": good[:middle] + other + good[middle + 1 :],
    }
    return {
        label: lambda holder, token=token: setattr(holder, "page_token", token)  # type: ignore[misc]
        for label, token in wrong.items()
    }


def _send(world: World, place: Place, put: Put) -> Failure | None:
    """Return how the call, or the spoilt item of the batch, failed; None if it did not."""
    request = world.valid(place.method)
    put(_reach(world, place, request))
    client = world.harness.client()
    service = next(each for each in vars(client).values() if hasattr(each, place.method))
    try:
        answer = getattr(service, place.method)(request)
        if methods()[place.method].server_streaming:
            list(answer)
    except grpc.RpcError as error:
        return parse_failure(error)
    return item_failure(answer) if hasattr(answer, "results") else None


def item_failure(answer: Any) -> Failure | None:
    """Return how the spoilt item of a batch failed: the second."""
    status = answer.results[1].status
    return _taken_apart(status) if status.code else None


def _taken_apart(status: status_pb2.Status) -> Failure:
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    for detail in status.details:
        detail.Unpack(info)
        detail.Unpack(bad)
    fields = tuple(violation.field for violation in bad.field_violations)
    name = code_pb2.Code.Name(status.code)
    return Failure(name, info.reason, status.message, dict(info.metadata), fields, retry=False)


def _is_allowed(place: Place, label: str) -> bool:
    row = row_of(place)
    return row.everything or label in row.allowed


def taken(world: World, place: Place) -> Iterator[str]:
    """Send every kind of nonsense; yield what was taken, or refused in the wrong words."""
    for label, put in probes_of(world, place).items():
        if not _is_allowed(place, label):
            failure = _send(world, place, put)
            expect = row_of(place).instead.get(label, Expect())
            if failure is None:
                yield f"{label}: was taken"
            elif problem := _problem(failure, place, expect, exactly=label == "too many"):
                yield f"{label}: {problem}, got {failure}"


def refused(world: World, place: Place) -> Iterator[str]:
    """Send everything odd that is allowed; yield what was refused."""
    for label, put in probes_of(world, place).items():
        if _is_allowed(place, label):
            failure = _send(world, place, put)
            if failure is not None:
                yield f"{label}: is allowed, got {failure}"


def _problem(failure: Failure, place: Place, expect: Expect, *, exactly: bool) -> str:
    if (failure.code, failure.reason) != (expect.code, expect.reason):
        return f"should be {expect.code} {expect.reason}"
    if expect.metadata:
        return "" if expect.metadata in failure.metadata else f"{expect.metadata} is not named"
    path = _path(place, expect)
    within = () if exactly else (f"{path}.", f"{path}[")
    named = any(each == path or each.startswith(within) for each in failure.fields)
    return "" if named else f"{path} is not named"


def _path(place: Place, expect: Expect) -> str:
    if expect.field is None:
        return place.path
    if expect.field.startswith("/"):
        return expect.field[1:]
    return ".".join(filter(None, (place.holder_path, expect.field)))


def check(world: World, place: Place) -> None:
    """Assert that nonsense in one field is refused, naming it, and changes nothing."""
    before = snapshot(world.harness)
    problems = list(taken(world, place))
    assert not problems, "\n".join(problems)
    assert snapshot(world.harness) == before, "what was refused left something behind"
    problems = list(refused(world, place))
    assert not problems, "\n".join(problems)


def odd_world(database_url: str, folder: Path) -> Iterator[World]:
    """Start a service whose program has a plugin with settings and one without."""
    plugins = {"simple": simple_rules, "own": rated_rules}
    running = start_harness(database_url, folder, registry_of(plugins))
    own: dict[str, list[tuple[str, dict[str, Any]]]] = {
        business: [("simple", {})] for business in ("hotel", "dining", "retail", "fuel")
    }
    tiers = [program_pb2.Tier(tier_id="tier1", display_name="Tier 1", qualifying_points=10**9)]
    build.publish(running.client(), build.program(own, tiers=tiers, tier_window_days=365))
    try:
        yield World.of(running)
    finally:
        running.stop()
