"""What the stateful model needs around its rules: members, requests, answers.

A world is one history: members enrolled for it, a naive ledger for each, and every request
that was answered, to be sent again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from loyalty.points.v1 import program_pb2
from loyalty_chassis.storage.collections import collection_of
from loyalty_points.store.documents import ProgramDocument
from loyalty_points.use_cases.settle_accounts import settle_accounts

from support import build
from support.asking import account_of, is_replayed
from support.clocks import NOON
from support.harness import SUPERVISOR, Client, Harness, failure_of
from support.naive_ledger import NaiveLedger
from support.naive_sales import Sale, Spent
from support.naive_time import ZONES, ms
from support.together import audit, outcome_of

GRACE_DAYS = 2
DEFAULT_EXPIRY = "d5"
NOBODY = "0" * 26
NOT_REMEMBERED = {"HOLD_NOT_FOUND"}


def told_program() -> program_pb2.Program:
    """Return a program whose businesses are far apart, with plugins that do as told."""
    told = {business: [("told", {})] for business in ZONES}
    program = build.program(told, time_zone=ZONES["group"], return_grace_days=GRACE_DAYS)
    program.expiry.CopyFrom(
        program_pb2.ExpiryPolicy(
            kind=program_pb2.EXPIRY_KIND_ROLLING,
            count=5,
            unit=program_pb2.EXPIRY_UNIT_DAYS,
            rounding=program_pb2.EXPIRY_ROUNDING_END_OF_DAY,
        )
    )
    program.limits.max_purchase_age.FromSeconds(1000 * 86_400)
    for business in program.businesses:
        business.time_zone = ZONES[business.business_id]
    return program


@dataclass(eq=False)
class Person:
    """A member as the model knows them; after a merge, two."""

    ids: list[str]
    ledger: NaiveLedger = field(default_factory=NaiveLedger)
    is_frozen: bool = False


@dataclass
class Unclaimed:
    """A purchase that was recorded without a member."""

    code: str
    bought: Any
    lines: list[Any]
    last_time: datetime
    """From then on it cannot be claimed."""
    is_used: bool = False
    """Whether it was claimed, or withdrawn."""


@dataclass(frozen=True)
class Asked:
    """A request that had an outcome."""

    method: Any
    request: Any
    outcome: Any


@dataclass
class World:
    """One history."""

    harness: Harness
    counts: Counter[str]
    """How often each operation was run and refused, all histories together."""
    client: Client = field(init=False)
    second_client: Client = field(init=False)
    persons: list[Person] = field(init=False)
    ids: list[str] = field(init=False)
    asked: list[Asked] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)
    spent: list[Spent] = field(default_factory=list)
    unclaimed: list[Unclaimed] = field(default_factory=list)
    """Every purchase that was recorded without a member, those claimed since included."""
    holds: list[str] = field(default_factory=list)
    """Every hold that was placed, those that ended included."""

    def __post_init__(self) -> None:
        self.forget()
        self.harness.clock.now = NOON
        self.client = self.harness.client()
        self.second_client = self.harness.client(SUPERVISOR)
        self.ids = [build.enroll(self.client) for _ in range(3)]
        self.persons = [Person([member_id]) for member_id in self.ids]

    @property
    def now(self) -> int:
        return ms(self.harness.clock.now)

    def later(self, hours: int) -> datetime:
        return self.harness.clock.now + timedelta(hours=hours)

    @property
    def timestamp(self) -> Timestamp:
        return build.timestamp(self.harness.clock.now)

    def person_of(self, member_id: str) -> Person:
        return next(person for person in self.persons if member_id in person.ids)

    def ledger_of(self, member_id: str) -> NaiveLedger:
        return self.person_of(member_id).ledger

    def ask(self, method: Any, request: Any, refusal: str = "") -> Any:
        """Send a request that must be done, or refused for this reason; return the answer."""
        name = type(request).__name__.removesuffix("Request")
        self.counts[f"{name} {refusal}".strip()] += 1
        if refusal:
            outcome = failure_of(partial(method, request))
            assert outcome.reason == refusal, outcome
        else:
            outcome = method(request)
        if refusal not in NOT_REMEMBERED:
            self.asked.append(Asked(method, request, outcome))
        return outcome

    def ask_again(self, asked: Asked) -> None:
        """Send a request again, which must be answered as before."""
        self.counts["replay"] += 1
        assert outcome_of(partial(asked.method, asked.request)) == asked.outcome
        assert is_replayed(partial(asked.method.with_call, asked.request))
        self.clear()

    def ask_otherwise(self, asked: Asked) -> None:
        """Send other content under the id of an earlier request."""
        self.counts["id reused"] += 1
        other = type(asked.request)()
        other.CopyFrom(asked.request)
        _change(other)
        failure = failure_of(partial(asked.method, other))
        assert (failure.code, failure.reason) == ("ALREADY_EXISTS", "REQUEST_ID_REUSED")
        self.clear()

    def clear(self) -> None:
        """Let a worker come by, after a call that may have written what was due, or not."""
        settle_accounts(self.harness.parts, 100)
        self.settled()

    def work(self) -> None:
        """Let a worker come by."""
        self.counts["worker"] += 1
        due = sum(person.ledger.next_due() <= self.now for person in self.persons)
        assert settle_accounts(self.harness.parts, 100) == due
        self.settled()

    def settled(self) -> None:
        """Write down what is due in every ledger."""
        for person in self.persons:
            person.ledger.settle(self.now)

    def check(self) -> None:
        """Fail unless every member's account is as the naive one."""
        for member_id in self.ids:
            assert seen_of(account_of(self.client, member_id)) == self.ledger_of(member_id).seen(
                self.now
            )

    def finish(self) -> None:
        """Audit everything, before and after a worker has come by."""
        self.counts["history"] += 1
        for _ in range(2):
            last = audit(self.client)
            assert not last.HasField("difference"), last.difference
            assert last.totals.get("member", 0) == sum(len(p.ledger.points) for p in self.persons)
            assert last.totals.get("debt", 0) == -sum(len(p.ledger.debts) for p in self.persons)
            assert sum(last.totals.values()) == 0
            self.work()

    def forget(self) -> None:
        """Delete what earlier histories wrote, so that this one does not meet it."""
        kept = collection_of(ProgramDocument).name
        for name in self.harness.database.list_collection_names():
            if name != kept:
                self.harness.database[name].delete_many({})


