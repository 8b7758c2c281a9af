"""The contract's comments say of each field that the server demands that it is required.

Which ones it demands, the table of nonsense says, whose every row the service was tested with.
Numbers say so by their range; what is demanded in some cases only begins with "For".
"""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_tools import protoc

from support.requests.refusals import row_of
from support.requests.request_fields import is_map, is_repeated, methods, places_of

PROTOS = Path(__file__).parents[2] / "protos"
MESSAGES, FIELDS = 4, 2
"""The numbers of these parts in a descriptor, of which the ways to comments are made."""
SAYS_SO = re.compile(r"\b[Rr]equired\b|^As in |^For ")
SAID_OTHERWISE = {
    "ExpiryPolicy.kind": "or `months`",
    "JourneyPolicy.quiet_end": "both or none",
    "Money.currency_code": "of amounts that are sent as of those that are answered",
    "PluginConfig.settings_json": "may be empty where the plugin's settings may",
}


@pytest.fixture(scope="module")
def comments(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The comment of each field, by message and field."""
    target = tmp_path_factory.mktemp("comments") / "descriptors"
    folders = (PROTOS, PROTOS / "third_party", resources.files("grpc_tools") / "_proto")
    sources = [str(path.relative_to(PROTOS)) for path in PROTOS.glob("loyalty/**/*.proto")]
    options = ["--include_source_info", f"--descriptor_set_out={target}"]
    paths = [f"--proto_path={folder}" for folder in folders]
    assert protoc.main(["protoc", *paths, *options, *sources]) == 0
    found: dict[str, str] = {}
    for file in FileDescriptorSet.FromString(target.read_bytes()).file:
        for place in file.source_code_info.location:
            if len(place.path) == 4 and place.path[0::2] == [MESSAGES, FIELDS]:
                message = file.message_type[place.path[1]]
                name = f"{message.name}.{message.field[place.path[3]].name}"
                found[name] = " ".join(place.leading_comments.split())
    return found


def test_what_is_demanded_is_called_required(comments: dict[str, str]) -> None:
    wanted = demanded()
    assert len(wanted) > 100
    silent = {name for name in wanted if not SAYS_SO.search(comments[name])}
    assert silent == set(SAID_OTHERWISE)


def demanded() -> set[str]:
    """Return the fields, but numbers, without which a request is an invalid one."""
    found = set()
    for place in places_of(sorted(methods())):
        row, label = row_of(place), nothing(place.field)
        if label and not row.everything and label not in {*row.allowed, *row.instead}:
            found.add(place.key)
    return found


def nothing(field: FieldDescriptor) -> str:
    """Return how the table calls the probe that leaves a field out; "" where it has none."""
    if is_map(field) or is_repeated(field):
        return "none"
    if field.containing_oneof:
        return ""
    if field.message_type is not None:
        return "unset"
    kinds = {FieldDescriptor.CPPTYPE_ENUM: "unset enum", FieldDescriptor.CPPTYPE_STRING: "empty"}
    return kinds.get(field.cpp_type, "")
