"""Holds, transfers, and points given or taken by hand."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from support import build
from support.all_operations.programs import DEFAULT_EXPIRY
from support.all_operations.rules import BUSINESS, FUNDER, PICK, SOME, SPEND, Operations
from support.naive.people import Person
from support.naive.points import NaiveHold, Point
from support.naive.time import end_of


class Holds(Operations):
    """Points set aside, sent, given and taken."""

    # Holds.

    @rule(pick=PICK, wanted=SPEND, hours=st.sampled_from([1, 24, 60]), business=BUSINESS)
    def place_hold(self, pick: int, wanted: tuple[int, bool], hours: int, business: str) -> None:
        member_id, person = self.member(pick)
        number = self.within(person, wanted)
        if not number:
            return
        store = {"business_id": business, "store_id": f"{business}-1"}
        request = build.hold(member_id, number, hours * 3600, **store)
        self.settled(person)
        refusal = self.why_not_spend(person, number)
        answer = self.world.ask(self.world.client.holds.PlaceHold, request, refusal)
        if not refusal:
            hold_id = answer.entry.hold.hold_id
            deadline = self.world.now + hours * 3_600_000
            hold = NaiveHold(business, deadline, [], person.ids[0])
            person.ledger.set_aside(hold, hold_id, number, self.world.now)
            self.world.holds.append(hold_id)

    def hold(self, pick: int) -> tuple[str, Person, NaiveHold | None, str]:
        """Return a hold's id, who shares its account, the hold, and why it cannot be ended."""
        hold_id = self.world.holds[pick % len(self.world.holds)]
        for person in self.world.persons:
            held = person.own.holds.get(hold_id)
            if held:
                near = [person, *self.world.sharing(person)]
                asking = near[pick % len(near)]
                if held.deadline <= self.world.now:
                    return hold_id, asking, held, "HOLD_LAPSED"
                self.settled_if_owing(asking)
                return hold_id, asking, held, ""
        return hold_id, self.world.open[0], None, "HOLD_NOT_FOUND"

    @precondition(lambda self: self.world.holds)
    @rule(pick=PICK, number=st.integers(0, 6))
    def capture(self, pick: int, number: int) -> None:
        """Capture a hold, by an id of anybody who shares the account: who placed it spends."""
        hold_id, asking, held, refusal = self.hold(pick)
        points = (number or len(held.points)) if held else 0
        if held and not refusal:
            spender = self.world.person_of(held.member)
            if spender.is_frozen:
                refusal = "MEMBER_FROZEN"
            elif points > len(held.points):
                refusal = "CAPTURE_TOO_LARGE"
            elif not spender.may_redeem(points, self.world.now):
                refusal = "LIMIT_REACHED"
        request = build.capture(asking.ids[pick % len(asking.ids)], hold_id, number)
        answer = self.world.ask(self.world.client.holds.CaptureHold, request, refusal)
        if held and not refusal:
            spender = self.world.person_of(held.member)
            taken = spender.ledger.free(hold_id, self.world.now, points)
            self.redeemed(spender, answer.entry, held.business, taken)

    @precondition(lambda self: self.world.holds)
    @rule(pick=PICK)
    def release(self, pick: int) -> None:
        hold_id, asking, held, refusal = self.hold(pick)
        request = build.release(asking.ids[0], hold_id)
        answer = self.world.ask(self.world.client.holds.ReleaseHold, request, refusal)
        if held and not refusal:
            asking.ledger.free(hold_id, self.world.now)
            assert answer.entry.member_id == held.member

    # From member to member, and by hand.

    @rule(pick=PICK, other=PICK, wanted=SPEND)
    def transfer(self, pick: int, other: int, wanted: tuple[int, bool]) -> None:
        (sender_id, sender), (recipient_id, recipient) = self.member(pick), self.member(other)
        if sender.ledger is recipient.ledger:
            return
        number = self.within(sender, wanted)
        if not number:
            return
        request = build.transfer(sender_id, recipient_id, number)
        refusal = self.why_not_spend(sender, number)
        arriving = self.settled_if_owing(recipient)
        if sender.is_frozen or recipient.is_frozen:
            refusal = "MEMBER_FROZEN"
        elif not sender.may_share(number, self.world.now):
            refusal = "LIMIT_REACHED"
        self.world.ask(self.world.client.transfers.TransferPoints, request, refusal)
        if not refusal:
            now = self.world.now
            sender.spends(number, now, is_redemption=False)
            for point in sender.ledger.spend(number, now):
                point.active, point.hold = 0, ""
                arriving.put(point)
            arriving.repay(now)

    @rule(pick=PICK, number=SOME, funder=FUNDER, hours=st.sampled_from([0, 0, 30, 90]))
    def credit(self, pick: int, number: int, funder: str, hours: int) -> None:
        member_id, person = self.member(pick)
        ledger, now = self.settled_if_owing(person), self.world.now
        parts: dict[str, Any] = {}
        end = end_of(DEFAULT_EXPIRY, now, funder)
        if hours:
            parts = {"expire_time": build.timestamp(self.world.later(hours))}
            end = now + hours * 3_600_000
        request = build.adjust(member_id, number, funder=funder, **parts)
        self.world.ask(self.world.client.adjustments.AdjustPoints, request)
        like = Point(funder, person.ids[0], 0, end, 0, now)
        ledger.give(number, like, now)

    @rule(pick=PICK, wanted=SPEND, funder=FUNDER)
    def debit(self, pick: int, wanted: tuple[int, bool], funder: str) -> None:
        member_id, person = self.member(pick)
        available = self.settled_if_owing(person).available(self.world.now)
        number = self.within(person, wanted)
        if not number:
            return
        refusal = "INSUFFICIENT_POINTS" if number > available else ""
        request = build.adjust(member_id, -number, funder=funder)
        self.world.ask(self.world.client.adjustments.AdjustPoints, request, refusal)
        if not refusal:
            taken = person.ledger.spend(number, self.world.now)
            person.ledger.redeem(funder, taken)
