"""Returns of purchases, from messages."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty.points.v1 import return_service_pb2 as pb
from loyalty_chassis.validation import Fields

from loyalty_points.rpc.ids import read_reason, read_reference, read_store_id
from loyalty_points.rpc.read.read_original import read_purchase_reference
from loyalty_points.rpc.read.read_purchase import (
    AMOUNT_MAX,
    LINE_ID,
    LINE_ID_WORDS,
    LINES_MAX,
    QUANTITY_MAX,
)
from loyalty_points.rpc.times import read_time
from loyalty_points.use_cases.returns.return_commands import ReversePurchase, WantedLine


def read_return(request: pb.ReversePurchaseRequest) -> ReversePurchase:
    """Return the command. Raises InvalidField."""
    fields = Fields()
    fields.request_id(request.request_id)
    original = read_purchase_reference(fields, request.original)
    read_store_id(fields, request.store_id)
    scope = request.WhichOneof("scope")
    lines: tuple[WantedLine, ...] = ()
    if scope is None:
        fields.wrong("whole", "must be set, or lines, or amount_minor")
    elif scope == "lines":
        lines = tuple(_read_lines(fields, request.lines))
    elif scope == "amount_minor":
        fields.whole(request.amount_minor, "amount_minor", 1, AMOUNT_MAX)
    if request.void and scope != "whole":
        fields.wrong("void", "must be of the whole purchase")
    is_set = request.HasField("return_time")
    return_time = read_time(fields, request.return_time, "return_time", is_set=is_set)
    read_reason(fields, request.reason)
    read_reference(fields, request.reference)
    fields.finish()
    return ReversePurchase(
        original,
        request.store_id,
        lines,
        request.amount_minor,
        request.void,
        return_time,
        request.reason,
        request.reference,
    )


def _read_lines(fields: Fields, message: pb.LineReturns) -> Iterator[WantedLine]:
    if not fields.count(message.lines, "lines.lines", 1, LINES_MAX):
        return
    for index, line in enumerate(message.lines):
        yield _read_line(fields, line, f"lines.lines[{index}]")
    fields.unlike(
        (f"lines.lines[{index}].line_id", line.line_id) for index, line in enumerate(message.lines)
    )


def _read_line(fields: Fields, line: pb.LineReturn, path: str) -> WantedLine:
    fields.matches(line.line_id, f"{path}.line_id", LINE_ID, LINE_ID_WORDS)
    part = line.WhichOneof("part")
    if part == "quantity_milli":
        fields.whole(line.quantity_milli, f"{path}.quantity_milli", 1, QUANTITY_MAX)
    elif part == "amount_minor":
        fields.whole(line.amount_minor, f"{path}.amount_minor", 1, AMOUNT_MAX)
    return WantedLine(line.line_id, line.quantity_milli, line.amount_minor)
