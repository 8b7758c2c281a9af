"""Purchases without a member and the claims of them, from messages."""

from __future__ import annotations

from loyalty.points.v1 import points_service_pb2 as pb
from loyalty_chassis.validation import Fields

from loyalty_points.domain.purchases.claim_codes import read_code
from loyalty_points.rpc.read.read_member import read_member_key
from loyalty_points.rpc.read.read_purchase import read_purchase
from loyalty_points.use_cases.purchases.purchase_commands import (
    ClaimPurchase,
    RecordAnonymousPurchase,
    WithdrawAnonymousPurchase,
)

TYPED_MAX = 64
"""Characters of what was typed as a code."""


def read_anonymous_purchase(
    request: pb.RecordAnonymousPurchaseRequest,
) -> RecordAnonymousPurchase:
    """Return the command. Raises InvalidField."""
    fields = Fields()
    fields.request_id(request.request_id)
    purchase = read_purchase(fields, request.purchase, is_set=request.HasField("purchase"))
    fields.finish()
    return RecordAnonymousPurchase(purchase)


def read_claim(request: pb.ClaimPurchaseRequest) -> ClaimPurchase:
    """Return the command; text that cannot be a code is told from no other wrong code.

    Raises InvalidField.
    """
    fields = Fields()
    fields.request_id(request.request_id)
    member = read_member_key(fields, request.member)
    fields.text(request.claim_code, "claim_code", TYPED_MAX)
    fields.finish()
    return ClaimPurchase(member, read_code(request.claim_code) or "")


def read_withdrawal(
    request: pb.WithdrawAnonymousPurchaseRequest,
) -> WithdrawAnonymousPurchase:
    """Return the command, its code as in a claim. Raises InvalidField."""
    fields = Fields()
    fields.request_id(request.request_id)
    fields.text(request.claim_code, "claim_code", TYPED_MAX)
    fields.finish()
    return WithdrawAnonymousPurchase(read_code(request.claim_code) or "")
