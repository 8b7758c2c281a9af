"""From a claim code to the purchase it stands for."""

from __future__ import annotations

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import NotGranted

from loyalty_points.domain.errors import ClaimCodeInvalid
from loyalty_points.domain.purchases.unclaimed import UnclaimedPurchase
from loyalty_points.store import unclaimed
from loyalty_points.use_cases.parts import Parts


def find_unclaimed(parts: Parts, call: Call, code: str) -> UnclaimedPurchase:
    """Return what a code stands for, with one read.

    Raises ClaimCodeInvalid in the same words whatever is wrong with the code, and where the
    purchase is of a business or store that the caller does not act for.
    """
    found = unclaimed.read_unclaimed(parts.claim_codes.unclaimed_id(code)) if code else None
    if found is not None:
        try:
            call.caller.require_store(found.purchase.business_id, found.purchase.store_id)
        except NotGranted:
            found = None
    if found is None:
        raise ClaimCodeInvalid(
            "no purchase that this client may see has this claim code", {"field": "claim_code"}
        )
    return found
