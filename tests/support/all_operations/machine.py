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
from loyalty_chassis.storage.collections import collection_of
from loyalty_points.store.documents import ProgramDocument
from loyalty_points.use_cases.members.erase_closed import erase_closed
from loyalty_points.use_cases.settle_accounts import settle_accounts

from support import build
from support.accounting import exported, first_page
from support.all_operations.programs import TIERS, Era
from support.all_operations.repeats import Asked, change, tells_of
from support.all_operations.seen import moved_by, owed_by, seen_account, seen_member
from support.asking import account_of, is_replayed, member_of
from support.harness import SUPERVISOR, Client, Harness, failure_of
from support.naive.ledger import NaiveLedger
from support.naive.limits import NaiveUse
from support.naive.people import Person
from support.naive.sales import Sale, Spent
from support.naive.tiers import NaiveTier
from support.naive.time import day_of, ms
from support.together import audit, outcome_of

NOT_REMEMBERED = {"HOLD_NOT_FOUND", "HOUSEHOLD_NOT_FOUND"}


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


@dataclass
class World:
    """One history."""

    harness: Harness
    counts: Counter[str]
    """How often each operation was run and refused, all histories together."""
    era: Era
    client: Client = field(init=False)
    second_client: Client = field(init=False)
    persons: list[Person] = field(default_factory=list)
    """Those who were merged into others aside."""
    ids: list[str] = field(default_factory=list)
    """Of all members, whatever became of them."""
    asked: list[Asked] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)
    spent: list[Spent] = field(default_factory=list)
    unclaimed: list[Unclaimed] = field(default_factory=list)
    """Every purchase that was recorded without a member, those claimed since included."""
    holds: list[str] = field(default_factory=list)
    """Every hold that was placed, those that ended included."""
    moved: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """What was earned and spent, less what was returned: by word, account and member."""
    checks: int = 0
    closed_month: int = 0
    """The last month that was closed, counted from year 0; 0 for none."""

    def __post_init__(self) -> None:
        self.forget()
        self.harness.clock.now = self.era.start
        self.client = self.harness.client()
        self.second_client = self.harness.client(SUPERVISOR)
        for _ in range(3):
            self.enroll()

    def enroll(self) -> None:
        member_id = build.enroll(self.client)
        tier = NaiveTier(self.era.tiers, day_of(self.now, "group"))
        self.ids.append(member_id)
        self.persons.append(Person([member_id], tier, NaiveUse(self.era.limits)))

    @property
    def now(self) -> int:
        return ms(self.harness.clock.now)

    def later(self, hours: int) -> datetime:
        return self.harness.clock.now + timedelta(hours=hours)

    @property
    def timestamp(self) -> Timestamp:
        return build.timestamp(self.harness.clock.now)

    @property
    def open(self) -> list[Person]:
        """The members that are left."""
        return [person for person in self.persons if not person.is_closed]

    def person_of(self, member_id: str) -> Person:
        return next(person for person in self.persons if member_id in person.ids)

    def ledger_of(self, member_id: str) -> NaiveLedger:
        return self.person_of(member_id).ledger

    def sharing(self, owner: Person) -> list[Person]:
        """Return who shares a member's account."""
        return [person for person in self.persons if person.home is owner]

    def time_passes(self, hours: int) -> None:
        """Move the clock; tiers are as of now from then on, whoever asks when."""
        self.harness.clock.advance(hours=hours)
        for person in self.open:
            before = person.tier.in_force
            person.tier.bring_up_to(self.now)
            self.counts["a tier fell"] += person.tier.in_force < before

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
        again = outcome_of(partial(asked.method, asked.request))
        if asked.is_erased:
            assert again.reason == "MEMBER_CLOSED", again
        else:
            assert again == asked.outcome
        assert is_replayed(partial(asked.method.with_call, asked.request))
        self.clear()

    def ask_otherwise(self, asked: Asked) -> None:
        """Send other content under the id of an earlier request."""
        self.counts["id reused"] += 1
        other = type(asked.request)()
        other.CopyFrom(asked.request)
        change(other)
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
        due = sum(person.own.next_due() <= self.now for person in self.persons)
        settled = settle_accounts(self.harness.parts, 100)
        # Tiers may be due too, and are written down with whatever else is done to a member.
        assert bool(due) <= settled <= due + len(self.open)
        self.settled()

    def settled(self) -> None:
        """Write down what is due in every ledger."""
        for person in self.persons:
            person.own.settle(self.now)

    def erase(self, closed: Person) -> None:
        """Let a worker erase what is personal, the answers that told of the member included."""
        erase_closed(self.harness.parts, 1_000)
        for asked in self.asked:
            if type(asked.request).__name__ != "CloseMemberRequest":
                asked.is_erased |= tells_of(asked.outcome, closed.ids)

    def check(self) -> None:
        """Fail unless every account, and one of the members in turn, is as the naive one.

        Each account is asked for by one of the ids that it answers to, in turn.
        """
        self.checks += 1
        for owner in self.persons:
            if not owner.home:
                # Whoever shares the account, or was merged into one who does, sees the same.
                near = [i for each in (owner, *self.sharing(owner)) for i in each.ids]
                account = account_of(self.client, near[self.checks % len(near)])
                assert seen_account(account) == owner.own.seen(self.now)
        self.check_member(self.persons[self.checks % len(self.persons)])

    def check_member(self, person: Person) -> None:
        seen = seen_member(member_of(self.client, person.ids[0]), self.era)
        assert seen == self.to_be_seen(person)

    def to_be_seen(self, person: Person) -> dict[str, object]:
        """Return what GetMember is to say."""
        if person.is_closed:
            return {"closed": True}
        tier = person.tier
        return {
            "ids": sorted(person.ids),
            "frozen": person.is_frozen,
            "home": person.home.ids[0] if person.home else "",
            "spend_limit": person.spend_limit,
            "has_household": person.has_household,
            "sharing": sorted(other.ids[0] for other in self.sharing(person)),
            "tier": ("", *TIERS)[tier.in_force + 1],
            "invited": ("", *TIERS)[tier.invited + 1],
            "review": tier.review_time,
            "counted": tier.counted_now(self.now),
            "missing": tier.missing(self.now),
        }

    def finish(self) -> None:
        """Audit everything, before and after a worker has come by; compare the statements."""
        self.counts["history"] += 1
        for _ in range(2):
            last = audit(self.client)
            assert not last.HasField("difference"), last.difference
            assert last.totals.get("member", 0) == sum(len(p.own.points) for p in self.persons)
            assert last.totals.get("debt", 0) == -sum(len(p.own.debts) for p in self.persons)
            assert sum(last.totals.values()) == 0
            self.work()
        assert settle_accounts(self.harness.parts, 100) == 0
        start, end = self.era.start - timedelta(hours=1), self.later(1)
        for person in self.persons:
            self.check_member(person)
            page = first_page(self.client, person.ids[0], start, end, 1)
            closing = len(person.ledger.points) - len(person.ledger.debts)
            assert (page.account_id, page.closing_points) == (person.account, closing)
        entries = exported(self.client, start, end)
        assert moved_by(entries) == self.moved
        assert owed_by(entries) == self.owed()

    def owed(self) -> Counter[tuple[str, str]]:
        """Return the points that one party owes another, by debtor and creditor."""
        owed: Counter[tuple[str, str]] = Counter()
        for person in self.persons:
            owed.update(person.own.owed)
        return owed

    def forget(self) -> None:
        """Delete what earlier histories wrote, so that this one does not meet it."""
        kept = collection_of(ProgramDocument).name
        for name in self.harness.database.list_collection_names():
            if name != kept:
                self.harness.database[name].delete_many({})
