"""A real points service in this process: real gRPC, real database, a clock that tests move.

What is real: server, interceptor, channel, the embedded database in a process of its own.
What is not: the clock, and plugins where a test brings its own.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from loyalty.points.v1 import (
    adjustment_service_pb2_grpc,
    audit_service_pb2_grpc,
    clearing_service_pb2_grpc,
    event_service_pb2_grpc,
    hold_service_pb2_grpc,
    household_service_pb2_grpc,
    journey_service_pb2_grpc,
    member_service_pb2_grpc,
    points_service_pb2_grpc,
    program_service_pb2_grpc,
    return_service_pb2_grpc,
    statement_service_pb2_grpc,
    store_service_pb2_grpc,
    transfer_service_pb2_grpc,
    webhook_service_pb2_grpc,
)
from loyalty_chassis.plugins.registry import PluginRegistry, check_plugin
from loyalty_chassis.rpc.server import Server
from loyalty_chassis.storage.connection import disconnect
from loyalty_chassis.storage.indexes import create_indexes
from loyalty_chassis.storage.key_checks import keep_key_checks
from loyalty_points.rpc.build import build_server
from loyalty_points.settings import PointsSettings
from loyalty_points.store.models import MODELS
from loyalty_points.use_cases.parts import Parts
from loyalty_points.wiring import build_parts

from support.clocks import ManualClock

KEY = "00" * 32
ALL_GRANTS = [
    "members",
    "purchases",
    "redemptions",
    "accounts",
    "programs",
    "audit",
    "adjustments",
    "claims",
    "clearing",
    "events",
    "webhooks",
]
OPERATOR = "operator"
SUPERVISOR = "supervisor"


@dataclass
class Client:
    """Stubs of every service, speaking as one client."""

    channel: grpc.Channel
    key: str
    second_key: str = ""
    """That of another client of the group, for what takes two."""

    def __post_init__(self) -> None:
        self.members = self._stub(member_service_pb2_grpc.MemberServiceStub)
        self.points = self._stub(points_service_pb2_grpc.PointsServiceStub)
        self.programs = self._stub(program_service_pb2_grpc.ProgramServiceStub)
        self.events = self._stub(event_service_pb2_grpc.EventServiceStub)
        self.holds = self._stub(hold_service_pb2_grpc.HoldServiceStub)
        self.returns = self._stub(return_service_pb2_grpc.ReturnServiceStub)
        self.households = self._stub(household_service_pb2_grpc.HouseholdServiceStub)
        self.stores = self._stub(store_service_pb2_grpc.StoreServiceStub)
        self.audits = self._stub(audit_service_pb2_grpc.AuditServiceStub)
        self.statements = self._stub(statement_service_pb2_grpc.StatementServiceStub)
        self.clearing = self._stub(clearing_service_pb2_grpc.ClearingServiceStub)
        self.transfers = self._stub(transfer_service_pb2_grpc.TransferServiceStub)
        self.adjustments = self._stub(adjustment_service_pb2_grpc.AdjustmentServiceStub)
        self.journeys = self._stub(journey_service_pb2_grpc.JourneyServiceStub)
        self.webhooks = self._stub(webhook_service_pb2_grpc.WebhookServiceStub)

    def _stub(self, stub_type: Any) -> Any:
        stub, metadata = stub_type(self.channel), (("authorization", f"Bearer {self.key}"),)

        def bound(method: Any) -> Any:
            def call(request: Any, timeout: float = 30, **options: Any) -> Any:
                return method(request, timeout=timeout, metadata=metadata, **options)

            call.with_call = lambda request, timeout=30: method.with_call(  # type: ignore[attr-defined]
                request, timeout=timeout, metadata=metadata
            )
            call.future = lambda request, timeout=30: method.future(  # type: ignore[attr-defined]
                request, timeout=timeout, metadata=metadata
            )
            return call

        return SimpleNamespace(
            **{
                name: bound(method)
                for name, method in vars(stub).items()
                if hasattr(method, "with_call") or callable(method)
            }
        )


@dataclass
class Harness:
    """The running service and what tests need of it."""

    parts: Parts
    server: Server
    clock: ManualClock
    database: Any
    address: str
    keys: Mapping[str, str]
    clients_file: Path
    channel: grpc.Channel

    def client(self, client_id: str = OPERATOR) -> Client:
        return Client(self.channel, self.keys[client_id])

    def stop(self, *, drop: bool = True) -> None:
        self.channel.close()
        self.server.stop()
        if drop:
            self.database.client.drop_database(self.database.name)
        disconnect()


def clients_file(path: Path, businesses: Iterable[str]) -> dict[str, str]:
    """Write a clients file: two of the group, and a till client for each business.

    Return the keys.
    """
    wanted = dict.fromkeys((OPERATOR, SUPERVISOR), "group")
    wanted |= {f"{business}-tills": business for business in businesses}
    keys = {client_id: secrets.token_hex(32) for client_id in wanted}
    document = {
        "clients": [
            {
                "client_id": client_id,
                "key_sha256": hashlib.sha256(keys[client_id].encode()).hexdigest(),
                "business_id": business_id,
                "store_ids": [],
                "grants": ALL_GRANTS if business_id == "group" else ALL_GRANTS[:4],
            }
            for client_id, business_id in wanted.items()
        ]
    }
    path.write_text(json.dumps(document))
    return keys


def registry_of(plugins: Mapping[str, object]) -> PluginRegistry:
    """Return a registry of plugins that a test brings."""
    return PluginRegistry(check_plugin(name, "1.0", plugin) for name, plugin in plugins.items())


def start_harness(
    database_url: str, folder: Path, registry: PluginRegistry, **settings: Any
) -> Harness:
    """Start a service on a database of its own."""
    name = f"t{secrets.token_hex(6)}"
    keys = clients_file(folder / "clients.json", ["hotel", "dining", "retail", "fuel"])
    configured = PointsSettings(
        **{
            "database_url": database_url.replace("/loyalty_points?", f"/{name}?"),
            "listen": "127.0.0.1:0",
            "clients_file": folder / "clients.json",
            "journal_key": KEY,
            "identity_key": KEY,
            "request_key": KEY,
            "stop_seconds": 1,
            **settings,
        }
    )
    clock = ManualClock()
    parts = build_parts(configured, registry, clock)
    create_indexes(MODELS)
    keep_key_checks(configured.lasting_keys)
    server = build_server(configured, parts)
    port = server.start()
    address = f"127.0.0.1:{port}"
    database = MODELS[0]._get_collection().database
    return Harness(
        parts,
        server,
        clock,
        database,
        address,
        keys,
        configured.clients_file,
        grpc.insecure_channel(address),
    )


@dataclass(frozen=True)
class Failure:
    """A failed call, taken apart."""

    code: str
    reason: str
    message: str
    metadata: dict[str, str]
    fields: tuple[str, ...]
    retry: bool
    limits: tuple[tuple[str, str], ...] = ()
    """Of the QuotaFailure: each limit that was reached, and what is said of it."""


def failure_of(call: Any) -> Failure:
    """Run `call` and return how it failed; an AssertionError if it did not."""
    try:
        call()
    except grpc.RpcError as error:
        return parse_failure(error)
    raise AssertionError("the call did not fail")


def parse_failure(error: Any) -> Failure:
    """Return what a failed call said."""
    status = rpc_status.from_call(error)
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    quota, retry = error_details_pb2.QuotaFailure(), False
    for detail in status.details if status else ():
        detail.Unpack(info)
        detail.Unpack(bad)
        detail.Unpack(quota)
        retry = retry or detail.Is(error_details_pb2.RetryInfo.DESCRIPTOR)
    return Failure(
        error.code().name,
        info.reason,
        error.details(),
        dict(info.metadata),
        tuple(violation.field for violation in bad.field_violations),
        retry,
        tuple((violation.subject, violation.description) for violation in quota.violations),
    )
