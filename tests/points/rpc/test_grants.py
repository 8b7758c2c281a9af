"""No caller acts beyond its grant: every rpc, asked by everyone who may not."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import pytest
from loyalty.points.v1 import entry_pb2, points_service_pb2
from loyalty_points.rpc.grants import GRANTS, SERVICE_NAMES
from structlog.testing import capture_logs

from support import build
from support.harness import ALL_GRANTS, Client, Failure, Harness, failure_of, parse_failure
from support.requests.refusals import item_failure, odd_world, snapshot
from support.requests.request_fields import MODULES, methods
from support.requests.valid_requests import World

PATHS = {
    name: f"/{method.containing_service.full_name}/{name}" for name, method in methods().items()
}
IN_TESTS_OF_THEIR_OWN = {"ConfirmPurchase", "CancelPending"}
"""These are served only where points wait."""
AT_A_STORE = {
    "PlaceHold", "CaptureHold", "ReleaseHold",
    "QuotePurchase", "RecordPurchase", "SubmitPurchases", "RedeemPoints", "TransferPoints",
    "RecordAnonymousPurchase", "ReversePurchase", "ReverseRedemption", *IN_TESTS_OF_THEIR_OWN,
}  # fmt: skip
"""These name a business and a store."""
FOR_THE_GROUP = {
    "MergeMembers", "CloseMember", "CreateHousehold", "JoinHousehold", "LeaveHousehold",
    "SetSpendLimit",
    "FreezeMember", "UnfreezeMember", "InviteToTier",
    "FreezeStore", "UnfreezeStore", "ListFrozenStores",
    "CheckProgram", "PublishProgram", "GetProgram", "ListPrograms", "AuditLedger",
    "AdjustPoints", "ProposeAdjustment", "ApproveAdjustment", "RejectAdjustment",
    "ListAdjustmentProposals", "ImportOpeningBalances",
    "GetEventStatus", "ListParkedEvents", "GetParkedEvent", "RetryParkedEvent", "DropParkedEvent",
    "RebuildSegments",
    "PreviewJourney", "ListReaches",
    "GetClearing", "CloseClearing", "GetClose", "ListCloses", "GetLiability",
}  # fmt: skip
"""These are about all businesses at once."""
FOR_ALL = {
    "EnrollMember", "FindMember", "GetMember", "UpdateMember", "LinkIdentity",
    "GetAccount", "ListEntries", "GetStatement", "ListStatement",
}  # fmt: skip
"""Members and balances are the group's: a till of any business may ask, if granted."""
FOR_ALL_IN_TESTS_OF_THEIR_OWN = {
    "UnlinkIdentity",
    "GetEntry",
    "ExportEntries",
    "ClaimPurchase",
    "WithdrawAnonymousPurchase",
    "CreateSubscription",
    "UpdateSubscription",
    "DeleteSubscription",
    "ListSubscriptions",
    "RotateSecret",
    "ListDeliveries",
    "RetryDelivery",
}
DETAILS = {
    "request_id", "client_id", "purchase", "awards", "burn", "lot_changes", "debt_changes",
    "postings", "plugins", "reason", "reference", "hold", "reversal", "owed",
    "counterpart_account_id", "operator_id", "approver_id",
    "holds", "merged", "invitation", "spend_limit",
}  # fmt: skip
"""What of an entry is for its own business only."""
SUMMARY = {
    "entry_id", "account_id", "sequence", "kind", "business_id", "store_id", "event_time",
    "record_time", "earned_points", "burned_points", "qualifying_points", "detailed",
    "balance_after", "program_version", "chain_hash", "tier_id", "member_id",
    "price_version",
}  # fmt: skip
"""What of an entry every business of the group may see."""
TAKEN_UP_SECONDS = 10.0


@dataclass
class Clients:
    """The clients file, and the keys that it does not tell."""

    path: Path
    keys: dict[str, str] = field(default_factory=dict)

    def add(
        self, client_id: str, business_id: str, grants: Sequence[str], stores: Sequence[str] = ()
    ) -> None:
        self.keys[client_id] = secrets.token_hex(32)
        document = json.loads(self.path.read_text())
        document["clients"].append(
            {
                "client_id": client_id,
                "key_sha256": hashlib.sha256(self.keys[client_id].encode()).hexdigest(),
                "business_id": business_id,
                "store_ids": list(stores),
                "grants": list(grants),
            }
        )
        self.path.write_text(json.dumps(document))

    def remove(self, client_id: str) -> None:
        document = json.loads(self.path.read_text())
        document["clients"] = [
            entry for entry in document["clients"] if entry["client_id"] != client_id
        ]
        self.path.write_text(json.dumps(document))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("points")


@pytest.fixture(scope="module")
def world(database_url: str, folder: Path) -> Iterator[World]:
    yield from odd_world(database_url, folder)


