"""Builds a running service from its settings: the one place where parts meet."""

from __future__ import annotations

from loyalty.points.v1 import (
    audit_service_pb2_grpc,
    member_service_pb2_grpc,
    points_service_pb2_grpc,
    program_service_pb2_grpc,
)
from loyalty_chassis.callers import ClientDirectory
from loyalty_chassis.clock import Clock, system_clock
from loyalty_chassis.page_tokens import PageTokens
from loyalty_chassis.plugins.registry import PluginRegistry
from loyalty_chassis.plugins.time_limit import TimeLimit
from loyalty_chassis.rpc.interceptor import CallInterceptor
from loyalty_chassis.rpc.server import Background, Server
from loyalty_chassis.settings import key_bytes
from loyalty_chassis.storage.connection import connect
from loyalty_chassis.storage.indexes import require_indexes
from loyalty_chassis.storage.requests import RequestDocument, RequestLog
from loyalty_chassis.storage.transactions import UnitOfWork

from loyalty_points.rpc.audit_servicer import AuditServicer
from loyalty_points.rpc.grants import GRANTS, SERVICE_NAMES
from loyalty_points.rpc.member_servicer import MemberServicer
from loyalty_points.rpc.points_servicer import DOMAIN, PointsServicer
from loyalty_points.rpc.program_servicer import ProgramServicer
from loyalty_points.rules import RulesCompiler, Time
from loyalty_points.settings import PointsSettings
from loyalty_points.store.documents import (
    AccountDocument,
    IdentityDocument,
    MemberDocument,
    ProgramDocument,
)
from loyalty_points.store.entry_documents import EntryDocument
from loyalty_points.use_cases.identifying import IdentityHasher
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.program_book import ProgramBook

MODELS = (
    AccountDocument,
    EntryDocument,
    IdentityDocument,
    MemberDocument,
    ProgramDocument,
    RequestDocument,
)
POOL_SPARE = 8
"""Connections beside those of the calls: for background work and audits."""


def build_parts(
    settings: PointsSettings, registry: PluginRegistry, clock: Clock = system_clock
) -> Parts:
    """Return the parts of a service, connected to its database."""
    client = connect(settings.database_url.get_secret_value(), settings.threads + POOL_SPARE)
    time = Time(TimeLimit(settings.threads), settings.plugin_milliseconds_max / 1000)
    request_key = key_bytes(settings.request_key)
    return Parts(
        unit_of_work=UnitOfWork(client),
        requests=RequestLog(request_key),
        book=ProgramBook(RulesCompiler(registry, time)),
        identities=IdentityHasher(key_bytes(settings.identity_key)),
        page_tokens=PageTokens(request_key),
        journal_key=key_bytes(settings.journal_key),
        clock=clock,
    )


def build_server(settings: PointsSettings, parts: Parts) -> Server:
    """Return a server, ready to start. Raises IndexesMissing before `migrate` was run."""
    require_indexes(MODELS)
    clients = ClientDirectory(settings.clients_file)
    server = Server(
        settings,
        CallInterceptor(DOMAIN, clients, GRANTS),
        SERVICE_NAMES,
        [
            Background("programs", parts.book.refresh, decides_health=True),
            Background("clients", clients.refresh),
        ],
    )
    member_service_pb2_grpc.add_MemberServiceServicer_to_server(
        MemberServicer(parts), server.grpc_server
    )
    points_service_pb2_grpc.add_PointsServiceServicer_to_server(
        PointsServicer(parts), server.grpc_server
    )
    program_service_pb2_grpc.add_ProgramServiceServicer_to_server(
        ProgramServicer(parts), server.grpc_server
    )
    audit_service_pb2_grpc.add_AuditServiceServicer_to_server(
        AuditServicer(parts), server.grpc_server
    )
    return server
