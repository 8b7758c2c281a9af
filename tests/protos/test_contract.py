"""Rules of the contract that buf does not know (style.md §3.4, AIPs 141, 142, 155, 158)."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from google.protobuf.descriptor import Descriptor, FieldDescriptor, FileDescriptor, MethodDescriptor
from loyalty.points import v1
from loyalty.points.v1 import member_events_pb2, points_events_pb2
from loyalty.type import money_pb2

SERVICES = tuple(
    importlib.import_module(f"{v1.__name__}.{module.name}")
    for module in pkgutil.iter_modules(v1.__path__)
    if module.name.endswith("_service_pb2")
)
EVENTS = (member_events_pb2, points_events_pb2)
READING = ("Preview", "Get", "List", "Find", "Quote", "Check", "Audit", "Export")
BATCHES = {"SubmitPurchases", "ImportOpeningBalances"}
"""Whose items have request ids of their own."""
REPEATABLE = {"RebuildSegments"}
"""Derives again what follows from the journal: however often, with the same result."""
F = FieldDescriptor
UNWANTED = {F.TYPE_FLOAT, F.TYPE_DOUBLE, F.TYPE_UINT32, F.TYPE_UINT64, F.TYPE_FIXED32}


def _files() -> Iterator[FileDescriptor]:
    seen: dict[str, FileDescriptor] = {}
    todo = [module.DESCRIPTOR for module in (*SERVICES, *EVENTS, money_pb2)]
    while todo:
        file = todo.pop()
        if file.name.startswith("loyalty/") and file.name not in seen:
            seen[file.name] = file
            todo += file.dependencies
    return iter(seen.values())


MESSAGES: list[Descriptor] = [
    message for file in _files() for message in file.message_types_by_name.values()
]
METHODS = [
    method
    for module in SERVICES
    for service in module.DESCRIPTOR.services_by_name.values()
    for method in service.methods
]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_every_write_has_the_request_id_first(method: MethodDescriptor) -> None:
    fields = {field.name: field.number for field in method.input_type.fields}
    writes = not method.name.startswith(READING) and method.name not in BATCHES | REPEATABLE
    if writes:
        assert fields.get("request_id") == 1
    elif method.name != "GetEntry":
        assert "request_id" not in fields


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.name)
def test_numbers_are_whole_and_signed_and_times_say_so(message: Descriptor) -> None:
    for field in message.fields:
        assert field.type not in UNWANTED, field.full_name
        kind = field.message_type.full_name if field.message_type else ""
        is_time = field.name.endswith("_time") or field.name == "time"
        assert is_time == (kind == "google.protobuf.Timestamp"), field.full_name


def test_every_enum_starts_unspecified() -> None:
    enums = [enum for file in _files() for enum in file.enum_types_by_name.values()]
    assert enums
    for enum in enums:
        assert enum.values_by_number[0].name.endswith("_UNSPECIFIED"), enum.full_name


@pytest.mark.parametrize(
    "method",
    [method for method in METHODS if method.name.startswith("List")],
    ids=lambda method: method.name,
)
def test_every_list_is_paged(method: MethodDescriptor) -> None:
    asked = {field.name for field in method.input_type.fields}
    answered = method.output_type.fields_by_name
    assert {"page_size", "page_token"} <= asked
    assert "next_page_token" in answered
    assert method.output_type.fields_by_number[1].is_repeated
