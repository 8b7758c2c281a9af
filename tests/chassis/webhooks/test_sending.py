"""Requests to receivers of every kind: bounded, unredirected, and only where it was checked."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence

import pytest
from loyalty_chassis.events.envelope import CONTENT_TYPE
from loyalty_chassis.webhooks.addresses import AddressPolicy, parse_networks
from loyalty_chassis.webhooks.sending import Reply, Sender

from support.webhooks.receiver import answering, receiving

SECONDS = 0.6
SLACK_SECONDS = 1.5
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n"
HEADERS = {"webhook-id": "e1"}


def policy(*ports: int) -> AddressPolicy:
    return AddressPolicy(parse_networks("127.0.0.0/8,::1/128"), frozenset(ports), allows_http=True)


def send(port: int, url: str = "", seconds: float = SECONDS) -> Reply:
    sender = Sender(policy(port), seconds)
    return sender.send(url or f"http://127.0.0.1:{port}/", HEADERS, b'{"a":1}')


def timed(run: Callable[[], Reply]) -> tuple[Reply, float]:
    began = time.monotonic()
    return run(), time.monotonic() - began


def test_a_body_is_posted_with_its_headers() -> None:
    with receiving() as receiver:
        url = f"http://localhost:{receiver.port}/hook?a=%20b"
        assert send(receiver.port, url) == Reply(204)
    (received,) = receiver.requests
    assert (received.path, received.body) == ("/hook?a=%20b", b'{"a":1}')
    assert received.headers["host"] == f"localhost:{receiver.port}"
    assert received.headers["content-type"] == CONTENT_TYPE
    assert received.headers["webhook-id"] == "e1"
    assert received.headers["connection"] == "close"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    with receiving() as receiver, receiving() as elsewhere:
        receiver.status = status
        receiver.answer_headers = {"Location": elsewhere.url}
        assert send(receiver.port, receiver.url).status_code == status
        assert elsewhere.requests == []
        assert len(receiver.requests) == 1


def test_a_receiver_that_never_answers_is_given_up() -> None:
    with answering(lambda _opened: time.sleep(3 * SECONDS)) as port:
        reply, spent = timed(lambda: send(port))
    assert reply == Reply(error=f"no answer within {SECONDS:g} s")
    assert spent < SLACK_SECONDS


def _drip(opened: socket.socket) -> None:
    opened.sendall(b"HTTP/1.1 200 OK\r\nX-Drip: ")
    while True:
        opened.sendall(b"x")
        time.sleep(0.05)


def test_a_receiver_that_drips_its_answer_is_given_up() -> None:
    with answering(_drip) as port:
        reply, spent = timed(lambda: send(port))
    assert reply == Reply(error=f"no answer within {SECONDS:g} s")
    assert SECONDS <= spent < SLACK_SECONDS


def test_a_body_that_drips_does_not_change_the_answer_and_ends_in_time() -> None:
    def answer(opened: socket.socket) -> None:
        opened.sendall(HEAD)
        while True:
            opened.sendall(b"x")
            time.sleep(0.05)

    with answering(answer) as port:
        reply, spent = timed(lambda: send(port))
    assert reply.status_code == 200
    assert spent < SLACK_SECONDS


def test_of_a_huge_answer_a_little_is_read() -> None:
    sent: list[int] = []

    def answer(opened: socket.socket) -> None:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
        opened.recv(65_536)
        opened.sendall(HEAD)
        while True:
            sent.append(opened.send(b"x" * 65_536))

    with answering(answer) as port:
        reply, spent = timed(lambda: send(port, seconds=5))
    assert reply.status_code == 200
    assert spent < SLACK_SECONDS
    assert sum(sent) < 32 * 2**20, "the buffers of the system, and no more"


def test_headers_without_end_are_given_up() -> None:
    def answer(opened: socket.socket) -> None:
        opened.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            opened.sendall(b"X-More: " + b"x" * 1000 + b"\r\n")

    with answering(answer) as port:
        reply, spent = timed(lambda: send(port, seconds=5))
    assert reply.status_code == 0
    assert reply.error
    assert spent < SLACK_SECONDS


@pytest.mark.parametrize("said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 abc OK\r\n\r\n", b"\0" * 99])
def test_what_is_no_answer_is_a_failure(said: bytes) -> None:
    def answer(opened: socket.socket) -> None:
        opened.recv(65_536)
        opened.sendall(said)

    with answering(answer) as port:
        reply = send(port)
    assert reply.status_code == 0
    assert reply.error.startswith("the connection failed")


def test_a_closed_port_is_told() -> None:
    with receiving() as receiver:
        port = receiver.port
    assert send(port) == Reply(error="the connection was refused")


def test_a_receiver_says_when_to_come_again() -> None:
    with receiving() as receiver:
        receiver.status, receiver.answer_headers = 429, {"Retry-After": "120"}
        assert send(receiver.port) == Reply(429, "", 120_000)
        for odd in ("-1", "soon", "9" * 30, "1.5", "٣"):
            receiver.answer_headers = {"Retry-After": odd.encode("utf-8").decode("latin-1")}
            assert send(receiver.port) == Reply(429)


class Names:
    """A resolver that answers differently each time, as whoever owns a name may let it."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, host: str, _port: int) -> Sequence[str]:
        assert host == "app.example"
        self.asked += 1
        return self.answers.pop(0)


