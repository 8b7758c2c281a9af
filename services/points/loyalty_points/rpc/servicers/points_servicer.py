"""PointsService."""

from __future__ import annotations

import grpc
from google.rpc import status_pb2
from loyalty.points.v1 import points_service_pb2 as pb
from loyalty.points.v1 import points_service_pb2_grpc
from loyalty_chassis.calls import Call, current_call
from loyalty_chassis.validation import Fields
from loyalty_sdk import POINTS_MAX

from loyalty_points.rpc.batches import status_of_item
from loyalty_points.rpc.grants import DOMAIN
from loyalty_points.rpc.ids import (
    read_page_size,
    read_place,
    read_reason,
    read_reference,
)
from loyalty_points.rpc.pages import add_what_fits
from loyalty_points.rpc.read.read_claim import (
    read_anonymous_purchase,
    read_claim,
    read_withdrawal,
)
from loyalty_points.rpc.read.read_member import read_member_key
from loyalty_points.rpc.read.read_operation import read_operation
from loyalty_points.rpc.read.read_purchase import read_purchase
from loyalty_points.rpc.write.write_account import fill_account
from loyalty_points.rpc.write.write_claim import write_to_claim
from loyalty_points.rpc.write.write_entry import fill_entry, write_entry
from loyalty_points.rpc.write.write_quote import write_quote
from loyalty_points.use_cases import look_up
from loyalty_points.use_cases.commands import RedeemPoints
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.purchases.claim_purchase import claim_purchase
from loyalty_points.use_cases.purchases.purchase_commands import RecordPurchase
from loyalty_points.use_cases.purchases.quote_purchase import quote_purchase
from loyalty_points.use_cases.purchases.record_anonymous_purchase import record_anonymous_purchase
from loyalty_points.use_cases.purchases.record_purchase import record_purchase
from loyalty_points.use_cases.purchases.withdraw_anonymous_purchase import (
    withdraw_anonymous_purchase,
)
from loyalty_points.use_cases.redeem_points import redeem_points

BATCH_MAX = 100
BATCH_LINES_MAX = 5000
"""So that the answer to a batch, which repeats its lines, stays below 4 MiB."""


