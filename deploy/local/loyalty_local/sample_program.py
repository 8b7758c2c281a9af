"""The sample program: four businesses of one group, with the data's stores."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from loyalty.points.v1.program_pb2 import Program
from loyaltyctl.program_files import program_of

FILE = "sample_program.json"


def sample_document(stores: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the sample program file; businesses that name no stores get those of the data."""
    text = resources.files("loyalty_local").joinpath(FILE).read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    for business in document["businesses"]:
        store_ids = stores.get(business["business_id"], ())
        business.setdefault("stores", [{"store_id": store_id} for store_id in store_ids])
    return document


def sample_program(stores: Mapping[str, Sequence[str]]) -> Program:
    """Return the sample program as the message to publish."""
    return program_of(sample_document(stores))
