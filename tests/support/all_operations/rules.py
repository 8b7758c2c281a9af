"""What the stateful model runs, on the service and on naive ledgers: earning and spending."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from support import build
from support.all_operations.machine import World
from support.naive.ledger import NaiveLedger
from support.naive.people import Person
from support.naive.points import Point
from support.naive.sales import Sale, SoldLine, Spent, split
from support.naive.time import AWAITS, active_from, end_of, idle_days

PICK = st.sampled_from([0, 0, 0, 1, 1, 2, 3])
"""Of members the first more often, so that much happens to one."""
SOME = st.integers(1, 12)
SPEND = st.tuples(SOME, st.sampled_from([False, False, False, True]))
"""A number of points, and whether it may be more than there are."""
BUSINESS = st.sampled_from(["retail", "hotel", "dining", "fuel"])
FUNDER = st.sampled_from(["retail", "hotel", "group"])
ACTIVATION = st.sampled_from(["now", "now", "now", "s7200", "d1", "d3", "till"])
EXPIRY = st.sampled_from(["never", "d0", "d2", "d5", "m0", "c10", "i3"])
LINE = st.tuples(st.integers(0, 20), st.integers(1, 3), SOME, ACTIVATION, EXPIRY)
HOURS = st.sampled_from([1, 1, 5, 12, 24, 24, 50, 100, 700, 4000])


NOBODY_SHARES = -1
"""Instead of a limit: the history begins without a household."""


class Operations(RuleBasedStateMachine):
    """Earning, spending and time, and what other operations need of them."""

    world: World

    def make_world(self) -> World:
        """Return the world of one history."""
        raise NotImplementedError

    @initialize(limit=st.sampled_from([NOBODY_SHARES, None, 10, 20]))
    def begin(self, limit: int | None) -> None:
        self.world = self.make_world()
        for pick in (0, 1):
            self.record(pick, "retail", [(20, 2, 12, "now", "d5"), (20, 1, 8, "d1", "i3")], 0, 0)
        self.redeem(1, (3, False), "hotel")
        if limit != NOBODY_SHARES:
            owner, member = self.world.persons[:2]
            self.create_household(owner)
            self.join_household(member, owner, limit)

    # Households; who may at all is for the rules to say.

    def create_household(self, owner: Person, refusal: str = "") -> None:
        request = build.household(owner.ids[-1])
        self.world.ask(self.world.client.households.CreateHousehold, request, refusal)
        if not refusal:
            owner.has_household = True

    def join_household(
        self, person: Person, owner: Person, limit: int | None, refusal: str = ""
    ) -> None:
        request = build.join(person.ids[-1], owner.ids[-1], limit)
        self.world.ask(self.world.client.households.JoinHousehold, request, refusal)
        if not refusal:
            person.join(owner, limit, self.world.now)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.finish()

    @invariant()
    def every_account_is_as_the_naive_one(self) -> None:
        if hasattr(self, "world"):
            self.world.check()

    def member(self, pick: int) -> tuple[str, Person]:
        """Return an id of a member who was not closed, and the member."""
        ids = [each for each in self.world.ids if not self.world.person_of(each).is_closed]
        member_id = ids[pick % len(ids)]
        return member_id, self.world.person_of(member_id)

    # Time.

    @rule(hours=HOURS)
    def time_passes(self, hours: int) -> None:
        self.world.time_passes(hours)

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
        elif taken and not person.may_redeem(taken, self.world.now):
            refusal = "LIMIT_REACHED"
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
        spent = person.spends(burn, now, is_redemption=burn > 0)
        paid = ledger.spend(burn, now)
        ledger.redeem(business, paid)
        amounts = split(burn, [net for net, *_ in lines]) if burn else [0] * len(lines)
        given = person.use.cut([points for _, _, points, _, _ in lines], earned)
        self.world.counts["an award was cut"] += sum(given) < sum(line[2] for line in lines)
        sold = []
        for place, (net, pieces, points, activation, expiry) in enumerate(lines):
            like = told_point(business, person.ids[0], activation, expiry, earned)
            like.active = like.active if like.active > now else 0
            kept = ledger.give(given[place], like, now)
            mine = paid[sum(amounts[:place]) : sum(amounts[: place + 1])]
            counted = points * 3 // 2 * given[place] // points
            line = SoldLine(
                f"l{place}", net, pieces * 1000, given[place], expiry, like, kept > 0, counted, mine
            )
            sold.append(line)
        ledger.slide(earned, now)
        assert [award.points for award in entry.awards] == given
        assert entry.earned_points == sum(given)
        assert entry.qualifying_points == sum(line.qualifying for line in sold)
        assert entry.burned_points == burn == entry.burn.amount_minor
        shares = Counter({(s.line_id, s.lot_id): s.points for s in entry.burn.line_shares})
        assert shares == Counter((line.line_id, p.lot) for line in sold for p in line.paid)
        total = sum(net for net, *_ in lines)
        person.tier.add(entry.qualifying_points, total - burn, earned, now)
        self.noted(person, entry)
        used = person.earns(sum(given), earned)
        self.world.sales.append(
            Sale(entry.entry_id, person.ids[0], person.account, business, earned, sold, used, spent)
        )

    def noted(self, person: Person, entry: Any) -> None:
        """Note who earned or spent what, and fail unless the entry says so too."""
        assert (entry.account_id, entry.member_id) == (person.account, person.ids[0])
        self.world.moved["earned", person.account, person.ids[0]] += entry.earned_points
        self.world.moved["spent", person.account, person.ids[0]] += entry.burned_points

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
        if not refusal and not person.may_redeem(number, self.world.now):
            refusal = "LIMIT_REACHED"
        answer = self.world.ask(self.world.client.points.RedeemPoints, request, refusal)
        if not refusal:
            taken = person.ledger.spend(number, self.world.now)
            self.redeemed(person, answer.entry, business, taken)

    def redeemed(self, person: Person, entry: Any, business: str, taken: list[Point]) -> None:
        """Note that points were spent at once."""
        person.ledger.redeem(business, taken)
        person.ledger.slide(self.world.now, self.world.now)
        assert entry.burned_points == len(taken)
        self.noted(person, entry)
        used = person.spends(len(taken), self.world.now)
        self.world.spent.append(
            Spent(entry.entry_id, person.ids[0], person.account, business, taken, used)
        )

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


def told_point(funder: str, earner: str, activation: str, expiry: str, start: int) -> Point:
    """Return what the points of a told award are like."""
    active = active_from(activation, start, funder)
    if active == AWAITS:
        return Point(funder, earner, AWAITS, 0, 0, start)
    end = end_of(expiry, max(active, start), funder)
    return Point(funder, earner, active, end, idle_days(expiry), start)
