"""Reaches that wait: read in batches, however many are due at one instant."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from loyalty_chassis.storage.connection import connect, disconnect
from loyalty_chassis.storage.indexes import create_indexes
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import Insert
from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.journeys.reach import Outcome, Reach
from loyalty_points.store import reaches
from loyalty_points.store.journey_documents import ReachDocument
from loyalty_points.store.reaches import WaitingReaches

from support.clocks import NOON
from support.shapes import SHAPES

MANY, BATCH = 3000, 50
NOW_MS = to_ms(NOON)


@pytest.fixture(scope="module")
def unit_of_work(database_url: str) -> Iterator[UnitOfWork]:
    name = f"t{secrets.token_hex(6)}"
    client = connect(database_url.replace("/loyalty_points?", f"/{name}?"))
    create_indexes((ReachDocument,))
    yield UnitOfWork(client)
    client.drop_database(name)
    disconnect()


def test_those_of_one_instant_are_read_in_batches_and_none_twice(unit_of_work: UnitOfWork) -> None:
    day = [Reach("birthday", f"member-{number}", "2026", NOON) for number in range(MANY)]
    later = Reach("birthday", "late", "2026", NOON + timedelta(milliseconds=1))
    documents = [reaches._to_document(each) for each in (*day, later)]
    unit_of_work.commit([Insert(ReachDocument, documents)])
    SHAPES.clear()
    waiting, seen = WaitingReaches(), list[str]()
    while due := waiting.due(NOW_MS, BATCH):
        assert len(due) <= BATCH
        for each in due:
            ended = replace(each, outcome=Outcome.REACHED, act_time=NOON)
            assert unit_of_work.update(reaches.decide(each, ended))
        seen += [each.member_id for each in due]
    assert sorted(seen) == sorted(each.member_id for each in day)
    assert SHAPES.named("getMore") == []
    finds = SHAPES.named("find")
    assert len(finds) < 3 * MANY / BATCH
    assert all(find["limit"] <= BATCH + 1 for find in finds)
    assert [each.member_id for each in waiting.due(NOW_MS + 1, BATCH)] == ["late"]
