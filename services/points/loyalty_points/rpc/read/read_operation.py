"""Operations that a caller may ask about by request id."""

from __future__ import annotations

from loyalty.points.v1 import points_service_pb2 as pb

_PREFIX = "OPERATION_"


def read_operation(operation: int) -> str:
    """Return the name that an operation's request ids are kept under; empty for none."""
    name = pb.Operation.DESCRIPTOR.values_by_number.get(operation)
    if name is None or not operation:
        return ""
    return str(name.name).removeprefix(_PREFIX).lower()
