"""The service's pages name every setting, every reason and every grant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import loyalty_points.domain.errors
import pytest
from loyalty_chassis.errors import LoyaltyError
from loyalty_chassis.rpc.status import InternalError
from loyalty_points.rpc.grants import GRANTS
from loyalty_points.settings import PointsSettings

DOCS = Path(loyalty_points.domain.errors.__file__).parents[2] / "docs"
ERRORS, SETTINGS = DOCS / "errors.md", DOCS / "settings.md"
ABSTRACT = {"NOT_FOUND", "ALREADY_EXISTS", "REFUSED"}
"""Reasons of classes that are never raised themselves."""


def _subclasses(of: type[LoyaltyError]) -> Iterator[type[LoyaltyError]]:
    for subclass in of.__subclasses__():
        yield subclass
        yield from _subclasses(subclass)


def test_every_reason_is_documented_with_its_code() -> None:
    text = ERRORS.read_text()
    known = {(each.reason, each.code) for each in _subclasses(LoyaltyError)}
    assert (InternalError.reason, InternalError.code) in known
    wanted = {f"| `{reason}` | {code} |" for reason, code in known if reason not in ABSTRACT}
    assert not [row for row in wanted if row not in text]


def test_no_reason_is_documented_that_does_not_exist() -> None:
    known = {each.reason for each in _subclasses(LoyaltyError)}
    lines = ERRORS.read_text().splitlines()
    documented = [line.split("`")[1] for line in lines if line.startswith("| `")]
    assert not [reason for reason in documented if reason not in known]


@pytest.mark.parametrize("name", sorted(PointsSettings.model_fields))
def test_every_setting_is_documented_with_its_default(name: str) -> None:
    field = PointsSettings.model_fields[name]
    default = "not set" if field.default is None else f"`{str(field.default).lower()}`"
    default = "" if field.is_required() else default
    rows = [line for line in SETTINGS.read_text().splitlines() if f"| `{name.upper()}` |" in line]
    assert len(rows) == 1
    assert rows[0].split("|")[2].strip().lower() == default.lower()


def test_every_grant_is_documented() -> None:
    text = SETTINGS.read_text()
    assert not [grant for grant in set(GRANTS.values()) if f"`{grant}`" not in text]
