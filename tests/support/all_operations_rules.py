"""The operations that the stateful model runs: each on the service and on the naive ledger."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from support import build
from support.all_operations import DEFAULT_EXPIRY, Person, World
from support.naive_ledger import NaiveLedger, Point
from support.naive_sales import Sale, SoldLine, Spent, split
from support.naive_time import AWAITS, active_from, end_of, idle_days

PICK = st.sampled_from([0, 0, 0, 1, 1, 2, 3])
"""Of members the first more often, so that much happens to one."""
SOME = st.integers(1, 12)
SPEND = st.tuples(SOME, st.sampled_from([False, False, False, True]))
"""A number of points, and whether it may be more than there are."""
BUSINESS = st.sampled_from(["retail", "hotel", "dining", "fuel"])
FUNDER = st.sampled_from(["retail", "hotel", "group"])
ACTIVATION = st.sampled_from(["now", "now", "now", "s7200", "d1", "d3", "till"])
EXPIRY = st.sampled_from(["never", "d0", "d2", "d5", "m0", "i3"])
LINE = st.tuples(st.integers(0, 20), st.integers(1, 3), SOME, ACTIVATION, EXPIRY)
HOURS = st.sampled_from([1, 1, 5, 12, 24, 24, 50, 100, 700])


class Operations(RuleBasedStateMachine):
    """Earning, spending, holds, transfers, what operators do, and time."""

    world: World

    def make_world(self) -> World:
        """Return the world of one history."""
        raise NotImplementedError

    @initialize()
    def begin(self) -> None:
        self.world = self.make_world()
        for pick in (0, 1):
            self.record(pick, "retail", [(20, 2, 12, "now", "d5"), (20, 1, 8, "d1", "i3")], 0, 0)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.finish()

    @invariant()
    def every_account_is_as_the_naive_one(self) -> None:
        if hasattr(self, "world"):
            self.world.check()

    def member(self, pick: int) -> tuple[str, Person]:
        member_id = self.world.ids[pick % len(self.world.ids)]
        return member_id, self.world.person_of(member_id)

    # Time.

    @rule(hours=HOURS)
    def time_passes(self, hours: int) -> None:
        self.world.harness.clock.advance(hours=hours)

    @rule()
    def a_worker_comes_by(self) -> None:
        self.world.work()

    # Earning and spending.

    @rule(
        pick=PICK,
        business=BUSINESS,
        lines=st.lists(LINE, min_size=1, max_size=3),
        burn=st.sampled_from([0, 0, 1, 5, 12, 100]),
        late=st.sampled_from([0, 0, 0, 3, 80]),
    )
    def buy(self, pick: int, business: str, lines: list[Any], burn: int, late: int) -> None:
        self.record(pick, business, lines, burn, late)

    @rule(pick=PICK, business=BUSINESS, points=SOME, expiry=EXPIRY)
    def earn(self, pick: int, business: str, points: int, expiry: str) -> None:
        self.record(pick, business, [(20, 2, points, "now", expiry)], 0, 0)

    def record(self, pick: int, business: str, lines: list[Any], burn: int, late: int) -> None:
        member_id, person = self.member(pick)
        request = build.record(member_id, self.basket(business, lines, late), burn)
        taken = min(burn, sum(net for net, *_ in lines))
        refusal, ledger = "", self.settled_if_owing(person)
        if person.is_frozen:
            refusal = "MEMBER_FROZEN"
        elif burn and not taken:
            refusal = "BURN_TOO_SMALL"
        elif taken > ledger.available(self.world.now):
            refusal = "INSUFFICIENT_POINTS"
        answer = self.world.ask(self.world.client.points.RecordPurchase, request, refusal)
        if not refusal:
            self.sold(person, request.purchase, lines, taken, answer.entry)

    def basket(self, business: str, lines: list[Any], late: int) -> Any:
        """Return a purchase of some hours ago, whose lines say what they give."""
        at = self.world.harness.clock.now - timedelta(hours=late)
        messages = [
            build.line(
                net,
                line_id=f"l{place}",
                sku=f"{points}/{activation}/{expiry}",
                quantity_milli=pieces * 1000,
            )
            for place, (net, pieces, points, activation, expiry) in enumerate(lines)
        ]
        return build.purchase(*messages, at=at, business=business)

    def sold(self, person: Person, bought: Any, lines: list[Any], burn: int, entry: Any) -> None:
        """Do to the ledger what a purchase does, and compare the entry with it."""
        now, ledger = self.world.now, person.ledger
        business, earned = bought.business_id, int(bought.purchase_time.ToMilliseconds())
        paid = ledger.spend(burn, now)
        amounts = split(burn, [net for net, *_ in lines]) if burn else [0] * len(lines)
        sold = []
        for place, (net, pieces, points, activation, expiry) in enumerate(lines):
            like = told_point(business, person.ids[0], activation, expiry, earned)
            like.active = like.active if like.active > now else 0
            kept = ledger.give(points, like, now)
            mine = paid[sum(amounts[:place]) : sum(amounts[: place + 1])]
            sold.append(
                SoldLine(f"l{place}", net, pieces * 1000, points, expiry, like, kept > 0, mine)
            )
        ledger.slide(earned, now)
        assert entry.earned_points == sum(line.points for line in sold)
        assert entry.burned_points == burn == entry.burn.amount_minor
        shares = Counter({(s.line_id, s.lot_id): s.points for s in entry.burn.line_shares})
        assert shares == Counter((line.line_id, p.lot) for line in sold for p in line.paid)
        self.world.sales.append(Sale(entry.entry_id, person.ids[0], business, earned, sold))

    def settled_if_owing(self, person: Person) -> NaiveLedger:
        """Return the ledger: what was due in one that owes is written down before a write."""
        if person.ledger.debts:
            person.ledger.catch_up(self.world.now)
        return person.ledger

    def settled(self, person: Person) -> NaiveLedger:
        """Return the ledger: what was due is written down before a return, a hold, a merge."""
        person.ledger.catch_up(self.world.now)
        return person.ledger

    @rule(pick=PICK, wanted=SPEND, business=BUSINESS)
    def redeem(self, pick: int, wanted: tuple[int, bool], business: str) -> None:
        member_id, person = self.member(pick)
        number = self.within(person, wanted)
        if not number:
            return
        request = build.redeem(member_id, number, business_id=business, store_id=f"{business}-1")
        refusal = self.why_not_spend(person, number)
        answer = self.world.ask(self.world.client.points.RedeemPoints, request, refusal)
        if not refusal:
            taken = person.ledger.spend(number, self.world.now)
            person.ledger.slide(self.world.now, self.world.now)
            entry_id = answer.entry.entry_id
            self.world.spent.append(Spent(entry_id, member_id, business, taken))

    def within(self, person: Person, wanted: tuple[int, bool]) -> int:
        """Return how many points to ask for: more than there are only where that is wanted.

        0 where there are none, and more are not wanted.
        """
        number, is_greedy = wanted
        available = person.ledger.available(self.world.now)
        return number if is_greedy else min(number, available)

    def why_not_spend(self, person: Person, number: int) -> str:
        """Return why a member may not spend so many points, or nothing."""
        ledger = self.settled_if_owing(person)
        if person.is_frozen:
            return "MEMBER_FROZEN"
        if number > ledger.available(self.world.now):
            return "INSUFFICIENT_POINTS"
        return ""

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
            person.ledger.set_aside(hold_id, business, number, deadline, self.world.now)
            self.world.holds.append(hold_id)

    def hold(self, pick: int) -> tuple[str, Person, str]:
        """Return a hold, whose it was last, and why it cannot be ended."""
        hold_id = self.world.holds[pick % len(self.world.holds)]
        for person in self.world.persons:
            held = person.ledger.holds.get(hold_id)
            if held and held.deadline <= self.world.now:
                return hold_id, person, "HOLD_LAPSED"
            if held:
                self.settled_if_owing(person)
                return hold_id, person, ""
        return hold_id, self.world.persons[0], "HOLD_NOT_FOUND"

    @precondition(lambda self: self.world.holds)
    @rule(pick=PICK, number=st.integers(0, 6))
    def capture(self, pick: int, number: int) -> None:
        hold_id, person, refusal = self.hold(pick)
        held = person.ledger.holds.get(hold_id)
        if person.is_frozen and not refusal:
            refusal = "MEMBER_FROZEN"
        elif held and not refusal and number > len(held.points):
            refusal = "CAPTURE_TOO_LARGE"
        member_id = person.ids[pick % len(person.ids)]
        request = build.capture(member_id, hold_id, number)
        answer = self.world.ask(self.world.client.holds.CaptureHold, request, refusal)
        if not refusal and held:
            number = number or len(held.points)
            taken = person.ledger.free(hold_id, self.world.now, number)
            person.ledger.slide(self.world.now, self.world.now)
            assert answer.entry.burned_points == number
            entry_id = answer.entry.entry_id
            self.world.spent.append(Spent(entry_id, member_id, held.business, taken))

    @precondition(lambda self: self.world.holds)
    @rule(pick=PICK)
    def release(self, pick: int) -> None:
        hold_id, person, refusal = self.hold(pick)
        request = build.release(person.ids[0], hold_id)
        self.world.ask(self.world.client.holds.ReleaseHold, request, refusal)
        if not refusal:
            person.ledger.free(hold_id, self.world.now)

    # From member to member, and by hand.

    @rule(pick=PICK, other=PICK, wanted=SPEND)
    def transfer(self, pick: int, other: int, wanted: tuple[int, bool]) -> None:
        (sender_id, sender), (recipient_id, recipient) = self.member(pick), self.member(other)
        if sender is recipient:
            return
        number = self.within(sender, wanted)
        if not number:
            return
        request = build.transfer(sender_id, recipient_id, number)
        refusal = self.why_not_spend(sender, number)
        arriving = self.settled_if_owing(recipient)
        if sender.is_frozen or recipient.is_frozen:
            refusal = "MEMBER_FROZEN"
        self.world.ask(self.world.client.transfers.TransferPoints, request, refusal)
        if not refusal:
            now = self.world.now
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
            person.ledger.spend(number, self.world.now)


def told_point(funder: str, earner: str, activation: str, expiry: str, start: int) -> Point:
    """Return what the points of a told award are like."""
    active = active_from(activation, start, funder)
    if active == AWAITS:
        return Point(funder, earner, AWAITS, 0, 0, start)
    end = end_of(expiry, max(active, start), funder)
    return Point(funder, earner, active, end, idle_days(expiry), start)
