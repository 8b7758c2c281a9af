"""Who may call, and for whom: clients, their keys and their grants."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import structlog
from pydantic import BaseModel, ConfigDict, Field

from .errors import CredentialsInvalid, NotGranted
from .starting import CannotStart

GROUP = "group"

logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Caller:
    """A client of the suite, as its key proves it."""

    client_id: str
    business_id: str
    """The one business it acts for, or "group" for all."""
    store_ids: frozenset[str]
    """The stores it acts for; empty for all of its business."""
    grants: frozenset[str]

    @property
    def is_group(self) -> bool:
        """Whether it acts for the whole group."""
        return self.business_id == GROUP

    def require(self, grant: str) -> None:
        """Raise NotGranted unless the caller has the grant."""
        if grant not in self.grants:
            raise NotGranted(f"this client lacks the grant {grant!r}", {"grant": grant})

    def require_group(self) -> None:
        """Raise NotGranted unless the caller acts for the whole group."""
        if not self.is_group:
            raise NotGranted("only a client of the group may do this")

    def sees(self, business_id: str) -> bool:
        """Tell whether the details of that business are for this caller."""
        return self.is_group or self.business_id == business_id

    def require_business(self, business_id: str) -> None:
        """Raise NotGranted unless the caller acts for that business."""
        if not self.sees(business_id):
            raise NotGranted(
                f"this client does not act for business {business_id!r}",
                {"business_id": business_id},
            )

    def require_store(self, business_id: str, store_id: str) -> None:
        """Raise NotGranted unless the caller acts for that store."""
        self.require_business(business_id)
        if self.store_ids and store_id not in self.store_ids:
            raise NotGranted(
                f"this client does not act for store {store_id!r}", {"store_id": store_id}
            )


class ClientEntry(BaseModel):
    """One client in the clients file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    client_id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")
    key_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    business_id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")
    store_ids: list[str] = []
    grants: list[str] = Field(min_length=1)


class ClientsFile(BaseModel):
    """The clients file: JSON, kept by the operator, read again when it changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    clients: list[ClientEntry]


def _by_key(text: str) -> Mapping[str, Caller]:
    """Return the callers of a clients file by the digest of their key. Raises ValueError."""
    entries = ClientsFile.model_validate(json.loads(text)).clients
    if len({entry.key_sha256 for entry in entries}) < len(entries):
        raise ValueError("two clients have the same key")
    return {
        entry.key_sha256: Caller(
            entry.client_id, entry.business_id, frozenset(entry.store_ids), frozenset(entry.grants)
        )
        for entry in entries
    }


class ClientDirectory:
    """Finds the caller that a key belongs to.

    Keys are random and long, so the file holds plain SHA-256 digests of them.
    """

    def __init__(self, path: Path, known_grants: Collection[str]) -> None:
        """Read the file. Raises CannotStart where it cannot be used.

        Grants other than the known ones are logged: another service's, or misspelt.
        """
        self._path = path
        self._known_grants = frozenset(known_grants)
        self._lock = threading.Lock()
        try:
            self._modified = path.stat().st_mtime_ns
            self._callers = self._read()
        except OSError as error:
            raise CannotStart(f"the clients file {path} cannot be used: {error}") from error
        except ValueError as error:
            raise CannotStart(str(error)) from error

    def caller_of(self, key: str) -> Caller:
        """Return the caller with that key. Raises CredentialsInvalid."""
        caller = self._callers.get(hashlib.sha256(key.encode()).hexdigest())
        if caller is None:
            raise CredentialsInvalid("no client has this key")
        return caller

    def refresh(self) -> bool:
        """Read the file again if it changed; tell whether it did.

        Raises OSError or ValueError, naming it, where it cannot be used; the old clients stay.
        """
        modified = self._path.stat().st_mtime_ns
        with self._lock:
            if modified == self._modified:
                return False
            self._callers = self._read()
            self._modified = modified
            return True

    def _read(self) -> Mapping[str, Caller]:
        try:
            callers = _by_key(self._path.read_text())
        except ValueError as error:
            raise ValueError(f"the clients file {self._path} cannot be used: {error}") from error
        for caller in callers.values():
            if unknown := caller.grants - self._known_grants:
                logger.warning(
                    "grants that nothing here asks for",
                    client=caller.client_id,
                    grants=sorted(unknown),
                    file=str(self._path),
                )
        return callers
