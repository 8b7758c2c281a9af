"""One client's connection to the points service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import grpc
from loyalty.points.v1.adjustment_service_pb2_grpc import AdjustmentServiceStub
from loyalty.points.v1.audit_service_pb2_grpc import AuditServiceStub
from loyalty.points.v1.clearing_service_pb2_grpc import ClearingServiceStub
from loyalty.points.v1.event_service_pb2_grpc import EventServiceStub
from loyalty.points.v1.hold_service_pb2_grpc import HoldServiceStub
from loyalty.points.v1.household_service_pb2_grpc import HouseholdServiceStub
from loyalty.points.v1.journey_service_pb2_grpc import JourneyServiceStub
from loyalty.points.v1.member_service_pb2_grpc import MemberServiceStub
from loyalty.points.v1.points_service_pb2_grpc import PointsServiceStub
from loyalty.points.v1.program_service_pb2_grpc import ProgramServiceStub
from loyalty.points.v1.return_service_pb2_grpc import ReturnServiceStub
from loyalty.points.v1.statement_service_pb2_grpc import StatementServiceStub
from loyalty.points.v1.store_service_pb2_grpc import StoreServiceStub
from loyalty.points.v1.transfer_service_pb2_grpc import TransferServiceStub
from loyalty.points.v1.webhook_service_pb2_grpc import WebhookServiceStub

from .errors import Interrupted, KeyRefused
from .outcomes import how_to_repeat, is_unknown
from .retries import with_retries

DEADLINE_SECONDS = 30.0
PAGE_SIZE = 200
"""Asked for at most; some rpcs have fewer."""


class Client:
    """Calls the service with one key, which it never shows.

    Raises KeyRefused where the key is missing or cannot be sent.
    """

    def __init__(self, address: str, key: str) -> None:
        require_key(key)
        self._channel = grpc.insecure_channel(address)
        self._metadata = (("authorization", f"Bearer {key}"),)
        self.members: Any = MemberServiceStub(self._channel)
        self.points: Any = PointsServiceStub(self._channel)
        self.programs: Any = ProgramServiceStub(self._channel)
        self.stores: Any = StoreServiceStub(self._channel)
        self.audits: Any = AuditServiceStub(self._channel)
        self.statements: Any = StatementServiceStub(self._channel)
        self.clearing: Any = ClearingServiceStub(self._channel)
        self.transfers: Any = TransferServiceStub(self._channel)
        self.adjustments: Any = AdjustmentServiceStub(self._channel)
        self.events: Any = EventServiceStub(self._channel)
        self.journeys: Any = JourneyServiceStub(self._channel)
        self.holds: Any = HoldServiceStub(self._channel)
        self.returns: Any = ReturnServiceStub(self._channel)
        self.households: Any = HouseholdServiceStub(self._channel)
        self.webhooks: Any = WebhookServiceStub(self._channel)

    def call(self, method: Any, request: object) -> Any:  # noqa: ANN401, stubs are untyped
        """Return the answer to one request, tried again while the service is away or busy.

        Raises grpc.RpcError.
        """
        return self.call_with_replayed(method, request)[0]

    def call_with_replayed(self, method: Any, request: object) -> tuple[Any, bool]:  # noqa: ANN401
        """Return the answer, and whether it repeats that of an earlier call.

        Raises grpc.RpcError, or Interrupted where Ctrl-C leaves it open what came of a write.
        """
        try:
            answer, call = with_retries(self._attempt(method, request))
        except grpc.RpcError as error:
            if is_unknown(error) and (how := how_to_repeat(request)):
                error.add_note(how)
            raise
        except KeyboardInterrupt as error:
            if how := how_to_repeat(request):
                raise Interrupted(f"interrupted; {how}") from error
            raise
        return answer, ("replayed", "true") in tuple(call.trailing_metadata() or ())

    def listed(self, method: Any, request: Any, items: str, limit: int | None = None) -> list[Any]:  # noqa: ANN401
        """Return what an rpc lists under the name `items`, page by page; `limit` at most.

        Raises grpc.RpcError.
        """
        found: list[Any] = []
        while limit is None or len(found) < limit:
            request.page_size = PAGE_SIZE if limit is None else min(PAGE_SIZE, limit - len(found))
            page = self.call(method, request)
            found += getattr(page, items)
            request.page_token = page.next_page_token
            if not request.page_token:
                break
        return found

    def stream(self, method: Any, request: object) -> Iterator[Any]:  # noqa: ANN401
        """Yield the answers to one request as they come. Raises grpc.RpcError on the way.

        Asked again while the service is away or busy and no answer has come.
        """

        def begun() -> tuple[list[Any], Any]:
            answers = method(request, metadata=self._metadata)
            return list(islice(answers, 1)), answers

        first, answers = with_retries(begun)
        yield from first
        try:
            yield from answers
        except grpc.RpcError as error:
            error.add_note("it broke off in the middle: run it again")
            raise

    def close(self) -> None:
        """Let go of the connection."""
        self._channel.close()

    def _attempt(self, method: Any, request: object) -> Callable[[], Any]:  # noqa: ANN401
        return lambda: method.with_call(request, metadata=self._metadata, timeout=DEADLINE_SECONDS)


def require_key(key: str) -> None:
    """Raise KeyRefused unless the key can be sent; grpc's own complaint would print it."""
    if not key:
        raise KeyRefused("no key: set LOYALTY_KEY or give --key")
    if not all("!" <= character <= "~" for character in key):
        raise KeyRefused("the key must be printable ASCII without spaces")
