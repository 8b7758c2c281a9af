"""Where webhooks may go: what an address must look like, and what its name may stand for.

Whoever subscribes chooses the address, so a service that calls it must not be made to call
its own neighbours: the name is resolved once, every address it stands for is checked, and
the connection goes to one of those that were checked.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import SplitResult, urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Sequence[str]]
"""Returns the addresses of a host's name. Raises OSError."""

NONE = "none"
ALLOWING_HTTP = "WEBHOOK_HTTP"
ALLOWING_PORTS = "WEBHOOK_PORTS"
ALLOWING_NETWORKS = "WEBHOOK_NETWORKS"
LOOPBACK: tuple[Address, ...] = (ip_address("127.0.0.1"), ip_address("::1"))
URL_CHARACTERS_MAX = 2048
PORT_MAX = 65_535
DEFAULT_PORTS = {"https": 443, "http": 80}
_URL = re.compile(r"[!-~]+")
_NAME = re.compile(
    r"([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_TUNNELS = (IPv6Network("2001::/32"), IPv6Network("2002::/16"))
"""Teredo and 6to4 carry an IPv4 address inside: whatever it is, nobody needs them."""


class AddressRefused(Exception):  # an outcome, not an error
    """Nothing is sent to this address. The message says why, and names no other address."""

    def __init__(self, message: str, setting: str = "") -> None:
        """Say why, and which setting of the service would allow it, if any."""
        super().__init__(message)
        self.setting = setting


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """What an operator allows beside public addresses over https."""

    networks: tuple[Network, ...] = ()
    """Networks that may be reached though they are not public."""
    ports: frozenset[int] = frozenset({443})
    allows_http: bool = False

    def allows(self, address: Address) -> bool:
        """Tell whether something may be sent to this address."""
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            return self.allows(address.ipv4_mapped)
        return is_public(address) or any(
            address.version == network.version and address in network for network in self.networks
        )


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address as it was taken apart."""

    scheme: str
    host: str
    """A name in lower case, or an IP address without brackets."""
    port: int
    target: str
    """Path and query."""

    @property
    def host_header(self) -> str:
        """The host as HTTP names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the public Internet's, for one receiver."""
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv4Address):
        return True
    return address in _GLOBAL_UNICAST and not any(address in tunnel for tunnel in _TUNNELS)


def parse_address(url: str, policy: AddressPolicy) -> WebAddress:
    """Take an address apart. Raises AddressRefused; does not look up what its name stands for."""
    parts, port = _split(url)
    if parts.scheme != "https" and not (policy.allows_http and parts.scheme == "http"):
        raise AddressRefused(
            "must begin with https://", ALLOWING_HTTP if parts.scheme == "http" else ""
        )
    if "@" in parts.netloc:
        raise AddressRefused("must not hold a user or a password")
    if parts.fragment or "#" in url:
        raise AddressRefused("must not hold a fragment")
    host = (parts.hostname or "").lower()
    literal = _literal(host)
    if literal is None and not _NAME.fullmatch(host):
        raise AddressRefused("must hold a host's name or address")
    if literal is None and _NUMBER.fullmatch(host.rpartition(".")[2]):
        raise AddressRefused("must not hold a number as its host")
    if port not in policy.ports:
        raise AddressRefused(f"port {port} is not among those that are allowed", ALLOWING_PORTS)
    known = _loopback_of(host) if literal is None else (literal,)
    if known and not any(policy.allows(each) for each in known):
        raise AddressRefused("its host is not a public address", ALLOWING_NETWORKS)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return WebAddress(parts.scheme, host, port, target)


def _split(url: str) -> tuple[SplitResult, int]:
    """Return the parts of an address and its port."""
    if not _URL.fullmatch(url) or "\\" in url:
        raise AddressRefused("must be of printable ASCII without spaces")
    if len(url) > URL_CHARACTERS_MAX:
        raise AddressRefused(f"must be at most {URL_CHARACTERS_MAX} characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused("must be an address as RFC 3986 writes it") from error
    return parts, DEFAULT_PORTS.get(parts.scheme, 0) if port is None else port


def _literal(host: str) -> Address | None:
    """Return the address that a host is written as, or None where it is a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _loopback_of(host: str) -> tuple[Address, ...]:
    """Return what a name stands for wherever it is looked up (RFC 6761), or nothing."""
    return LOOPBACK if host.rpartition(".")[2] == "localhost" else ()


def system_resolve(host: str, port: int) -> Sequence[str]:
    """Return what this machine's resolver says a name stands for. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def checked_addresses(
    address: WebAddress, policy: AddressPolicy, resolve: Resolve
) -> tuple[str, ...]:
    """Return what the host stands for, all of it checked: connect to one of these only.

    Raises AddressRefused where any of them is not allowed, and OSError from resolving.
    """
    found = tuple(resolve(address.host, address.port))
    if not found or not all(_allows_text(policy, each) for each in found):
        raise AddressRefused("its host is not a public address")
    return found


def _allows_text(policy: AddressPolicy, text: str) -> bool:
    literal = _literal(text)
    return literal is not None and policy.allows(literal)


def parse_networks(text: str) -> tuple[Network, ...]:
    """Return the networks of a list such as "10.1.0.0/16,fd00::/8", or none of "none".

    Raises ValueError.
    """
    return () if text == NONE else tuple(ip_network(each.strip()) for each in text.split(","))


def parse_ports(text: str) -> frozenset[int]:
    """Return the ports of a list such as "443,8443". Raises ValueError."""
    ports = frozenset(int(each) for each in text.split(","))
    if not all(1 <= port <= PORT_MAX for port in ports):
        raise ValueError(f"ports are numbers from 1 to {PORT_MAX}")
    return ports
