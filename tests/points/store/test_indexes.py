"""Every query on a hot path goes by an index."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import member_service_pb2, points_service_pb2, webhook_service_pb2

from support import build
from support.asking import account_of, give, member_of
from support.harness import Client, Harness
from support.shapes import SHAPES
from support.webhooks import asking as webhooks

Prepare = Callable[[Client, str], Callable[[], Any]]


def _unlinking(client: Client, member_id: str) -> Callable[[], Any]:
    named: dict[str, Any] = {"member_id": member_id, "identity": build.card(build.fresh("CARD"))}
    link = member_service_pb2.LinkIdentityRequest(request_id=build.fresh(), **named)
    client.members.LinkIdentity(link)
    unlink = member_service_pb2.UnlinkIdentityRequest(request_id=build.fresh(), **named)
    return partial(client.members.UnlinkIdentity, unlink)


def _linking(client: Client, member_id: str) -> Callable[[], Any]:
    request = member_service_pb2.LinkIdentityRequest(
        request_id=build.fresh(), member_id=member_id, identity=build.card(build.fresh("CARD"))
    )
    return partial(client.members.LinkIdentity, request)


def _updating(client: Client, member_id: str) -> Callable[[], Any]:
    request = member_service_pb2.UpdateMemberRequest(
        request_id=build.fresh(), member_id=member_id, attributes={}
    )
    return partial(client.members.UpdateMember, request)


def _listing(client: Client, member_id: str) -> Callable[[], Any]:
    request = points_service_pb2.ListEntriesRequest(member=build.key(member_id), page_size=10)
    return partial(client.points.ListEntries, request)


def _listing_deliveries(client: Client, _member_id: str) -> Callable[[], Any]:
    made = client.webhooks.CreateSubscription(webhooks.create("group"))
    request = webhook_service_pb2.ListDeliveriesRequest(
        subscription_id=made.subscription.subscription_id
    )
    return partial(client.webhooks.ListDeliveries, request)


def _code(client: Client) -> str:
    code: str = client.points.RecordAnonymousPurchase(build.anonymous()).claim_code
    return code


CALLS: dict[str, Prepare] = {
    "record": lambda c, m: partial(c.points.RecordPurchase, build.record(m, burn=1)),
    "redeem": lambda c, m: partial(c.points.RedeemPoints, build.redeem(m, 1)),
    "claim": lambda c, m: partial(c.points.ClaimPurchase, build.claim(m, _code(c))),
    "transfer": lambda c, m: partial(
        c.transfers.TransferPoints, build.transfer(m, build.enroll(c), 1)
    ),
    "adjust": lambda c, m: partial(c.adjustments.AdjustPoints, build.adjust(m, 1)),
    "account": lambda c, m: partial(account_of, c, m),
    "member": lambda c, m: partial(member_of, c, m),
    "entries": _listing,
    "deliveries": _listing_deliveries,
    "update": _updating,
    "link": _linking,
    "unlink": _unlinking,
}


def plan_of(database: Any, find: dict[str, Any]) -> dict[str, Any]:
    """Return the plan of a find."""
    asked = {name: find[name] for name in ("find", "filter", "sort", "limit") if name in find}
    explained = database.command("explain", asked, verbosity="queryPlanner")
    plan: dict[str, Any] = explained["queryPlanner"]["winningPlan"]
    return plan


def _sent(client: Client, member_id: str, name: str) -> list[dict[str, Any]]:
    """Return what a call sends."""
    give(client, member_id, 100)
    call = CALLS[name](client, member_id)
    SHAPES.clear()
    call()
    return SHAPES.all()


def stages(plan: dict[str, Any]) -> set[str]:
    inner = plan.get("inputStage")
    return {plan["stage"]} | (stages(inner) if inner else set())


@pytest.mark.parametrize("name", CALLS)
def test_every_read_of_a_call_goes_by_an_index(
    harness: Harness, operator: Client, member_id: str, name: str
) -> None:
    reads = [each for each in _sent(operator, member_id, name) if "find" in each]
    assert reads
    for read in reads:
        found = stages(plan_of(harness.database, read))
        assert "IXSCAN" in found, read
        assert "COLLSCAN" not in found, read


@pytest.mark.parametrize("name", ["record", "redeem", "claim", "update", "link", "unlink"])
def test_every_change_of_a_call_names_the_one_document_it_changes(
    operator: Client, member_id: str, name: str
) -> None:
    sent = _sent(operator, member_id, name)
    changes = [each for command in sent for each in command.get("updates", ())]
    changes += [each for command in sent for each in command.get("deletes", ())]
    assert len(changes) == {"unlink": 3, "claim": 4}.get(name, 2)
    for change in changes:
        assert isinstance(change["q"]["_id"], str)
        assert not change.get("multi")
        assert not change.get("upsert")


@pytest.mark.parametrize("name", CALLS)
def test_a_call_sends_nothing_that_the_embedded_database_answers_slowly(
    operator: Client, member_id: str, name: str
) -> None:
    """reliability.md §3.7: findAndModify, $and and ranges on _id scan."""
    commands = _sent(operator, member_id, name)
    assert not [each for each in commands if {"findAndModify", "aggregate", "getMore"} & set(each)]
    filters = [each["filter"] for each in commands if "find" in each]
    filters += [statement["q"] for each in commands for statement in each.get("updates", ())]
    for wanted in filters:
        assert not [key for key in wanted if key.startswith("$")]
        assert not isinstance(wanted.get("_id"), dict)


def test_a_page_of_entries_is_read_by_the_index_and_no_further(
    harness: Harness, operator: Client, member_id: str
) -> None:
    account, read = (each for each in _sent(operator, member_id, "entries"))
    assert account["filter"] == {"_id": member_id}
    assert read["filter"]["sequence"] == {"$lt": 3, "$gte": -8}, "bound on both sides"
    plan = plan_of(harness.database, read)
    while "indexName" not in plan:
        plan = plan["inputStage"]
    assert plan["keyPattern"] == {"account_id": 1, "sequence": -1}