def _only(address: str, port: int) -> AddressPolicy:
    return AddressPolicy(parse_networks(f"{address}/32"), frozenset({port}), allows_http=True)


def test_a_name_that_changes_after_the_check_leads_nowhere_else() -> None:
    with receiving(host="127.0.0.2") as allowed:
        names = Names(["127.0.0.2"], ["127.0.0.1"])
        sender = Sender(_only("127.0.0.2", allowed.port), SECONDS, resolve=names)
        url = f"http://app.example:{allowed.port}/"
        assert sender.send(url, HEADERS, b"{}") == Reply(204)
        assert names.asked == 1, "what was checked is what is connected to"
        assert allowed.requests[0].headers["host"] == f"app.example:{allowed.port}"
        refused = sender.send(url, HEADERS, b"{}")
        assert refused == Reply(error="address refused: its host is not a public address")
        assert len(allowed.requests) == 1


def test_a_name_of_which_one_address_is_private_is_refused_whole() -> None:
    with receiving(host="127.0.0.2") as allowed, receiving() as private:
        sender = Sender(
            _only("127.0.0.2", allowed.port), SECONDS, resolve=Names(["127.0.0.2", "127.0.0.1"])
        )
        reply = sender.send(f"http://app.example:{allowed.port}/", HEADERS, b"{}")
        assert reply.error.startswith("address refused")
        assert allowed.requests == private.requests == []


def test_where_the_first_address_takes_no_connection_the_second_is_tried() -> None:
    with receiving() as receiver:
        names = Names(["127.0.0.9", "127.0.0.1"])
        sender = Sender(policy(receiver.port), SECONDS, resolve=names)
        reply = sender.send(f"http://app.example:{receiver.port}/", HEADERS, b"{}")
        assert reply == Reply(204)


def test_private_addresses_are_refused_by_the_systems_own_resolver() -> None:
    with receiving() as receiver:
        strict = AddressPolicy((), frozenset({receiver.port}), allows_http=True)
        for host in ("localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"):
            reply = Sender(strict, SECONDS).send(f"http://{host}:{receiver.port}/", HEADERS, b"{}")
            assert reply.error.startswith("address refused"), host
        assert receiver.requests == []


def test_a_name_that_nobody_knows_is_told() -> None:
    def unknown(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    sender = Sender(policy(443), SECONDS, resolve=unknown)
    assert sender.send("https://app.example/", HEADERS, b"{}").error == "the host's name is unknown"


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as receiver, receiving() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert send(receiver.port) == Reply(204)
        assert proxy.requests == []
