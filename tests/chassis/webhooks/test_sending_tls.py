"""Requests over TLS: the name is proved, and the address is the one that was checked."""

from __future__ import annotations

import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from loyalty_chassis.webhooks.addresses import AddressPolicy, parse_networks
from loyalty_chassis.webhooks.sending import Reply, Sender

from support.webhooks.receiver import Receiver, answering, receiving

HEADERS = {"webhook-id": "e1"}
SECONDS = 0.6
SLACK_SECONDS = 1.5


def _sender(port: int, ca_file: Path | None, seconds: float = 5) -> Sender:
    policy = AddressPolicy(parse_networks("127.0.0.0/8"), frozenset({port}))
    return Sender(policy, seconds, ca_file, lambda _host, _port: ["127.0.0.1"])


def _certificate(folder: Path, name: str) -> Path:
    """Write a certificate for that name that vouches for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    )
    path = folder / f"{name}.pem"
    path.write_bytes(
        builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


def _serving(certificate: Path, names: list[str | None]) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    return context


def _send_encrypted(receiver: Receiver, ca_file: Path | None) -> Reply:
    url = f"https://app.example:{receiver.port}/"
    return _sender(receiver.port, ca_file).send(url, HEADERS, b"{}")


def test_over_tls_the_name_is_asked_for_and_proved(tmp_path: Path) -> None:
    certificate = _certificate(tmp_path, "app.example")
    names: list[str | None] = []
    with receiving(_serving(certificate, names)) as receiver:
        assert _send_encrypted(receiver, certificate) == Reply(204)
        assert names == ["app.example"], "not the address that is connected to"
        untrusted = _send_encrypted(receiver, None)
    assert untrusted.error.startswith("its certificate is not trusted")
    assert len(receiver.requests) == 1


def test_a_certificate_for_another_name_is_not_trusted(tmp_path: Path) -> None:
    certificate = _certificate(tmp_path, "other.example")
    with receiving(_serving(certificate, [])) as receiver:
        reply = _send_encrypted(receiver, certificate)
    assert reply.status_code == 0
    assert reply.error.startswith("its certificate is not trusted")
    assert receiver.requests == []


def test_a_handshake_that_drips_is_given_up() -> None:
    def drip(opened: socket.socket) -> None:
        opened.sendall(b"\x16\x03\x03\x40\x00")
        while True:
            opened.sendall(b"x")
            time.sleep(0.05)

    with answering(drip) as port:
        began = time.monotonic()
        reply = _sender(port, None, SECONDS).send(f"https://127.0.0.1:{port}/", HEADERS, b"{}")
        spent = time.monotonic() - began
    assert reply == Reply(error=f"no answer within {SECONDS:g} s")
    assert SECONDS <= spent < SLACK_SECONDS