class PointsServicer(points_service_pb2_grpc.PointsServiceServicer):
    """Reads each request, runs its use case, writes the answer."""

    def __init__(self, parts: Parts) -> None:
        """Serve with these parts."""
        self._parts = parts

    def QuotePurchase(  # noqa: N802
        self, request: pb.QuotePurchaseRequest, _context: grpc.ServicerContext
    ) -> pb.QuotePurchaseResponse:
        """Quote a purchase."""
        fields = Fields()
        member = read_member_key(fields, request.member)
        is_set = request.HasField("purchase")
        purchase = read_purchase(fields, request.purchase, is_set=is_set, needs_receipt=False)
        fields.whole(request.burn_points, "burn_points", 0, POINTS_MAX)
        fields.finish()
        return write_quote(
            quote_purchase(self._parts, current_call(), member, purchase, request.burn_points)
        )

    def RecordPurchase(  # noqa: N802
        self, request: pb.RecordPurchaseRequest, _context: grpc.ServicerContext
    ) -> pb.RecordPurchaseResponse:
        """Record a purchase."""
        call = current_call()
        command = _read_record(request)
        entry = record_purchase(self._parts, call, request.request_id, command)
        response = pb.RecordPurchaseResponse()
        fill_entry(response.entry, entry, call.caller)
        return response

    def SubmitPurchases(  # noqa: N802
        self, request: pb.SubmitPurchasesRequest, _context: grpc.ServicerContext
    ) -> pb.SubmitPurchasesResponse:
        """Record what a till kept, each purchase for itself."""
        fields = Fields()
        fields.count(request.purchases, "purchases", 1, BATCH_MAX)
        lines = sum(len(each.purchase.lines) for each in request.purchases)
        if lines > BATCH_LINES_MAX:
            fields.wrong("purchases", f"must hold at most {BATCH_LINES_MAX} lines, hold {lines}")
        fields.finish()
        call = current_call()
        return pb.SubmitPurchasesResponse(
            results=[
                self._submit_one(call, index, purchase)
                for index, purchase in enumerate(request.purchases)
            ]
        )

    def _submit_one(
        self, call: Call, index: int, request: pb.RecordPurchaseRequest
    ) -> pb.SubmitResult:
        own = Call(call.caller, call.deadline)
        try:
            command = _read_record(request)
            entry = record_purchase(self._parts, own, request.request_id, command)
        except Exception as error:  # noqa: BLE001  # items do not share a fate
            status = status_of_item(error, "SubmitPurchases", DOMAIN, f"purchases[{index}]")
            return pb.SubmitResult(
                request_id=request.request_id, status=status, replayed=own.replayed
            )
        return pb.SubmitResult(
            request_id=request.request_id,
            status=status_pb2.Status(),
            entry=write_entry(entry, call.caller),
            replayed=own.replayed,
        )

    def RecordAnonymousPurchase(  # noqa: N802
        self, request: pb.RecordAnonymousPurchaseRequest, _context: grpc.ServicerContext
    ) -> pb.RecordAnonymousPurchaseResponse:
        """Record a purchase for somebody to claim."""
        command = read_anonymous_purchase(request)
        to_claim = record_anonymous_purchase(
            self._parts, current_call(), request.request_id, command
        )
        return write_to_claim(to_claim)

    def ClaimPurchase(  # noqa: N802
        self, request: pb.ClaimPurchaseRequest, _context: grpc.ServicerContext
    ) -> pb.ClaimPurchaseResponse:
        """Give a purchase to the member who made it."""
        call, command = current_call(), read_claim(request)
        entry = claim_purchase(self._parts, call, request.request_id, command)
        return pb.ClaimPurchaseResponse(entry=write_entry(entry, call.caller))

    def WithdrawAnonymousPurchase(  # noqa: N802
        self, request: pb.WithdrawAnonymousPurchaseRequest, _context: grpc.ServicerContext
    ) -> pb.WithdrawAnonymousPurchaseResponse:
        """Let a purchase not be claimed any more."""
        command = read_withdrawal(request)
        withdraw_anonymous_purchase(self._parts, current_call(), request.request_id, command)
        return pb.WithdrawAnonymousPurchaseResponse()

    def RedeemPoints(  # noqa: N802
        self, request: pb.RedeemPointsRequest, _context: grpc.ServicerContext
    ) -> pb.RedeemPointsResponse:
        """Redeem points without a purchase."""
        fields = Fields()
        fields.request_id(request.request_id)
        member = read_member_key(fields, request.member)
        read_place(fields, request.business_id, request.store_id)
        fields.whole(request.points, "points", 1, POINTS_MAX)
        read_reason(fields, request.reason)
        read_reference(fields, request.reference)
        fields.finish()
        command = RedeemPoints(
            member,
            request.business_id,
            request.store_id,
            request.points,
            request.reason,
            request.reference,
        )
        call = current_call()
        entry = redeem_points(self._parts, call, request.request_id, command)
        return pb.RedeemPointsResponse(entry=write_entry(entry, call.caller))

    def GetAccount(  # noqa: N802
        self, request: pb.GetAccountRequest, _context: grpc.ServicerContext
    ) -> pb.GetAccountResponse:
        """Get an account."""
        fields = Fields()
        member = read_member_key(fields, request.member)
        fields.finish()
        account, now = look_up.get_account(self._parts, member)
        response = pb.GetAccountResponse()
        fill_account(response.account, account, now, current_call().caller)
        return response

    def ListEntries(  # noqa: N802
        self, request: pb.ListEntriesRequest, _context: grpc.ServicerContext
    ) -> pb.ListEntriesResponse:
        """List an account's entries."""
        fields = Fields()
        member = read_member_key(fields, request.member)
        size = read_page_size(fields, request.page_size)
        fields.finish()
        call = current_call()
        entries = look_up.list_entries(self._parts, call, member, size, request.page_token)
        page = pb.ListEntriesResponse()
        written = (write_entry(entry, call.caller) for entry in entries[:size])
        add_what_fits(page, page.entries, written)
        shown = len(page.entries)
        if shown < len(entries):
            page.next_page_token = look_up.entries_after(self._parts, entries[shown - 1])
        return page

    def GetEntry(  # noqa: N802
        self, request: pb.GetEntryRequest, _context: grpc.ServicerContext
    ) -> pb.GetEntryResponse:
        """Get the entry that a request made."""
        fields = Fields()
        fields.request_id(request.request_id)
        operation = read_operation(request.operation)
        if not operation:
            fields.wrong("operation", "must be a known operation")
        fields.finish()
        call = current_call()
        entry = look_up.get_entry(self._parts, call, operation, request.request_id)
        return pb.GetEntryResponse(entry=write_entry(entry, call.caller))


def _read_record(request: pb.RecordPurchaseRequest) -> RecordPurchase:
    fields = Fields()
    fields.request_id(request.request_id)
    member = read_member_key(fields, request.member)
    purchase = read_purchase(fields, request.purchase, is_set=request.HasField("purchase"))
    fields.whole(request.burn_points, "burn_points", 0, POINTS_MAX)
    fields.finish()
    return RecordPurchase(member, purchase, request.burn_points)
