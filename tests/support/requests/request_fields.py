"""Every field of every request, found by walking the contract: a new field shows up by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor
from loyalty.points.v1 import (
    adjustment_service_pb2,
    audit_service_pb2,
    clearing_service_pb2,
    event_service_pb2,
    hold_service_pb2,
    household_service_pb2,
    journey_service_pb2,
    member_service_pb2,
    points_service_pb2,
    program_service_pb2,
    return_service_pb2,
    statement_service_pb2,
    store_service_pb2,
    transfer_service_pb2,
    webhook_service_pb2,
)

MODULES = (
    journey_service_pb2,
    event_service_pb2,
    return_service_pb2,
    hold_service_pb2,
    household_service_pb2,
    store_service_pb2,
    member_service_pb2,
    points_service_pb2,
    program_service_pb2,
    audit_service_pb2,
    clearing_service_pb2,
    statement_service_pb2,
    transfer_service_pb2,
    adjustment_service_pb2,
    webhook_service_pb2,
)
VALUES = ("google.protobuf.Timestamp", "google.protobuf.Duration")
"""Messages that are one value."""
TARGETS = {"purchases": 1, "balances": 1}
"""Which element is spoilt, where it is not the first: in a batch the middle one."""
TARGETS_OF = {
    # What a journey has depends on its kind; the valid ones are of different kinds.
    "JourneyTrigger.business_id": {"journeys": 3},
    "JourneyTrigger.tier_ids": {"journeys": 1},
    "JourneyTrigger.plugin": {"journeys": 2},
    "JourneyAction.event_name": {"journeys": 1},
    "JourneyAction.attributes": {"journeys": 1},
    "JourneyAction.subscription_id": {"journeys": 1},
    "JourneyAction.plugin": {"journeys": 2},
}
"""Likewise, for single fields."""


def methods() -> dict[str, MethodDescriptor]:
    """Every rpc of every service by its name."""
    return {
        method.name: method
        for module in MODULES
        for service in module.DESCRIPTOR.services_by_name.values()
        for method in service.methods
    }


def is_repeated(field: FieldDescriptor) -> bool:
    return bool(field.is_repeated)


def is_map(field: FieldDescriptor) -> bool:
    kind = field.message_type
    return kind is not None and bool(kind.GetOptions().map_entry)


def is_message(field: FieldDescriptor) -> bool:
    """Tell whether the field holds messages with fields of their own."""
    kind = field.message_type
    return kind is not None and kind.full_name not in VALUES and not is_map(field)


@dataclass(frozen=True)
class Place:
    """One field within the request of one rpc, and the way to it."""

    method: str
    steps: tuple[FieldDescriptor, ...]

    @property
    def field(self) -> FieldDescriptor:
        return self.steps[-1]

    @property
    def key(self) -> str:
        """The field as the table of nonsense names it: "Line.line_id"."""
        return key_of(self.field)

    @property
    def holder_path(self) -> str:
        """The path of the message that holds the field; empty for the request itself."""
        return ".".join(self._step(step) for step in self.steps[:-1])

    @property
    def path(self) -> str:
        """The path that a violation of the field must have."""
        return ".".join(filter(None, (self.holder_path, self.field.name)))

    def holder(self, request: Any) -> Any:
        """Return the message within `request` that holds the field."""
        message = request
        for step in self.steps[:-1]:
            message = getattr(message, step.name)
            if is_repeated(step):
                message = message[self._target(step)]
        return message

    def _target(self, step: FieldDescriptor) -> int:
        return TARGETS_OF.get(self.key, TARGETS).get(step.name, 0)

    def _step(self, step: FieldDescriptor) -> str:
        return f"{step.name}[{self._target(step)}]" if is_repeated(step) else step.name

    def __str__(self) -> str:
        return f"{self.method}:{self.path}"


def key_of(field: FieldDescriptor) -> str:
    holder = field.containing_type
    assert holder is not None, "only extensions have none"
    return f"{holder.name}.{field.name}"


def places(method: str) -> list[Place]:
    """Every field of an rpc's request, those of the messages in it included."""
    request = methods()[method].input_type
    assert request is not None
    return list(_walk(method, request, ()))


def _walk(method: str, message: Descriptor, before: tuple[FieldDescriptor, ...]) -> Iterator[Place]:
    for field in message.fields:
        steps = (*before, field)
        yield Place(method, steps)
        if is_message(field) and field.message_type is not None:
            yield from _walk(method, field.message_type, steps)


def places_of(names: Sequence[str]) -> list[Place]:
    """Every field of the requests of these rpcs."""
    return [place for name in names for place in places(name)]
