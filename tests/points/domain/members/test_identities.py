"""Identities in their one form: what a customer may type and mean the same."""

from __future__ import annotations

import pytest
from loyalty_points.domain.members.identities import Identity, IdentityType, normalize


@pytest.mark.parametrize(
    ("identity_type", "value", "plain"),
    [
        (IdentityType.PHONE, "+1 (212) 555-0123", "+12125550123"),
        (IdentityType.PHONE, "+12125550123", "+12125550123"),
        (IdentityType.PHONE, "+86 138 0013 8000", "+8613800138000"),
        (IdentityType.PHONE, "+44 (0)20 7946 0018", "+442079460018"),
        (IdentityType.CARD, "ab12-cd34", "AB12CD34"),
        (IdentityType.CARD, "AB12CD34", "AB12CD34"),
        (IdentityType.EMAIL, "Jane.Doe@Example.COM", "jane.doe@example.com"),
        (IdentityType.APP_ID, "User-1", "User-1"),
        (IdentityType.OPENID, "oAbC_123", "oAbC_123"),
        (IdentityType.OPENID, "e\u0301", "\u00e9"),
    ],
)
def test_an_identity_has_one_form(identity_type: IdentityType, value: str, plain: str) -> None:
    once = normalize(identity_type, value)
    assert once == Identity(identity_type, plain)
    assert normalize(identity_type, once.value) == once


@pytest.mark.parametrize(
    ("identity_type", "value"),
    [
        (IdentityType.PHONE, "212 555 0123"),
        (IdentityType.PHONE, "+1"),
        (IdentityType.PHONE, "not a number"),
        (IdentityType.CARD, "abc"),
        (IdentityType.CARD, "a-b-c"),
        (IdentityType.CARD, "AB 12 CD"),
        (IdentityType.CARD, "A" * 65),
        (IdentityType.CARD, "ÄB12"),
        (IdentityType.EMAIL, "jane"),
        (IdentityType.EMAIL, "jane@home"),
        (IdentityType.EMAIL, "jane@@example.com"),
        (IdentityType.EMAIL, "j ane@example.com"),
        (IdentityType.APP_ID, "a b"),
        (IdentityType.OPENID, " "),
    ],
)
def test_what_is_no_identity_is_refused(identity_type: IdentityType, value: str) -> None:
    with pytest.raises(ValueError, match="must"):
        normalize(identity_type, value)


@pytest.mark.parametrize("identity_type", [IdentityType.APP_ID, IdentityType.OPENID])
def test_ids_of_apps_are_compared_exactly(identity_type: IdentityType) -> None:
    assert normalize(identity_type, "abc") != normalize(identity_type, "ABC")


def test_the_same_value_of_another_kind_is_another_identity() -> None:
    assert normalize(IdentityType.APP_ID, "ABCD") != normalize(IdentityType.CARD, "ABCD")
