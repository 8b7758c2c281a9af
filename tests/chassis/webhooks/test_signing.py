"""Secrets and signatures, verified by the library that receivers use."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from loyalty_chassis.webhooks.signing import SecretBox, SecretUnreadable, signed_headers
from standardwebhooks import Webhook, WebhookVerificationError

BODY = '{"note":"déjà vu"}'.encode()


def test_a_signature_is_verified_by_the_library() -> None:
    secret = SecretBox(b"k" * 32).new()
    headers = dict(signed_headers("01J-7.1", datetime.now(UTC), BODY, [secret]))
    assert Webhook(secret).verify(BODY, headers) == {"note": "déjà vu"}
    for name, other in (
        ("webhook-id", "01J-7.2"),
        ("webhook-timestamp", str(int(headers["webhook-timestamp"]) + 1)),
    ):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(BODY, headers | {name: other})
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY + b" ", headers)


def test_while_two_secrets_hold_either_verifies() -> None:
    box = SecretBox(b"k" * 32)
    old, new, other = box.new(), box.new(), box.new()
    headers = dict(signed_headers("e", datetime.now(UTC), BODY, [new, old]))
    for secret in (old, new):
        Webhook(secret).verify(BODY, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(other).verify(BODY, headers)


def test_an_old_signature_is_too_old_for_the_library() -> None:
    secret = SecretBox(b"k" * 32).new()
    long_ago = datetime.now(UTC) - timedelta(minutes=6)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY, dict(signed_headers("e", long_ago, BODY, [secret])))


def test_secrets_are_long_and_never_the_same() -> None:
    box = SecretBox(b"k" * 32)
    made = {box.new() for _ in range(100)}
    assert len(made) == 100
    for secret in made:
        assert secret.startswith("whsec_")
        assert len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) == 32


def test_a_sealed_secret_is_opened_with_the_same_key_only() -> None:
    box = SecretBox(b"k" * 32)
    secret = box.new()
    sealed = box.seal(secret)
    assert secret.removeprefix("whsec_") not in sealed
    assert SecretBox(b"k" * 32).open(sealed) == secret
    for wrong in (sealed[:-4] + "AAA=", ""):
        with pytest.raises(SecretUnreadable):
            box.open(wrong)
    with pytest.raises(SecretUnreadable):
        SecretBox(b"x" * 32).open(sealed)
