"""From an identity to the member it belongs to."""

from __future__ import annotations

from loyalty_chassis.canonical import keyed_digest

from loyalty_points.domain.members.identities import Identity
from loyalty_points.store import reading

KEY_VERSION = 1
"""Goes before every hash, so that a later key can be told from this one."""


class IdentityHasher:
    """Turns identities into the keyed hashes under which they are kept."""

    def __init__(self, key: bytes) -> None:
        """Hash under that key, 32 bytes or more."""
        self._key = key

    def identity_id(self, identity: Identity) -> str:
        """Return the id under which an identity is kept. It says nothing of the value."""
        digest = keyed_digest(self._key, [identity.identity_type.value, identity.value])
        return f"{KEY_VERSION}:{digest.hex()}"


def member_id_of(hasher: IdentityHasher, key: str | Identity) -> str:
    """Return the id of the member that a key names, with one read for an identity.

    Raises MemberNotFound.
    """
    if isinstance(key, str):
        return key
    return reading.read_identity(hasher.identity_id(key))
