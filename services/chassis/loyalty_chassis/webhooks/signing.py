"""Secrets and signatures, as Standard Webhooks has them (standardwebhooks.com)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from standardwebhooks import Webhook

SECRET_BYTES = 32
_PREFIX = "whsec_"


class SecretUnreadable(Exception):
    """A sealed secret was not sealed with this service's key."""


class SecretBox:
    """Makes secrets, seals them for keeping, and opens them for signing."""

    def __init__(self, key: bytes) -> None:
        """Derive the sealing key from `key`, 32 bytes or more."""
        derived = hmac.digest(key, b"webhook-secret", hashlib.sha256)
        self._seal = Fernet(base64.urlsafe_b64encode(derived))

    def new(self) -> str:
        """Return a secret that nobody has, as its receiver gets it."""
        return _PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()

    def seal(self, secret: str) -> str:
        """Return a secret as it is kept."""
        return self._seal.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return a secret that was kept. Raises SecretUnreadable."""
        try:
            return self._seal.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise SecretUnreadable("the secret was sealed with another key") from error


def signed_headers(
    event_id: str, now: datetime, body: bytes, opened: Sequence[str]
) -> Mapping[str, str]:
    """Return the headers that prove a body to whoever has one of these secrets."""
    text = body.decode()
    signatures = [Webhook(secret).sign(event_id, now, text) for secret in opened]
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
