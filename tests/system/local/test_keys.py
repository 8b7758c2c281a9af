"""Whom a suite on this machine lets in, and what it takes over from whoever starts it."""

from __future__ import annotations

import grpc
import pytest
from loyalty.points.v1.webhook_service_pb2 import CreateSubscriptionRequest
from loyalty_local.running.keys import APP
from loyalty_local.running.points import settings_passed_on
from loyalty_local.running.suite import Suite
from loyaltyctl.client import Client
from loyaltyctl.failures import failure_of


def test_the_shops_app_subscribes_to_the_shops_events_and_to_no_others(local_suite: Suite) -> None:
    client = Client(local_suite.address, local_suite.keys.clients[APP])
    request = CreateSubscriptionRequest(
        request_id="app-1", business_id="retail", url="https://app.example/", event_types=["*"]
    )
    try:
        answer = client.call(client.webhooks.CreateSubscription, request)
        assert answer.subscription.client_id == APP
        request.request_id, request.business_id = "app-2", "fuel"
        with pytest.raises(grpc.RpcError) as refused:
            client.call(client.webhooks.CreateSubscription, request)
        assert failure_of(refused.value).reason == "NOT_GRANTED"
    finally:
        client.close()


def test_a_trial_run_takes_over_where_webhooks_go_but_not_where_the_data_is() -> None:
    taken = {"WEBHOOK_PORTS": "8099", "BROKER_URL": "memory://", "SETTLE_SECONDS": "1"}
    others = {"DATABASE_URL": "mongodb://elsewhere/points", "REQUEST_KEY": "00", "LISTEN": "x:1"}
    environment = {f"LOYALTY_POINTS_{name}": value for name, value in {**taken, **others}.items()}
    assert settings_passed_on({**environment, "WEBHOOK_HTTP": "true"}) == taken
