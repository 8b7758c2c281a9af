"""The operations on members: freezing, inviting, merging, closing and households; and repeats."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from support import build
from support.all_operations.programs import TIERS
from support.all_operations.rules import PICK, SOME
from support.all_operations.waiting import Waiting
from support.naive.people import Person
from support.naive.tiers import NONE

CARDS_MAX = 20
"""Of a member: each that is merged into one brings a card."""


class Members(Waiting):
    """What operators do to members, households, and requests that come again."""

    # What operators do to a member.

    @rule(pick=PICK, really=st.integers(0, 2))
    def freeze(self, pick: int, really: int) -> None:
        member_id, person = self.member(pick)
        if person.is_frozen:
            request = build.unfreeze_member(member_id)
            self.world.ask(self.world.client.members.UnfreezeMember, request)
            person.is_frozen = False
        elif not really:
            request = build.freeze_member(member_id)
            self.world.ask(self.world.client.members.FreezeMember, request)
            person.is_frozen = True

    @rule(pick=PICK, tier=st.integers(-1, 2), hours=st.sampled_from([0, 24, 90, 700]))
    def invite(self, pick: int, tier: int, hours: int) -> None:
        """Invite a member to a tier for so many hours, 0 for ever; -1 takes that back."""
        member_id, person = self.member(pick)
        tier = min(tier, len(person.tier.rules.thresholds) - 1)
        parts: dict[str, Any] = {}
        if tier > NONE and hours:
            parts = {"end_time": build.timestamp(self.world.later(hours))}
        tier_id = ("", *TIERS)[tier + 1]
        request = build.invite(member_id, tier_id, **parts)
        self.world.ask(self.world.client.members.InviteToTier, request)
        person.tier.invite(tier, self.world.now + hours * 3_600_000 if parts else 0)

    @precondition(lambda self: len(self.world.asked) > 12 and len(self.world.open) > 1)
    @rule(pick=PICK, other=PICK, really=st.integers(0, 2))
    def merge(self, pick: int, other: int, really: int) -> None:
        """Merge two members; somebody else comes as well."""
        (source_id, source), (target_id, target) = self.loner(pick), self.member(other)
        if source is target or really:
            return
        request = build.merge(source_id, target_id)
        refusal = ""
        if source_id != source.ids[0]:
            refusal = "MEMBER_MERGED"
        elif self.shares(source):
            refusal = "IN_HOUSEHOLD"
        elif len(source.ids) + len(target.ids) > CARDS_MAX:
            refusal = "LIMIT_REACHED"
        self.world.ask(self.world.client.members.MergeMembers, request, refusal)
        if not refusal:
            self.settled(source)
            self.settled(target)
            target.merge_with(source, self.world.now)
            self.world.persons.remove(source)
            self.world.enroll()

    @precondition(lambda self: len(self.world.asked) > 12)
    @rule(pick=PICK, really=st.integers(0, 2))
    def close(self, pick: int, really: int) -> None:
        """Close a member; somebody else comes instead."""
        member_id, person = self.loner(pick)
        if really:
            return
        self.settled_if_owing(person)
        request = build.close(member_id)
        refusal = "IN_HOUSEHOLD" if self.shares(person) else ""
        self.world.ask(self.world.client.members.CloseMember, request, refusal)
        if not refusal:
            person.close()
            self.world.erase(person)
            self.world.enroll()

    @precondition(lambda self: any(person.is_closed for person in self.world.persons))
    @rule(pick=PICK, which=st.integers(0, 6), number=SOME)
    def ask_for_one_who_is_gone(self, pick: int, which: int, number: int) -> None:
        gone = [person for person in self.world.persons if person.is_closed]
        person, client = gone[pick % len(gone)], self.world.client
        member_id, other_id = person.ids[pick % len(person.ids)], self.world.open[0].ids[0]
        bought = build.purchase(at=self.world.harness.clock.now)
        method, request = (
            (client.points.RecordPurchase, build.record(member_id, bought)),
            (client.points.RedeemPoints, build.redeem(member_id, number)),
            (client.transfers.TransferPoints, build.transfer(other_id, member_id, number)),
            (client.adjustments.AdjustPoints, build.adjust(member_id, number)),
            (client.households.CreateHousehold, build.household(member_id)),
            (client.households.JoinHousehold, build.join(member_id, other_id)),
            (client.members.CloseMember, build.close(member_id)),
        )[which]
        self.settled_if_owing(self.world.open[0])
        self.world.ask(method, request, "MEMBER_CLOSED")

    # Households.

    def loner(self, pick: int) -> tuple[str, Person]:
        """Return a member, seldom one in a household if others are in none."""
        member_id, person = self.member(pick)
        if pick != 1 and self.shares(person):
            person = next((each for each in self.world.open if not self.shares(each)), person)
            member_id = person.ids[0]
        return member_id, person

    def shares(self, person: Person) -> bool:
        """Tell whether a member shares another's account, or others share theirs."""
        return person.home is not None or bool(self.world.sharing(person))

    @rule(pick=PICK)
    def share(self, pick: int) -> None:
        """Let others share a member's account."""
        _, person = self.member(pick)
        self.create_household(person, "IN_HOUSEHOLD" if person.home else "")

    @rule(
        pick=PICK,
        other=PICK,
        limit=st.sampled_from([None, None, 0, 5, 20]),
        is_shared=st.sampled_from([True, True, False]),
    )
    def join(self, pick: int, other: int, limit: int | None, is_shared: bool) -> None:
        """Let a member share another's account, one with a household where `is_shared`."""
        (_, person), (_, owner) = self.member(pick), self.member(other)
        if is_shared and not owner.has_household:
            owners = [each for each in self.world.open if each.has_household]
            owner = owners[0] if owners else owner
        if person is owner:
            return
        self.settled(person)
        self.settled(owner)
        refusal = ""
        if person.is_frozen or owner.is_frozen:
            refusal = "MEMBER_FROZEN"
        elif self.shares(person):
            refusal = "IN_HOUSEHOLD"
        elif not owner.has_household:
            refusal = "HOUSEHOLD_NOT_FOUND"
        self.join_household(person, owner, limit, refusal)

    @rule(pick=PICK)
    def leave(self, pick: int) -> None:
        member_id, person = self.sharing_member(pick)
        ledger, now = self.settled_if_owing(person), self.world.now
        refusal = ""
        if not person.home:
            refusal = "HOUSEHOLD_NOT_FOUND"
        elif any(h.member == person.ids[0] and now < h.deadline for h in ledger.holds.values()):
            refusal = "HOLDS_OPEN"
        request = build.leave(member_id)
        self.world.ask(self.world.client.households.LeaveHousehold, request, refusal)
        if not refusal:
            person.leave(now, with_own=self.world.era.leaves_with_own)

    @rule(pick=PICK, limit=st.sampled_from([None, 0, 5, 20]))
    def limit_spending(self, pick: int, limit: int | None) -> None:
        _, person = self.sharing_member(pick)
        request = build.spend_limit(person.ids[-1], limit)
        refusal = "" if person.home else "HOUSEHOLD_NOT_FOUND"
        self.world.ask(self.world.client.households.SetSpendLimit, request, refusal)
        if not refusal:
            person.spend_limit = limit

    def sharing_member(self, pick: int) -> tuple[str, Person]:
        """Return a member, seldom one who shares nobody's account if others do."""
        member_id, person = self.member(pick)
        if pick and not person.home:
            person = next((each for each in self.world.open if each.home), person)
            member_id = person.ids[0]
        return member_id, person

    # Repeats.

    @precondition(lambda self: self.world.asked)
    @rule(pick=st.integers(0, 60))
    def ask_again(self, pick: int) -> None:
        self.world.ask_again(self.world.asked[pick % len(self.world.asked)])

    @precondition(lambda self: self.world.asked)
    @rule(pick=st.integers(0, 60))
    def ask_otherwise(self, pick: int) -> None:
        self.world.ask_otherwise(self.world.asked[pick % len(self.world.asked)])
