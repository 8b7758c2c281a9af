"""What the database promises us: durable writes, majority reads, snapshot transactions."""

from __future__ import annotations

from functools import partial

from loyalty.points.v1 import points_service_pb2
from loyalty_chassis.storage.collections import collection_of
from loyalty_points.store.models import MODELS
from pymongo import ReadPreference, WriteConcern
from pymongo.read_concern import ReadConcern

from support import build
from support.harness import Client, Harness, failure_of
from support.shapes import SHAPES

DURABLE = WriteConcern(w="majority", j=True)


def test_every_collection_writes_durably_and_reads_what_a_majority_has(harness: Harness) -> None:
    assert harness.database.name
    for model in MODELS:
        collection = collection_of(model)
        assert collection.write_concern == DURABLE
        assert collection.read_concern == ReadConcern("majority")
        assert collection.read_preference == ReadPreference.PRIMARY


def test_every_transaction_reads_one_snapshot_and_commits_durably(
    operator: Client, member_id: str
) -> None:
    SHAPES.clear()
    operator.points.RecordPurchase(build.record(member_id))
    (first, *_), (commit,) = SHAPES.named("insert"), SHAPES.named("commitTransaction")
    assert first["startTransaction"] is True
    assert first["readConcern"]["level"] == "snapshot"
    assert commit["writeConcern"] == {"w": "majority", "j": True}
    started = [each for each in SHAPES.all() if each.get("startTransaction")]
    assert len(started) == 1
    assert all("txnNumber" in each for each in [*SHAPES.named("insert"), *SHAPES.named("update")])


def test_a_refusal_is_remembered_durably(operator: Client, member_id: str) -> None:
    SHAPES.clear()
    refused = failure_of(partial(operator.points.RedeemPoints, build.redeem(member_id, 10)))
    assert refused.reason == "INSUFFICIENT_POINTS"
    (insert,) = SHAPES.named("insert")
    assert insert["writeConcern"] == {"w": "majority", "j": True}


def test_every_read_says_that_it_wants_what_a_majority_has(
    operator: Client, member_id: str
) -> None:
    SHAPES.clear()
    quote = points_service_pb2.QuotePurchaseRequest(
        member=build.key(member_id), purchase=build.purchase()
    )
    operator.points.QuotePurchase(quote)
    reads = SHAPES.named("find")
    assert len(reads) == 2
    assert all(read["readConcern"] == {"level": "majority"} for read in reads)
