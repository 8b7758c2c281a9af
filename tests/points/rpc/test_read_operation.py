"""Operations by the names that their request ids are kept under."""

from __future__ import annotations

import pytest
from loyalty.points.v1 import points_service_pb2 as pb
from loyalty_points.rpc.read.read_operation import read_operation
from loyalty_points.use_cases import commands
from loyalty_points.use_cases.adjustments import adjustment_commands
from loyalty_points.use_cases.holds import hold_commands
from loyalty_points.use_cases.members import member_commands
from loyalty_points.use_cases.purchases import purchase_commands
from loyalty_points.use_cases.returns import return_commands

MODULES = (
    commands,
    adjustment_commands,
    hold_commands,
    member_commands,
    purchase_commands,
    return_commands,
)


@pytest.mark.parametrize("operation", pb.Operation.values()[1:], ids=pb.Operation.Name)
def test_every_operation_has_the_name_of_a_use_case(operation: int) -> None:
    kept = {value for module in MODULES for value in vars(module).values() if type(value) is str}
    assert read_operation(operation) in kept


@pytest.mark.parametrize("operation", [pb.OPERATION_UNSPECIFIED, 999, -1])
def test_what_is_no_operation_has_none(operation: int) -> None:
    assert read_operation(operation) == ""
