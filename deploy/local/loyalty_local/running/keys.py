"""Random keys: those of the service, and one for each client."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from loyalty_local.ids import BUSINESSES

KEY_BYTES = 32
GROUP = "group"
OPERATOR = "operator"
SUPERVISOR = "supervisor"
"""A second client of the group, to approve what the operator proposes."""
APP = "retail-app"
"""The client of the shop's app: it sees and enrolls members, and is told of events."""
APP_BUSINESS = "retail"
SERVICE_KEYS = ("journal", "identity", "request")

TILL_GRANTS = ["members", "purchases", "redemptions", "accounts"]
APP_GRANTS = ["members", "accounts", "claims", "webhooks"]
OPERATOR_GRANTS = [
    *TILL_GRANTS,
    "claims",
    "programs",
    "audit",
    "adjustments",
    "clearing",
    "webhooks",
    "events",
]


@dataclass(frozen=True)
class Keys:
    """All keys of a local suite, and the file that tells the service of its clients."""

    service: Mapping[str, str] = field(repr=False)
    clients: Mapping[str, str] = field(repr=False)
    clients_file: Path

    @property
    def operator(self) -> str:
        """The key of the client that may do everything."""
        return self.clients[OPERATOR]

    @property
    def supervisor(self) -> str:
        """The key of the client that approves."""
        return self.clients[SUPERVISOR]

    def till(self, business_id: str) -> str:
        """Return the key of a business's tills."""
        return self.clients[till_client(business_id)]


def till_client(business_id: str) -> str:
    """Return the id of the client that a business's tills are."""
    return f"{business_id}-tills"


def make_or_load_keys(folder: Path) -> Keys:
    """Return the keys in a folder, making those that are not there; one file a key."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    tills = (till_client(business_id) for business_id in BUSINESSES)
    client_ids = [OPERATOR, SUPERVISOR, APP, *tills]
    clients = {client_id: _key(folder / client_id) for client_id in client_ids}
    service = {name: _key(folder / f"service-{name}") for name in SERVICE_KEYS}
    clients_file = folder / "clients.json"
    clients_file.write_text(json.dumps(_clients_document(clients), indent=2) + "\n", "utf-8")
    return Keys(service, clients, clients_file)


def _key(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(KEY_BYTES), "ascii")
    return path.read_text("ascii").strip()


def _clients_document(clients: Mapping[str, str]) -> dict[str, object]:
    tills = [
        _client(till_client(business_id), business_id, TILL_GRANTS, clients)
        for business_id in BUSINESSES
    ]
    group = [
        _client(client_id, GROUP, OPERATOR_GRANTS, clients) for client_id in (OPERATOR, SUPERVISOR)
    ]
    app = _client(APP, APP_BUSINESS, APP_GRANTS, clients)
    return {"clients": [*tills, app, *group]}


def _client(
    client_id: str, business_id: str, grants: list[str], clients: Mapping[str, str]
) -> dict[str, object]:
    return {
        "client_id": client_id,
        "key_sha256": hashlib.sha256(clients[client_id].encode()).hexdigest(),
        "business_id": business_id,
        "store_ids": [],
        "grants": grants,
    }
