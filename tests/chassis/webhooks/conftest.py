"""A database with subscriptions and deliveries."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.connection import connect, disconnect
from loyalty_chassis.storage.indexes import create_indexes
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.webhooks.deliveries import WebhookDeliveryDocument
from loyalty_chassis.webhooks.subscriptions import SubscriptionDocument

from support.webhooks.bench import Bench


@pytest.fixture(scope="module")
def unit_of_work(database_url: str) -> Iterator[UnitOfWork]:
    name = f"t{secrets.token_hex(6)}"
    connected = connect(database_url.replace("/loyalty_points?", f"/{name}?"))
    create_indexes((SubscriptionDocument, WebhookDeliveryDocument))
    yield UnitOfWork(connected)
    connected.drop_database(name)
    disconnect()


@pytest.fixture
def bench(unit_of_work: UnitOfWork) -> Bench:
    """An empty store."""
    for model in (SubscriptionDocument, WebhookDeliveryDocument):
        collection_of(model).delete_many({})
    return Bench(unit_of_work)
