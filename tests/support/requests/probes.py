"""What may be wrong with a value, by its type: the nonsense that every field is asked to bear."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.descriptor import FieldDescriptor

from support.requests.request_fields import is_map, is_message, is_repeated

Put = Callable[[Any], None]
"""Spoils the message that holds the field."""

YEAR_9000 = 221_845_392_000
YEAR_10000 = 253_402_300_800
_WIDE = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_INTEGERS = {
    FieldDescriptor.CPPTYPE_INT64: (-(2**63), 2**63 - 1),
    FieldDescriptor.CPPTYPE_INT32: (-(2**31), 2**31 - 1),
}


def strings(valid: str) -> dict[str, str]:
    """Return what may be wrong with a string, made from one that is right."""
    head, tail = valid[:1], valid[1:]
    bad = {
        "empty": "",
        "blank": " ",
        "too long": valid + "a" * 300,
        "space before": f" {valid}",
        "line break after": f"{valid}\n",
        "null inside": f"{head}\0{tail}",
        "C1 control inside": f"{head}\x85{tail}",
        "bidi override inside": f"{head}\u202e{tail}",
        "zero width inside": f"{head}\u200b{tail}",
        "line separator inside": f"{head}\u2028{tail}",
        "private use inside": f"{head}\ue000{tail}",
        "unassigned inside": f"{head}\u0378{tail}",
        "decomposed": f"{valid}e\u0301",
        "look-alike": f"{valid[:-1]}\u017f",
    }
    if valid.translate(_WIDE) != valid:
        bad["digits of another script"] = valid.translate(_WIDE)
    return bad


def integers(smallest: int, largest: int) -> dict[str, int]:
    return {"smallest": smallest, "negative": -1, "zero": 0, "largest": largest}


def probes(field: FieldDescriptor, holder: Any, maximum: int) -> dict[str, Put]:
    """Return what may be wrong with a field, `holder` being right; `maximum` if repeated."""
    found: dict[str, Put] = {}
    if is_map(field):
        return _map_probes(field, maximum)
    if is_repeated(field):
        found |= _repeated_probes(field, maximum)
    elif field.containing_oneof or field.message_type is not None:
        found["unset"] = _unset(field)
    if is_message(field):
        if not is_repeated(field):
            found["empty message"] = _set_message(field, {})
    elif field.message_type is not None:
        found |= _value_probes(field)
    else:
        values = _scalars(field, holder)
        found |= {label: _set(field, value) for label, value in values.items()}
    return found


def _scalars(field: FieldDescriptor, holder: Any) -> Mapping[str, Any]:
    if field.cpp_type == FieldDescriptor.CPPTYPE_ENUM:
        return {"unset enum": 0, "unknown enum": 99, "negative enum": -1}
    if field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
        valid = getattr(holder, field.name)
        return strings(valid[0] if is_repeated(field) else valid)
    if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
        return {}  # both values are right
    return integers(*_INTEGERS[field.cpp_type])  # a type without probes is a KeyError


def _value_probes(field: FieldDescriptor) -> dict[str, Put]:
    kinds = {
        "negative": {"seconds": -1},
        "smallest": {"seconds": -(2**63)},
        "largest": {"seconds": 2**63 - 1},
        "negative nanos": {"nanos": -1},
        "a second of nanos": {"nanos": 10**9},
    }
    if field.message_type is not None and field.message_type.name == "Timestamp":
        kinds |= {"year 9000": {"seconds": YEAR_9000}, "year 10000": {"seconds": YEAR_10000}}
        kinds["negative nanos"] |= {"seconds": 1_780_000_000}
        kinds["a second of nanos"] |= {"seconds": 1_780_000_000}
    return {label: _set_message(field, parts) for label, parts in kinds.items()}


def _repeated_probes(field: FieldDescriptor, maximum: int) -> dict[str, Put]:
    def repeat(times: int) -> Put:
        def put(holder: Any) -> None:
            values = getattr(holder, field.name)
            first = values[0]
            del values[1:]
            values.extend([first] * (times - 1))

        return put

    return {
        "none": lambda holder: holder.ClearField(field.name),
        "too many": repeat(maximum + 1),
        "twice": repeat(2),
    }


def _map_probes(field: FieldDescriptor, maximum: int) -> dict[str, Put]:
    def put(entries: Mapping[str, str]) -> Put:
        def change(holder: Any) -> None:
            holder.ClearField(field.name)
            getattr(holder, field.name).update(entries)

        return change

    return {
        "none": put({}),
        "too many": put({f"k{number}": "4" for number in range(maximum + 1)}),
        **{f"key {label}": put({value: "4"}) for label, value in strings("guests").items()},
        **{f"value {label}": put({"guests": value}) for label, value in strings("a4b").items()},
    }


def _unset(field: FieldDescriptor) -> Put:
    one = field.containing_oneof
    return lambda holder: holder.ClearField(one.name if one else field.name)


def _set(field: FieldDescriptor, value: Any) -> Put:
    def put(holder: Any) -> None:
        if is_repeated(field):
            getattr(holder, field.name)[0] = value
        else:
            setattr(holder, field.name, value)

    return put


def _set_message(field: FieldDescriptor, parts: Mapping[str, int]) -> Put:
    def put(holder: Any) -> None:
        holder.ClearField(field.name)
        message = getattr(holder, field.name)
        message.SetInParent()
        for name, value in parts.items():
            setattr(message, name, value)

    return put
