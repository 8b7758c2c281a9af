"""Addresses that webhooks may go to, and all those that they may not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from loyalty_chassis.webhooks.addresses import (
    AddressPolicy,
    AddressRefused,
    checked_addresses,
    parse_address,
    parse_networks,
    parse_ports,
)

STRICT = AddressPolicy()
LENIENT = AddressPolicy(
    parse_networks("10.1.0.0/16,fd00:1::/32"), parse_ports("443,80,8443"), allows_http=True
)
PRIVATE = (
    "0.0.0.0",  # noqa: S104, a name for this machine, and refused as one
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:53aa:64c::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:808:808::1",
    "4000::1",
    "fc00::1",
    "fd00::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
)
PUBLIC = (
    "8.8.8.8",
    "93.184.216.34",
    "100.128.0.1",
    "172.32.0.1",
    "192.167.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4001:81b::200e",
    "::ffff:8.8.8.8",
)
ODD = {
    "http://app.example/": "https",
    "ftp://app.example/": "https",
    "file:///etc/passwd": "https",
    "app.example/": "https",
    "//app.example/": "https",
    "https://user@app.example/": "user",
    "https://user:word@app.example/": "user",
    "https://@app.example/": "user",
    "https://app.example@127.0.0.1/": "user",
    "https://app.example/#part": "fragment",
    "https://app.example/#": "fragment",
    "https:///path": "host",
    "https://": "host",
    "https://:443/": "host",
    "https://app..example/": "host",
    "https://.app.example/": "host",
    "https://app.example./": "host",
    "https://-app.example/": "host",
    "https://ap%70.example/": "host",
    "https://app.example:0/": "port",
    "https://app.example:22/": "port",
    "https://app.example:8443/": "port",
    "https://app.example:99999/": "RFC 3986",
    "https://app.example:x/": "RFC 3986",
    "https://[::1/": "RFC 3986",
    "https://app.example/a b": "ASCII",
    "https://app.example/\r\nHost: x": "ASCII",
    "https://app.example\\@127.0.0.1/": "ASCII",
    "https://\u0430pp.example/": "ASCII",
    "https://app.example/" + "a" * 2048: "2048",
    "": "ASCII",
}
NUMBERS = (
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "127.1",
    "0177.0.0.1",
    "127.0.0.01",
    "10.0.0.1.1",
    "app.example.0x7f",
)


def _resolving(*addresses: str) -> Callable[[str, int], Sequence[str]]:
    def resolve(_host: str, _port: int) -> Sequence[str]:
        return addresses

    return resolve


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_but_a_public_one_is_reached_by_number_or_by_name(address: str) -> None:
    with pytest.raises(AddressRefused):
        parse_address(f"https://{_bracketed(address)}/", STRICT)
    named = parse_address("https://app.example/", STRICT)
    for found in ([address], [address, "8.8.8.8"], ["8.8.8.8", address]):
        with pytest.raises(AddressRefused):
            checked_addresses(named, STRICT, _resolving(*found))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_reached_by_number_and_by_name(address: str) -> None:
    parsed = parse_address(f"https://{_bracketed(address)}/hook?a=1", STRICT)
    assert (parsed.host, parsed.port, parsed.target) == (address, 443, "/hook?a=1")
    named = parse_address("https://App.Example", STRICT)
    assert (named.host, named.target, named.host_header) == ("app.example", "/", "app.example")
    assert checked_addresses(named, STRICT, _resolving(address)) == (address,)


@pytest.mark.parametrize("url", ODD)
def test_an_odd_address_is_refused_and_told_why(url: str) -> None:
    with pytest.raises(AddressRefused, match=ODD[url]):
        parse_address(url, STRICT)


@pytest.mark.parametrize(
    ("url", "setting"),
    [
        ("http://app.example/", "WEBHOOK_HTTP"),
        ("https://app.example:8443/", "WEBHOOK_PORTS"),
        ("https://10.1.2.3/", "WEBHOOK_NETWORKS"),
        ("https://localhost/", "WEBHOOK_NETWORKS"),
        ("ftp://app.example/", ""),
        ("https://user@app.example/", ""),
        ("https://2130706433/", ""),
    ],
)
def test_a_refusal_names_the_setting_that_would_allow_it(url: str, setting: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        parse_address(url, STRICT)
    assert refused.value.setting == setting


@pytest.mark.parametrize("host", ["localhost", "LocalHost", "app.localhost"])
def test_names_of_this_machine_are_refused_before_they_are_looked_up(host: str) -> None:
    with pytest.raises(AddressRefused, match="not a public address"):
        parse_address(f"https://{host}/", STRICT)
    for network in ("127.0.0.0/8", "::1/128"):
        policy = AddressPolicy(parse_networks(network))
        assert parse_address(f"https://{host}/", policy).host == host.lower()
    assert parse_address("https://localhost.example/", STRICT).host == "localhost.example"


@pytest.mark.parametrize("host", NUMBERS)
def test_a_number_that_resolvers_read_as_an_address_is_no_host(host: str) -> None:
    with pytest.raises(AddressRefused):
        parse_address(f"https://{host}/", STRICT)


def test_a_name_that_stands_for_nothing_is_refused() -> None:
    named = parse_address("https://app.example/", STRICT)
    for found in ((), ("not an address",)):
        with pytest.raises(AddressRefused):
            checked_addresses(named, STRICT, _resolving(*found))


def test_an_operator_allows_networks_ports_and_http() -> None:
    address = parse_address("http://10.1.2.3:8443/x", LENIENT)
    assert address.host_header == "10.1.2.3:8443"
    assert parse_address("http://[fd00:1::5]/", LENIENT).host_header == "[fd00:1::5]"
    assert parse_address("http://app.example/", LENIENT).port == 80
    named = parse_address("https://app.internal/", LENIENT)
    for allowed in ("10.1.255.255", "::ffff:10.1.0.1", "fd00:1::1", "8.8.8.8"):
        assert checked_addresses(named, LENIENT, _resolving(allowed)) == (allowed,)
    for refused in ("10.2.0.1", "fd00:2::1", "127.0.0.1", "::ffff:10.2.0.1", "169.254.169.254"):
        with pytest.raises(AddressRefused):
            checked_addresses(named, LENIENT, _resolving("10.1.0.1", refused))


def test_lists_of_networks_and_ports_are_read() -> None:
    assert parse_networks("none") == ()
    assert len(parse_networks("10.0.0.0/8, fd00::/8")) == 2
    for wrong in ("", "10.0.0.1/8", "everything", "10.0.0.0/33"):
        with pytest.raises(ValueError, match=r".+"):
            parse_networks(wrong)
    for wrong in ("", "0", "65536", "https", "443;80"):
        with pytest.raises(ValueError, match=r".+"):
            parse_ports(wrong)