@pytest.fixture(scope="module")
def clients(world: World, folder: Path) -> Clients:
    """Clients that may do all but one thing each, once the server knows them."""
    made = Clients(folder / "clients.json")
    for grant in sorted(set(GRANTS.values())):
        others = [each for each in ALL_GRANTS if each != grant]
        made.add(f"without-{grant}", "group", others)
    made.add("hotel-all", "hotel", ALL_GRANTS)
    made.add("retail-2-all", "retail", ALL_GRANTS, ["retail-2"])
    made.add("retail-1-all", "retail", ALL_GRANTS, ["retail-1"])
    _wait_until(lambda: _is_known(world.harness, made.keys["retail-1-all"]))
    return made


def _wait_until(is_so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + TAKEN_UP_SECONDS
    while not is_so():
        assert time.monotonic() < give_up, "the clients file was not taken up"
        time.sleep(0.1)


def _is_known(harness: Harness, key: str) -> bool:
    request = points_service_pb2.GetAccountRequest(member=build.key("0" * 26))
    reason = failure_of(lambda: Client(harness.channel, key).points.GetAccount(request)).reason
    return reason != "CREDENTIALS_INVALID"


def _call(world: World, method: str, metadata: Sequence[tuple[str, str]]) -> Failure | None:
    """Return how a valid request, or the second item of a valid batch, failed."""
    described = methods()[method]
    request = world.valid(method).SerializeToString()
    channel: Any = world.harness.channel
    try:
        if described.server_streaming:
            list(channel.unary_stream(PATHS[method])(request, metadata=metadata, timeout=30))
            return None
        answer = channel.unary_unary(PATHS[method])(request, metadata=metadata, timeout=30)
    except grpc.RpcError as error:
        return parse_failure(error)
    if method == "SubmitPurchases":
        return item_failure(points_service_pb2.SubmitPurchasesResponse.FromString(answer))
    return None


def _bearer(key: str) -> tuple[tuple[str, str], ...]:
    return (("authorization", f"Bearer {key}"),)


def test_every_rpc_of_every_service_has_its_grant() -> None:
    assert set(GRANTS) == set(PATHS.values())
    assert set(GRANTS.values()) <= set(ALL_GRANTS)
    assert {name.rpartition(".")[2] for name in SERVICE_NAMES} == {
        service for module in MODULES for service in module.DESCRIPTOR.services_by_name
    }
    assert set(methods()) == AT_A_STORE | FOR_THE_GROUP | FOR_ALL | FOR_ALL_IN_TESTS_OF_THEIR_OWN


MALFORMED: Mapping[str, Callable[[str], Sequence[tuple[str, str]]]] = {
    "no key": lambda _key: (),
    "wrong key": lambda _key: _bearer(secrets.token_hex(32)),
    "empty header": lambda _key: (("authorization", ""),),
    "empty key": lambda _key: _bearer(""),
    "another scheme": lambda key: (("authorization", f"Basic {key}"),),
    "no scheme": lambda key: (("authorization", key),),
    "lower case scheme": lambda key: (("authorization", f"bearer {key}"),),
    "two spaces": lambda key: (("authorization", f"Bearer  {key}"),),
    "more after the key": lambda key: (("authorization", f"Bearer {key} x"),),
    "half a key": lambda key: _bearer(key[:32]),
    "the key's digest": lambda key: _bearer(hashlib.sha256(key.encode()).hexdigest()),
    "upper case": lambda key: _bearer(key.upper()),
    "another header": lambda key: (("x-api-key", key), ("proxy-authorization", f"Bearer {key}")),
    "a key after a wrong one": lambda key: (*_bearer("wrong"), *_bearer(key)),
}


@pytest.mark.parametrize("method", sorted(methods()))
def test_nobody_is_served_without_a_key_of_theirs(world: World, method: str) -> None:
    before = snapshot(world.harness)
    key = world.harness.keys["operator"]
    for label, headers in MALFORMED.items():
        failure = _call(world, method, headers(key))
        assert failure is not None, f"{label}: was served"
        assert (failure.code, failure.reason) == ("UNAUTHENTICATED", "CREDENTIALS_INVALID"), label
        assert key not in f"{failure}"
    assert snapshot(world.harness) == before


@pytest.mark.parametrize("method", sorted(methods()))
def test_nobody_is_served_without_the_grant(world: World, clients: Clients, method: str) -> None:
    before, grant = snapshot(world.harness), GRANTS[PATHS[method]]
    failure = _call(world, method, _bearer(clients.keys[f"without-{grant}"]))
    assert failure is not None, "was served"
    assert (failure.code, failure.reason) == ("PERMISSION_DENIED", "NOT_GRANTED")
    assert failure.metadata["grant"] == grant
    assert snapshot(world.harness) == before


@pytest.mark.parametrize("method", sorted(AT_A_STORE))
@pytest.mark.parametrize(
    ("client_id", "named"), [("hotel-all", "business_id"), ("retail-2-all", "store_id")]
)
def test_a_till_acts_for_its_own_business_and_store_only(
    world: World, clients: Clients, method: str, client_id: str, named: str
) -> None:
    before = snapshot(world.harness)
    failure = _call(world, method, _bearer(clients.keys[client_id]))
    assert failure is not None, "was served"
    assert (failure.code, failure.reason) == ("PERMISSION_DENIED", "NOT_GRANTED")
    assert failure.metadata[named] == {"business_id": "retail", "store_id": "retail-1"}[named]
    assert snapshot(world.harness) == before


@pytest.mark.parametrize("method", sorted(AT_A_STORE - IN_TESTS_OF_THEIR_OWN))
def test_a_till_of_the_store_is_served(world: World, clients: Clients, method: str) -> None:
    assert _call(world, method, _bearer(clients.keys["retail-1-all"])) is None


@pytest.mark.parametrize("method", sorted(FOR_THE_GROUP))
def test_only_the_group_rules_over_the_group(world: World, clients: Clients, method: str) -> None:
    before = snapshot(world.harness)
    for client_id in ("hotel-all", "retail-1-all"):
        failure = _call(world, method, _bearer(clients.keys[client_id]))
        assert failure is not None, "was served"
        assert (failure.code, failure.reason) == ("PERMISSION_DENIED", "NOT_GRANTED")
    assert snapshot(world.harness) == before


def test_a_foreign_till_sees_entries_without_details(world: World, clients: Clients) -> None:
    listed = points_service_pb2.ListEntriesRequest(member=build.key(world.member_id))
    own = _client(world, clients, "retail-1-all").points.ListEntries(listed).entries
    foreign = _client(world, clients, "hotel-all").points.ListEntries(listed).entries
    assert [entry.entry_id for entry in own] == [entry.entry_id for entry in foreign]
    purchases = [entry for entry in foreign if entry.kind == entry_pb2.ENTRY_KIND_PURCHASE]
    assert purchases
    for entry in purchases:
        assert not entry.detailed
        details = {known.name for known, _ in entry.ListFields()}
        assert details <= SUMMARY
        assert entry.earned_points
    assert all(
        entry.detailed and entry.HasField("purchase")
        for entry in own
        if entry.kind == entry_pb2.ENTRY_KIND_PURCHASE
    )


def test_every_field_of_an_entry_is_either_summary_or_detail() -> None:
    assert {known.name for known in entry_pb2.Entry.DESCRIPTOR.fields} == SUMMARY | DETAILS
    assert not SUMMARY & DETAILS


@pytest.mark.parametrize("method", sorted(FOR_ALL))
def test_what_is_the_groups_is_for_every_till_that_is_granted_it(
    world: World, clients: Clients, method: str
) -> None:
    assert _call(world, method, _bearer(clients.keys["hotel-all"])) is None


def _client(world: World, clients: Clients, client_id: str) -> Client:
    return Client(world.harness.channel, clients.keys[client_id])


def test_a_till_does_not_find_the_requests_of_another_client(
    world: World, clients: Clients
) -> None:
    request: Any = world.valid("GetEntry")
    assert _call(world, "GetEntry", _bearer(world.harness.keys["operator"])) is None
    for client_id in ("hotel-all", "retail-1-all"):
        failure = failure_of(
            lambda: _client(world, clients, client_id).points.GetEntry(request)  # noqa: B023
        )
        assert failure.reason == "REQUEST_NOT_FOUND"


def test_a_purchase_is_claimed_through_its_own_business_only(
    world: World, clients: Clients
) -> None:
    request: Any = world.valid("ClaimPurchase")
    unknown = build.claim(world.member_id, "0000-0000-0000-0001-1")
    for client_id in ("hotel-all", "retail-2-all"):
        points = _client(world, clients, client_id).points
        withdrawing = failure_of(
            lambda: points.WithdrawAnonymousPurchase(build.withdraw(world.claim_code))  # noqa: B023
        )
        assert withdrawing.reason == "CLAIM_CODE_INVALID"
        claim = points.ClaimPurchase
        foreign = failure_of(lambda: claim(request))  # noqa: B023
        assert (foreign.code, foreign.reason) == ("NOT_FOUND", "CLAIM_CODE_INVALID")
        assert failure_of(lambda: claim(unknown)) == foreign  # noqa: B023
    claim = _client(world, clients, "retail-1-all").points.ClaimPurchase
    assert claim(request).entry.earned_points == 1_000


def test_a_client_that_is_taken_out_of_the_file_is_refused(world: World, clients: Clients) -> None:
    clients.add("leaver", "retail", ["accounts"])
    _wait_until(lambda: _is_known(world.harness, clients.keys["leaver"]))
    clients.remove("leaver")
    _wait_until(lambda: not _is_known(world.harness, clients.keys["leaver"]))


def test_a_broken_clients_file_leaves_the_clients_as_they_were(
    world: World, clients: Clients
) -> None:
    good = clients.path.read_text()
    with capture_logs() as logged:
        clients.path.write_text(good[:-5])
        _wait_until(lambda: any(each.get("task") == "clients" for each in logged))
    assert _is_known(world.harness, clients.keys["retail-1-all"])
    clients.path.write_text(good)
    clients.add("late", "retail", ["accounts"])
    _wait_until(lambda: _is_known(world.harness, clients.keys["late"]))
