"""Sending one purchase, and finding out what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from loyalty.points.v1.entry_pb2 import Entry
from loyalty.points.v1.member_pb2 import MemberKey
from loyalty.points.v1.points_service_pb2 import (
    GetEntryRequest,
    Operation,
    QuotePurchaseRequest,
    QuotePurchaseResponse,
    RecordPurchaseRequest,
)

from loyaltyctl.client import Client
from loyaltyctl.failures import Failure, failure_of

from .items import ReplayItem

NOT_FOUND = "REQUEST_NOT_FOUND"
REUSED = "REQUEST_ID_REUSED"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one purchase: an entry or a failure."""

    item: ReplayItem
    entry: Entry | None = None
    already_recorded: bool = False
    """Whether an earlier run had recorded it."""
    failure: Failure | None = None


class PurchaseSender:
    """Sends purchases, each with the client of its business.

    With `resume`, a purchase paid with points is looked up before it is sent: what its
    quote offers now is not what it offered when an earlier run recorded it.
    """

    def __init__(self, client_of: Callable[[str], Client], *, resume: bool = False) -> None:
        self._client_of = client_of
        self._resume = resume

    def send(self, item: ReplayItem) -> Outcome:
        """Send a purchase and tell what became of it. Raises nothing of grpc's."""
        client = self._client_of(item.purchase.business_id)
        try:
            if self._resume and item.pay_with_points:
                return _look_up(client, item)
            return _record(client, item)
        except grpc.RpcError as error:
            return self._after_failure(client, item, failure_of(error))

    def _after_failure(self, client: Client, item: ReplayItem, failure: Failure) -> Outcome:
        """Do what a failure leaves to be done: send what is missing, look up what is there."""
        if failure.reason == NOT_FOUND:
            return _or_failure(_record, client, item)
        if failure.reason == REUSED and item.pay_with_points:
            return _or_failure(_look_up, client, item)
        return Outcome(item, failure=failure)


def _or_failure(
    step: Callable[[Client, ReplayItem], Outcome], client: Client, item: ReplayItem
) -> Outcome:
    try:
        return step(client, item)
    except grpc.RpcError as error:
        return Outcome(item, failure=failure_of(error))


def _look_up(client: Client, item: ReplayItem) -> Outcome:
    request = GetEntryRequest(
        request_id=item.request_id, operation=Operation.OPERATION_RECORD_PURCHASE
    )
    answer = client.call(client.points.GetEntry, request)
    return Outcome(item, entry=answer.entry, already_recorded=True)


def _record(client: Client, item: ReplayItem) -> Outcome:
    request = RecordPurchaseRequest(
        request_id=item.request_id,
        member=MemberKey(identity=item.identity),
        purchase=item.purchase,
        burn_points=_points_to_burn(client, item) if item.pay_with_points else 0,
    )
    answer, replayed = client.call_with_replayed(client.points.RecordPurchase, request)
    return Outcome(item, entry=answer.entry, already_recorded=replayed)


def _points_to_burn(client: Client, item: ReplayItem) -> int:
    """Ask how many points the purchase could take, and take them all."""
    request = QuotePurchaseRequest(member=MemberKey(identity=item.identity), purchase=item.purchase)
    quote: QuotePurchaseResponse = client.call(client.points.QuotePurchase, request)
    offer = quote.burn_offer
    return offer.max_points if offer.max_points >= offer.min_points else 0
