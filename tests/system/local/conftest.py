"""A running suite with the sample program, whose hotel records bookings before check-out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from loyalty_local.running.suite import Suite, running_suite
from loyalty_local.sample_program import sample_document
from loyaltyctl.commands.program import publish_program
from loyaltyctl.program_files import program_of

STORES = {business: ["1"] for business in ("retail", "dining", "fuel")}


@pytest.fixture(scope="session")
def local_suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    """The whole suite, each part in a process of its own."""
    document = sample_document(STORES)
    (hotel,) = (each for each in document["businesses"] if each["business_id"] == "hotel")
    hotel["plugins"][0]["settings"]["awaits_confirmation"] = True
    with running_suite(tmp_path_factory.mktemp("suite")) as running:
        publish_program(running.operator, program_of(document))
        yield running