def seen_of(account: Any) -> dict[str, object]:
    """Return what GetAccount says, as the naive ledger says it."""
    balance = account.balance
    return {
        "available": balance.available_points,
        "pending": balance.pending_points,
        "held": balance.held_points,
        "debt": balance.debt_points,
        "due": balance.due_points,
        "expirations": [(_ms(each.expire_time), each.points) for each in account.expirations],
        "holds": sorted(
            (_ms(hold.deadline_time), hold.hold_id, hold.points) for hold in account.holds
        ),
    }


def _ms(timestamp: Timestamp) -> int:
    return int(timestamp.ToMilliseconds())


def _change(request: Any) -> None:
    """Make a request's content another."""
    fields = request.DESCRIPTOR.fields_by_name
    if "reason" in fields:
        request.reason = "other"
    elif "operator_id" in fields:
        request.operator_id = "other"
    elif "claim_code" in fields:
        request.claim_code = "other"
    elif "purchase" in fields:
        request.purchase.channel = "other"
    elif "adjustment" in fields:
        request.adjustment.reason = "other"
    elif "hold_id" in fields:
        request.hold_id = NOBODY
    elif "original" in fields:
        request.original.entry_id = f"{NOBODY}-1"
    elif "source_member_id" in fields:
        request.source_member_id = NOBODY
    else:
        request.member_id = NOBODY
