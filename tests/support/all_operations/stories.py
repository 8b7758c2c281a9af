"""Short stories of several operations that chance alone tells too seldom.

Each ends where an account or a tier shows what the service made of it; whatever happened
before in a history goes into it, and whatever comes after goes on from there.
"""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from support.all_operations.operating import Operating
from support.all_operations.rules import BUSINESS, EXPIRY, PICK, SOME
from support.naive.people import Person
from support.naive.time import day_of, start_of

HOUR = 3_600_000
SMALL = st.integers(1, 5)


class AllOperations(Operating):
    """Everything."""

    @rule(pick=PICK, first=SMALL, second=SMALL)
    def spend_in_two_households(self, pick: int, first: int, second: int) -> None:
        """Spend of one household's points, then all that one may in this month of another's."""
        person = self.one_of(self.movable(), pick)
        owners = [each for each in self.active() if not each.home and each is not person]
        if not person or len(owners) < 2:
            return
        for owner, number, is_limited in ((owners[0], first, False), (owners[1], second, True)):
            spent = person.use.spent_of(owner.account, self.world.now)
            limit = spent + number if is_limited else None
            if not self.moved_to(person, owner, limit):
                return
            self.credit(self.pick_of(owner), number, "retail", 0)
            self.redeem(self.pick_of(person), (number, False), "hotel")

    @rule(pick=PICK, points=SOME)
    def leave_after_a_merge(self, pick: int, points: int) -> None:
        """Have one's points and a merged member's in a household, and leave it again."""
        source = self.one_of([each for each in self.active() if not self.shares(each)], pick)
        target = self.one_of([each for each in self.movable() if each is not source], pick)
        if not source or not target:
            return
        self.earn(self.pick_of(source), "retail", points, "never")
        self.merge(self.pick_of(source), self.pick_of(target), 0)
        owner = self.one_of(
            [each for each in self.active() if not each.home and each is not target], pick
        )
        if owner and self.moved_to(target, owner, None):
            self.leave(self.pick_of(target))

    @rule(pick=PICK, spare=st.sampled_from([0, 0, 1, -1]))
    def keep_a_tier_by_its_first_day(self, pick: int, spare: int) -> None:
        """Have just what the next review wants, or about, by the first day that it counts."""
        person = self.one_of([each for each in self.active() if each.tier.review_day], pick)
        if not person or not person.tier.review_day:
            return
        tier, first = person.tier, person.tier.first_day
        ahead = start_of(first, "group") - self.world.now
        if ahead > 0:
            self.world.time_passes(-(-ahead // HOUR))
        if tier.first_day != first or not tier.review_day:
            return
        after = self.world.now - start_of(first + timedelta(days=1), "group")
        late = after // HOUR + 1 if after >= 0 else 0
        if late > 400 * 24 or day_of(self.world.now - late * HOUR, "group") != first:
            return
        wanted = tier.rules.thresholds[tier.earned] - tier.counted(first, tier.review_day) + spare
        if wanted > 0:
            points = 1 if tier.rules.by_spend else max(1, -(-wanted * 2 // 3))
            net = wanted if tier.rules.by_spend else 20
            line = (net, 1, points, "now", "never")
            self.record(self.pick_of(person), "retail", [line], 0, late)
        self.world.time_passes(max(0, -(-(tier.review_time - self.world.now) // HOUR)))

    @rule(pick=PICK, business=BUSINESS, points=SOME, expiry=EXPIRY, again=st.integers(0, 12))
    def move_while_points_wait(
        self, pick: int, business: str, points: int, expiry: str, again: int
    ) -> None:
        """Join or leave a household while points wait for the till; then it confirms or cancels."""
        person = self.one_of(self.movable(), pick)
        owners = [each for each in self.active() if not each.home and each is not person]
        if not person or not owners:
            return
        self.record(self.pick_of(person), business, [(20, 2, points, "till", expiry)], 0, 0)
        if person.home:
            self.leave(self.pick_of(person))
        else:
            self.moved_to(person, owners[pick % len(owners)], None)
        if again:
            self.record(self.pick_of(person), business, [(20, 1, again, "till", expiry)], 0, 0)
        (self.cancel if again % 3 == 1 else self.confirm)(-2 if again else -1)

    # What they share.

    def active(self) -> list[Person]:
        return [person for person in self.world.open if not person.is_frozen]

    def movable(self) -> list[Person]:
        """Return those whose account nobody else shares."""
        return [each for each in self.active() if not self.world.sharing(each)]

    @staticmethod
    def one_of(persons: list[Person], pick: int) -> Person | None:
        return persons[pick % len(persons)] if persons else None

    def pick_of(self, person: Person) -> int:
        """Return what makes `member` return this one."""
        ids = [each for each in self.world.ids if not self.world.person_of(each).is_closed]
        return ids.index(person.ids[0])

    def moved_to(self, person: Person, owner: Person, limit: int | None) -> bool:
        """Let a member share this account instead of another's; tell whether that was possible."""
        if person.home:
            self.leave(self.pick_of(person))
        if person.home:
            return False
        if not owner.has_household:
            self.create_household(owner)
        self.join(self.pick_of(person), self.pick_of(owner), limit, is_shared=False)
        return person.home is owner
