"""One request to one address that was checked: bounded in time and in what is read."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from loyalty_chassis.events.envelope import CONTENT_TYPE
from loyalty_chassis.webhooks.addresses import (
    AddressPolicy,
    AddressRefused,
    Resolve,
    WebAddress,
    checked_addresses,
    parse_address,
    system_resolve,
)

BODY_BYTES_MAX = 4096
"""Of an answer, which nobody looks at: read so that a short one ends in good order."""
ADDRESSES_MAX = 2
"""How many of a host's are tried where one cannot be connected to."""
RETRY_AFTER_DIGITS_MAX = 6
_FAILURES = (HTTPError, HTTPException, OSError, ValueError)
"""Of urllib3, of the library below it, and of both where what came makes no sense."""
USER_AGENT = "loyalty-webhooks/1"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a request."""

    status_code: int = 0
    """0 where no answer came."""
    error: str = ""
    """In words, for whoever owns the address; empty where an answer came."""
    retry_after_ms: int = 0
    """How long the receiver asks to be left alone."""


class _Deadline:
    """Shuts what was opened once the time is over, whatever is being waited for.

    Timeouts of sockets hold for one read each: a receiver that drips would hold us for ever.
    """

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._end = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for each in self._sockets:
                each.close()

    @property
    def seconds_left(self) -> float:
        return max(0.001, self._end - time.monotonic())

    def watch(self, opened: socket.socket) -> None:
        # TLS takes a socket over and leaves an empty shell behind: a copy stays what it is.
        with self._lock:
            if self.is_over:  # while it was being opened
                opened.close()
                raise TimeoutError
            self._sockets.append(opened.dup())

    def _shut(self) -> None:
        with self._lock:
            self.is_over = True
            for each in self._sockets:
                try:
                    each.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # it was not connected, or is not any more


class _Plain(HTTPConnection):
    deadline: _Deadline

    def _new_conn(self) -> socket.socket:
        opened = super()._new_conn()
        self.deadline.watch(opened)
        return opened


class _Encrypted(HTTPSConnection):
    deadline: _Deadline

    def _new_conn(self) -> socket.socket:
        opened = super()._new_conn()
        self.deadline.watch(opened)
        return opened


class Sender:
    """Sends to addresses that whoever owns them chose. May be used by many threads."""

    def __init__(
        self,
        policy: AddressPolicy,
        seconds: float,
        ca_file: Path | None = None,
        resolve: Resolve = system_resolve,
    ) -> None:
        """Send within so many seconds each, once the name is resolved.

        `ca_file` holds the certificates to trust; None for the system's. Raises OSError
        where it cannot be read.
        """
        self._policy = policy
        self._seconds = seconds
        self._resolve = resolve
        self._tls = ssl.create_default_context(cafile=ca_file)

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Post a body. Never raises for what the other side does; redirects are not followed."""
        try:
            address = parse_address(url, self._policy)
            found = checked_addresses(address, self._policy, self._resolve)
        except AddressRefused as refused:
            return Reply(error=f"address refused: {refused}")
        except (OSError, UnicodeError):
            return Reply(error="the host's name is unknown")
        with _Deadline(self._seconds) as deadline:
            try:
                return self._post(address, found[:ADDRESSES_MAX], headers, body, deadline)
            except _FAILURES as error:
                if deadline.is_over or isinstance(error, TimeoutError):
                    return Reply(error=f"no answer within {self._seconds:g} s")
                return Reply(error=_words(error))

    def _post(
        self,
        address: WebAddress,
        found: tuple[str, ...],
        headers: Mapping[str, str],
        body: bytes,
        deadline: _Deadline,
    ) -> Reply:
        connection = self._connect(address, found, deadline)
        try:
            sent = {
                "Host": address.host_header,
                "User-Agent": USER_AGENT,
                "Content-Type": CONTENT_TYPE,
                "Accept-Encoding": "identity",
                "Connection": "close",
                **headers,
            }
            connection.request(
                "POST",
                address.target,
                body=body,
                headers=sent,
                preload_content=False,
                decode_content=False,
            )
            answer = connection.getresponse()
            if deadline.is_over:
                raise TimeoutError  # what was shut looks like the end of the headers
            reply = Reply(answer.status, "", _retry_after_ms(answer.headers.get("Retry-After")))
            _read_some(answer)
            return reply
        finally:
            connection.close()

    def _connect(
        self, address: WebAddress, found: tuple[str, ...], deadline: _Deadline
    ) -> HTTPConnection:
        """Return a connection to the first of the checked addresses that takes one."""
        *others, last = found
        for each in others:
            connection = self._connection(address, each, deadline)
            try:
                connection.connect()
            except _FAILURES:
                connection.close()
                if deadline.is_over:
                    raise
            else:
                return connection
        connection = self._connection(address, last, deadline)
        connection.connect()
        return connection

    def _connection(
        self, address: WebAddress, checked: str, deadline: _Deadline
    ) -> _Plain | _Encrypted:
        connection: _Plain | _Encrypted
        if address.scheme == "https":
            # The name is what the certificate must be for; the address is what was checked.
            connection = _Encrypted(
                checked,
                address.port,
                timeout=deadline.seconds_left,
                server_hostname=address.host,
                ssl_context=self._tls,
            )
        else:
            connection = _Plain(checked, address.port, timeout=deadline.seconds_left)
        connection.deadline = deadline
        return connection


def _read_some(answer: Any) -> None:  # noqa: ANN401, urllib3 has several of one shape
    try:
        answer.read(BODY_BYTES_MAX)
    except _FAILURES:
        return  # the answer was had: what comes after it does not change it


def _retry_after_ms(header: str | None) -> int:
    text = (header or "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= RETRY_AFTER_DIGITS_MAX):
        return 0
    return int(text) * 1000


def _words(error: Exception) -> str:
    """Say what went wrong without what the other side said: it is nobody's to read."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError):
            return "no encrypted connection"
        if isinstance(cause, ConnectionRefusedError):
            return "the connection was refused"
        cause = cause.__cause__ or cause.__context__
    return f"the connection failed ({type(error).__name__})"
