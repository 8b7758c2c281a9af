"""Claim codes: derived from the request that asked for one, found by their hash.

So a repeat of the request gives the same code, and the database, which holds only the
hash of each, gives none away.
"""

from __future__ import annotations

from loyalty_chassis.canonical import keyed_digest
from loyalty_chassis.storage.requests import Ticket

from loyalty_points.domain.purchases import claim_codes

KEY_VERSION = 1
"""Goes before every hash, so that a later key can be told from this one."""


class ClaimCodes:
    """Makes codes and the hashes under which they are found."""

    def __init__(self, key: bytes) -> None:
        """Derive them with that key, 32 bytes or more."""
        self._key = key

    def code_for(self, ticket: Ticket) -> str:
        """Return the code of a request: nobody can tell it without the key."""
        digest = keyed_digest(self._key, ["claim-code", ticket.key])
        return claim_codes.code_of(digest[: claim_codes.SECRET_BYTES])

    def unclaimed_id(self, code: str) -> str:
        """Return the id of the purchase that a code stands for."""
        return f"{KEY_VERSION}:{keyed_digest(self._key, ['unclaimed-purchase', code]).hex()}"
