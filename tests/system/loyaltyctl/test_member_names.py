"""How members are written on the command line."""

from __future__ import annotations

import pytest
from loyalty.points.v1.member_pb2 import IdentityType
from loyaltyctl.client import require_key
from loyaltyctl.errors import KeyRefused, MemberNameRefused
from loyaltyctl.member_names import IDENTITY_TYPES, name_identity, parse_identity, parse_member


def test_a_member_is_an_id_or_a_type_and_a_value() -> None:
    assert parse_member("0" * 26).member_id == "0" * 26
    phone = parse_member("phone:+1 212 555 0100").identity
    assert (phone.type, phone.value) == (IdentityType.IDENTITY_TYPE_PHONE, "+1 212 555 0100")
    assert parse_member("openid:https://a.example/u").identity.value == "https://a.example/u"


@pytest.mark.parametrize("text", ["", "CJ-000012", "0" * 25, "0" * 27])
def test_what_is_neither_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(MemberNameRefused, match="neither a member id nor TYPE:VALUE such as card:"):
        parse_member(text)


@pytest.mark.parametrize("type_name", IDENTITY_TYPES)
def test_every_type_is_written_the_way_it_is_read(type_name: str) -> None:
    identity = parse_identity(type_name.upper(), "a:b")
    assert name_identity(identity) == f"{type_name}:a:b"


@pytest.mark.parametrize("type_name", ["", "unspecified", "shoe", "IDENTITY_TYPE_PHONE"])
def test_an_unknown_type_is_refused_with_the_known_ones(type_name: str) -> None:
    with pytest.raises(MemberNameRefused, match="phone, card, app_id, openid, email"):
        parse_identity(type_name, "1")


@pytest.mark.parametrize("key", ["", "two words", "new\nline", "schlüssel"])
def test_a_key_that_cannot_be_sent_is_refused_without_being_told(key: str) -> None:
    with pytest.raises(KeyRefused) as refused:
        require_key(key)
    assert not key or key not in str(refused.value)
