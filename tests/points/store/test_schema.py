"""What is stored is what the document classes declare, to the type."""

from __future__ import annotations

from typing import Any

import mongoengine as me
import pytest
from loyalty.points.v1 import clearing_service_pb2
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.fields import StrictIntField
from loyalty_chassis.storage.requests import RequestDocument
from loyalty_points.store.documents import AccountDocument, LotDocument
from loyalty_points.store.models import MODELS

from support import accounting, build
from support.asking import give
from support.harness import Client, Harness

MARKS = {"unpublished_ms", "traceparent", "waiting_ms", "gap_after"}
"""Fields that say something by being there."""


def stored(model: Any) -> list[dict[str, Any]]:
    return list(collection_of(model).find())


def undeclared(model: Any, document: dict[str, Any], path: str) -> list[str]:
    """Return the path of every stored field that a document class does not declare."""
    fields = {field.db_field: field for field in model._fields.values()}
    found = []
    for name, value in document.items():
        where = f"{path}.{name}"
        if name not in fields:
            found.append(where)
        else:
            found += _within(fields[name], value, where)
    return found


def _within(field: Any, value: Any, path: str) -> list[str]:
    if value is None:
        return []
    if isinstance(field, me.EmbeddedDocumentField):
        return undeclared(field.document_type, value, path)
    if isinstance(field, me.ListField):
        return [each for item in value for each in _within(field.field, item, path)]
    if isinstance(field, me.MapField):
        return [
            each
            for key, item in value.items()
            for each in _within(field.field, item, f"{path}.{key}")
        ]
    return []


@pytest.fixture
def once_indebted(operator: Client, member_id: str) -> str:
    """A member who repaid a debt, put there by hand: to two funders at once."""
    owing = {"$set": {"debt": {"fuel": 30, "hotel": 2_000}}}
    assert collection_of(AccountDocument).update_one({"_id": member_id}, owing).modified_count
    give(operator, member_id, 1_000)
    return member_id


@pytest.fixture
def close(harness: Harness, operator: Client) -> None:
    """A closed period in which points of one business were redeemed at another."""
    member_id = build.enroll(operator)
    give(operator, member_id, 1_000)
    hotel = {"business_id": "hotel", "store_id": "hotel-1"}
    operator.points.RedeemPoints(build.redeem(member_id, 10, **hotel))
    now = harness.clock.now
    harness.clock.advance(days=2)
    last = clearing_service_pb2.ListClosesRequest()
    if not operator.clearing.ListCloses(last).closes:
        accounting.close(operator, "2026-06-15/2026-06-15")
    harness.clock.now = now


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.usefixtures("rich_member", "once_indebted", "close")
def test_every_stored_document_passes_its_schema(harness: Harness, model: Any) -> None:
    assert harness.database.name
    documents = stored(model)
    assert documents
    for document in documents:
        model._from_son(document).validate()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.usefixtures("rich_member", "once_indebted", "close")
def test_no_stored_document_has_a_field_that_is_not_declared(model: Any) -> None:
    found = {each for document in stored(model) for each in undeclared(model, document, "")}
    assert found == set()


def _declared(model: Any) -> set[str]:
    return {field.db_field for field in model._fields.values()}


@pytest.mark.parametrize("model", [each for each in MODELS if each is not RequestDocument])
@pytest.mark.usefixtures("rich_member")
def test_every_declared_field_is_stored(model: Any) -> None:
    for document in stored(model):
        assert _declared(model) - MARKS == set(document) - MARKS


@pytest.mark.usefixtures("rich_member")
def test_a_request_has_an_effect_or_a_refusal() -> None:
    for document in stored(RequestDocument):
        assert ("refusal" in document) != ("sequence" in document)
        assert set(document) <= _declared(RequestDocument)


@pytest.mark.parametrize("wrong", [1.0, True, 2**63, -(2**63) - 1, "1", None])
def test_a_wrong_number_does_not_pass_the_schema(rich_member: str, wrong: object) -> None:
    document = collection_of(AccountDocument).find_one({"_id": rich_member})
    assert document is not None
    AccountDocument._from_son(document).validate()
    next(iter(document["lots"].values()))["points"] = wrong
    with pytest.raises(me.ValidationError):
        AccountDocument._from_son(document).validate()


def test_every_number_of_every_document_is_a_strict_one() -> None:
    numbers = (me.IntField, me.LongField, me.FloatField, me.DecimalField)
    loose = [
        f"{model.__name__}.{name}"
        for model in _all_models()
        for name, field in model._fields.items()
        if isinstance(field, numbers) or isinstance(getattr(field, "field", None), numbers)
    ]
    assert loose == []
    assert isinstance(LotDocument._fields["points"], StrictIntField)


def _all_models() -> list[Any]:
    embedded = [
        each for each in me.EmbeddedDocument.__subclasses__() if "loyalty" in each.__module__
    ]
    assert len(embedded) > 10
    return [*MODELS, *embedded]
