"""Webhooks by the operator's command."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from loyalty_local.running.keys import APP
from loyalty_local.running.suite import Suite

Command = Callable[..., Any]
URL = "https://app.example/hook"
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")


def _id_in(output: str) -> str:
    found = re.search(r"subscription +(\S+)", output)
    assert found is not None, output
    return found[1]


def test_a_subscription_is_made_shown_changed_and_deleted(command: Command) -> None:
    made = command("webhook", "create", URL, "--business", "retail", "--type", "PurchaseRecorded")
    assert made.exit_code == 0, made.output
    (secret,) = SECRET.findall(made.output)
    assert "not shown again" in made.output
    subscription_id = _id_in(made.output)
    listed = command("webhook", "list").output
    assert subscription_id in listed
    assert URL in listed
    assert "loyalty.points.v1.PurchaseRecorded" in listed
    assert secret not in listed
    disabled = command("webhook", "update", subscription_id, "--disable", "--type", "*").output
    assert "disabled (asked)" in disabled
    assert re.search(r"types +all", disabled)
    moved = command("webhook", "update", subscription_id, "--enable", "--url", f"{URL}/2").output
    assert "enabled" in moved
    assert f"{URL}/2" in moved
    assert command("webhook", "delete", subscription_id).exit_code == 1, (
        "it asks, and nobody answers"
    )
    deleted = command("webhook", "delete", subscription_id, "--yes")
    assert deleted.output == f"Subscription {subscription_id} is deleted.\n"
    assert subscription_id not in command("webhook", "list").output


def test_a_key_of_one_business_is_told_to_name_it(command: Command, suite: Suite) -> None:
    app, till = suite.keys.clients[APP], suite.keys.till("retail")
    refused = command("webhook", "create", URL, key=app)
    assert refused.exit_code == 1
    told, hint = refused.output.splitlines()
    assert "[PERMISSION_DENIED, NOT_GRANTED]" in told
    assert "`--business retail`" in hint
    made = command("webhook", "create", URL, "--business", "retail", key=app)
    assert made.exit_code == 0, made.output
    deleted = command("webhook", "delete", _id_in(made.output), "--yes", key=app)
    assert deleted.exit_code == 0, deleted.output
    another = command("webhook", "create", URL, "--business", "fuel", key=app).output
    assert "--business" not in another
    without = command("webhook", "create", URL, key=till).output
    assert "clients file" in without
    assert "--business" not in without


def test_a_secret_is_rotated(command: Command) -> None:
    made = command("webhook", "create", URL)
    subscription_id = _id_in(made.output)
    rotated = command("webhook", "rotate", subscription_id, "--overlap", "12h")
    assert rotated.exit_code == 0, rotated.output
    assert SECRET.findall(rotated.output) != SECRET.findall(made.output)
    assert "old secret until" in rotated.output
    at_once = command("webhook", "rotate", subscription_id, "--overlap", "0s").output
    assert "old secret until" not in at_once
    assert command("webhook", "rotate", subscription_id, "--overlap", "8d").exit_code == 1
    assert command("webhook", "delete", subscription_id, "--yes").exit_code == 0


def test_what_is_not_there_is_told(command: Command) -> None:
    made = command("webhook", "create", URL, "--type", "HoldLapsed")
    subscription_id = _id_in(made.output)
    assert command("webhook", "deliveries", subscription_id).output == "There are no deliveries.\n"
    retried = command("webhook", "retry", subscription_id, "never")
    assert "[NOT_FOUND, DELIVERY_NOT_FOUND]" in retried.output
    assert (
        "none of waiting"
        in command("webhook", "deliveries", subscription_id, "--state", "x").output
    )
    assert command("webhook", "delete", subscription_id, "--yes").exit_code == 0
    unknown = command("webhook", "deliveries", subscription_id)
    assert unknown.exit_code == 1
    assert "[NOT_FOUND, SUBSCRIPTION_NOT_FOUND]" in unknown.output
    assert "no subscription" in command("webhook", "update", subscription_id, "--enable").output
    private = command("webhook", "create", "https://169.254.169.254/latest/meta-data")
    assert private.exit_code == 1
    assert "not a public address" in private.output
    assert "WEBHOOK_NETWORKS" in private.output
    assert "WEBHOOK_HTTP" in command("webhook", "create", "http://app.example/").output
