"""Who has an account, from nothing but its entries as stored.

Members are merged into others, closed, join households and leave them. Written apart from
the code that does it, so that one checks the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from loyalty_chassis.storage.documents import Document

from loyalty_points.use_cases.auditing.checks import Check

Visits = dict[str, Counter[str]]
"""Number and amount of purchases, by business."""

MERGED_AWAY, MERGED_IN, CLOSED = "member_merged_away", "member_merged_in", "member_closed"
JOINED, LEFT = "household_joined", "household_left"
FREEZES = ("member_frozen", "member_unfrozen")
INVITED, LIMITED = "tier_invited", "spend_limit_set"
WITH_ANOTHER = (MERGED_AWAY, MERGED_IN, JOINED, LEFT)


@dataclass(slots=True)
class Terms:
    """What operators gave a member, as far as the account's entries tell it."""

    invitation: Document | None = None
    is_invitation_told: bool = True
    """Not where the member came with what another account tells."""
    spend_limit: int | None = None
    is_limit_told: bool = True
    """Not where an entry is older than what tells it."""

    @classmethod
    def untold(cls) -> Terms:
        """Return those of a member who came from another account."""
        return cls(is_invitation_told=False, is_limit_told=False)

    def invite(self, entry: Document) -> None:
        """Take in an invitation, or its end."""
        self.invitation = entry.get("invitation")
        self.is_invitation_told = "invitation" in entry

    def limit(self, entry: Document) -> None:
        """Take in what the member may spend."""
        self.spend_limit = entry.get("monthly_spend_limit")
        self.is_limit_told = "monthly_spend_limit" in entry

    def checks(self, member: Document, account: Document) -> Iterator[Check]:
        """Yield what must hold of the member as stored. An invitation may have ended by now."""
        if self.is_limit_told:
            yield "monthly_spend_limit", self.spend_limit, member.get("monthly_spend_limit")
        kept = member.get("invitation")
        if self.is_invitation_told and kept != self.invitation:
            end = (self.invitation or {}).get("end_time")
            is_over = kept is None and end is not None and end <= account["record_time"]
            if not is_over:
                yield "invitation", self.invitation, kept


@dataclass(slots=True)
class Person:
    """What an account's entries tell of one member."""

    visits: Visits = field(default_factory=dict)
    frozen_reason: str = ""
    terms: Terms = field(default_factory=Terms, compare=False)
    """Does not go along with the member."""

    @classmethod
    def along(cls, entry: Document) -> Person:
        """Return the person that an entry says came or went."""
        told = entry["merged"]
        return cls(visits_of(told["visits"]), told["frozen_reason"], Terms.untold())


@dataclass(slots=True)
class RederivedEnds:
    """Who has the account, what became of its own member, and what was erased in it."""

    account_id: str
    persons: dict[str, Person] = field(default_factory=dict)
    """Those whose points go to the account at present."""
    merged_into: str = ""
    """Whom the account's own member was merged into, by the entry that says so."""
    owner_id: str = ""
    """Whose account the own member shares."""
    close_time: datetime | None = None
    erased: dict[str, int] = field(default_factory=dict)
    """Of which members something is erased that rules saw, and the first such entry."""
    is_told: bool = True
    """Whether all that came of the account's entries is in the account."""

    def __post_init__(self) -> None:
        """Begin with the account's own member."""
        self.persons[self.account_id] = Person()

    def person(self, entry: Document) -> Person:
        """Return the one whom an entry is about; a passing one if they are not there any more."""
        return self.persons.get(entry["member_id"]) or Person()

    def checks(self, entry: Document, seen_hash: str) -> Iterator[Check]:
        """Yield what must hold of the next entry; `seen_hash` is that of its content."""
        kind, seen = entry["kind"], entry["seen"]
        yield "entries after the last", None, self.merged_into or self.close_time
        if self.owner_id:
            yield "entries while the account is shared", LEFT, kind
        if seen is not None or kind != "purchase":
            yield "seen_hash", seen_hash, entry["seen_hash"]
        yield "kind with another member", kind in WITH_ANOTHER, entry.get("merged") is not None
        if self._goes_away(entry):
            yield "what goes along", self.person(entry), Person.along(entry)

    def _goes_away(self, entry: Document) -> bool:
        """Tell whether the member leaves this account with the entry, for another."""
        is_own = bool(entry["member_id"] == self.account_id)
        return {MERGED_AWAY: True, JOINED: is_own, LEFT: not is_own}.get(entry["kind"], False)

    def take_in(self, entry: Document) -> None:
        """Take in an entry that is as it must be."""
        kind, member_id = entry["kind"], entry["member_id"]
        if kind in FREEZES:
            self.person(entry).frozen_reason = entry["reason"]
        elif kind == INVITED:
            self.person(entry).terms.invite(entry)
        elif kind == LIMITED:
            self.person(entry).terms.limit(entry)
        if kind == "purchase" and entry["seen"] is None:
            self.erased.setdefault(member_id, entry["sequence"])
        if kind == MERGED_IN:
            self._merge(self.person(entry), Person.along(entry))
        elif kind in (JOINED, LEFT):
            self._move(entry)
        elif kind == MERGED_AWAY:
            self.persons[self.account_id] = Person()
            self.merged_into = entry["merged"]["member_id"]
        elif kind == CLOSED:
            self.persons[self.account_id] = Person()
            self.close_time = entry["record_time"]

    def _merge(self, person: Person, other: Person) -> None:
        for business_id, came in other.visits.items():
            person.visits.setdefault(business_id, Counter()).update(came)
        person.frozen_reason = person.frozen_reason or other.frozen_reason
        person.terms.is_invitation_told = False  # the higher of both, by a program

    def _move(self, entry: Document) -> None:
        if entry["member_id"] == self.account_id:
            self.owner_id = entry["merged"]["member_id"] if entry["kind"] == JOINED else ""
            self.is_told = False
        if self._goes_away(entry):
            del self.persons[entry["member_id"]]
        else:
            came = self.persons[entry["member_id"]] = Person.along(entry)
            came.terms.limit({"monthly_spend_limit": None} if entry["kind"] == LEFT else entry)

    @property
    def is_over(self) -> bool:
        """Whether nothing may be in the account."""
        return bool(self.merged_into or self.close_time or self.owner_id)


def visits_of(visits: list[Document]) -> Visits:
    """Return the visits that an entry tells, by business."""
    return {
        each["business_id"]: Counter(
            purchase_count=each["purchase_count"], net_amount_minor=each["net_amount_minor"]
        )
        for each in visits
    }
