"""Builds the server: servicers, grants and what runs beside them."""

from __future__ import annotations

from collections.abc import Iterable

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
from loyalty_chassis.callers import ClientDirectory
from loyalty_chassis.rpc.interceptor import CallInterceptor
from loyalty_chassis.rpc.server import Background, Server
from loyalty_chassis.settings import ServiceSettings

from loyalty_points.rpc.grants import DOMAIN, GRANTS, SERVICE_NAMES
from loyalty_points.rpc.servicers.adjustment_servicer import AdjustmentServicer
from loyalty_points.rpc.servicers.audit_servicer import AuditServicer
from loyalty_points.rpc.servicers.clearing_servicer import ClearingServicer
from loyalty_points.rpc.servicers.event_servicer import EventServicer
from loyalty_points.rpc.servicers.hold_servicer import HoldServicer
from loyalty_points.rpc.servicers.household_servicer import HouseholdServicer
from loyalty_points.rpc.servicers.journey_servicer import JourneyServicer
from loyalty_points.rpc.servicers.member_servicer import MemberServicer
from loyalty_points.rpc.servicers.points_servicer import PointsServicer
from loyalty_points.rpc.servicers.program_servicer import ProgramServicer
from loyalty_points.rpc.servicers.return_servicer import ReturnServicer
from loyalty_points.rpc.servicers.statement_servicer import StatementServicer
from loyalty_points.rpc.servicers.store_servicer import StoreServicer
from loyalty_points.rpc.servicers.transfer_servicer import TransferServicer
from loyalty_points.rpc.servicers.webhook_servicer import WebhookServicer
from loyalty_points.use_cases.parts import Parts


def background_work(parts: Parts, clients: ClientDirectory) -> Iterable[Background]:
    """Return what the server does every two seconds."""
    yield Background(
        "programs", lambda: parts.book.refresh_and_check(parts.clock()), decides_health=True
    )
    yield Background("frozen stores", parts.frozen_stores.refresh)
    yield Background("clients", clients.refresh)


def build_server(settings: ServiceSettings, parts: Parts) -> Server:
    """Return a server, ready to start. Raises CannotStart for a bad clients file."""
    clients = ClientDirectory(settings.clients_file, GRANTS.values())
    server = Server(
        settings,
        CallInterceptor(DOMAIN, clients, GRANTS, settings.streams_max),
        SERVICE_NAMES,
        tuple(background_work(parts, clients)),
    )
    added_to = server.grpc_server
    member_service_pb2_grpc.add_MemberServiceServicer_to_server(MemberServicer(parts), added_to)
    points_service_pb2_grpc.add_PointsServiceServicer_to_server(PointsServicer(parts), added_to)
    program_service_pb2_grpc.add_ProgramServiceServicer_to_server(ProgramServicer(parts), added_to)
    audit_service_pb2_grpc.add_AuditServiceServicer_to_server(AuditServicer(parts), added_to)
    transfer_service_pb2_grpc.add_TransferServiceServicer_to_server(
        TransferServicer(parts), added_to
    )
    adjustment_service_pb2_grpc.add_AdjustmentServiceServicer_to_server(
        AdjustmentServicer(parts), added_to
    )
    hold_service_pb2_grpc.add_HoldServiceServicer_to_server(HoldServicer(parts), added_to)
    return_service_pb2_grpc.add_ReturnServiceServicer_to_server(ReturnServicer(parts), added_to)
    store_service_pb2_grpc.add_StoreServiceServicer_to_server(StoreServicer(parts), added_to)
    statement_service_pb2_grpc.add_StatementServiceServicer_to_server(
        StatementServicer(parts), added_to
    )
    clearing_service_pb2_grpc.add_ClearingServiceServicer_to_server(
        ClearingServicer(parts), added_to
    )
    household_service_pb2_grpc.add_HouseholdServiceServicer_to_server(
        HouseholdServicer(parts), added_to
    )
    journey_service_pb2_grpc.add_JourneyServiceServicer_to_server(JourneyServicer(parts), added_to)
    event_service_pb2_grpc.add_EventServiceServicer_to_server(EventServicer(parts), added_to)
    webhook_service_pb2_grpc.add_WebhookServiceServicer_to_server(WebhookServicer(parts), added_to)
    return server
