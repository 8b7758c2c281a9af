"""Members as the model knows them: who they are, whose account they share, what they used up."""

from __future__ import annotations

from dataclasses import dataclass, field

from support.naive.ledger import NaiveLedger
from support.naive.limits import NaiveUse, Used
from support.naive.tiers import NaiveTier


@dataclass(eq=False)
class Person:
    """A member; after a merge, two."""

    ids: list[str]
    """The first names the member's own account."""
    tier: NaiveTier
    use: NaiveUse
    own: NaiveLedger = field(default_factory=NaiveLedger)
    """The account of their own, empty while they share another's."""
    is_frozen: bool = False
    is_closed: bool = False
    has_household: bool = False
    home: Person | None = None
    """Whose account they share; None for their own."""
    spend_limit: int | None = None
    """What they may spend of it in a month; None for any number."""

    @property
    def account(self) -> str:
        """Whose account they earn to and spend from."""
        return self.home.ids[0] if self.home else self.ids[0]

    @property
    def ledger(self) -> NaiveLedger:
        """What they earn to and spend from."""
        return self.home.own if self.home else self.own

    def may_share(self, number: int, now: int) -> bool:
        """Tell whether they may spend so many points more of another's account."""
        if self.home is None or self.spend_limit is None:
            return True
        return self.use.spent_of(self.account, now) + number <= self.spend_limit

    def may_redeem(self, number: int, now: int) -> bool:
        """Tell whether limits let them redeem so many points more."""
        return self.use.may_redeem(number, now) and self.may_share(number, now)

    def earns(self, number: int, bought: int) -> Used:
        """Note that a purchase gave so many points."""
        self.use.earned.append(Used(bought, number, self.account))
        return self.use.earned[-1]

    def spends(self, number: int, now: int, *, is_redemption: bool = True) -> Used:
        """Note that they spent so many points."""
        self.use.spent.append(Used(now, number, self.account, is_redemption))
        return self.use.spent[-1]

    def merge_with(self, other: Person, now: int) -> None:
        """Be the other too."""
        self.ledger.take_in(other.own, self.ids[0], now)
        other.own = NaiveLedger()
        self.ids += other.ids
        self.is_frozen |= other.is_frozen
        self.use.earned += other.use.earned
        self.use.spent += other.use.spent
        self.tier.take_over(other.tier, now)

    def join(self, owner: Person, limit: int | None, now: int) -> None:
        """Share another's account, bringing along all points, holds and debt."""
        owner.own.take_in(self.own, self.ids[0], now)
        self.own = NaiveLedger()
        self.home, self.spend_limit, self.has_household = owner, limit, False

    def leave(self, now: int, *, with_own: bool) -> None:
        """Have an account of one's own again, with the points one earned where that is said."""
        shared = self.ledger
        self.home, self.spend_limit = None, None
        if not with_own:
            return
        shared.repay(now)
        for point in list(shared.points):
            if point.earner in self.ids and not shared.is_held(point, now):
                shared.remove(point)
                point.hold = ""
                self.own.put(point)

    def close(self) -> None:
        """Be gone, with all points, holds and debt; what parties owe each other stays."""
        self.own = NaiveLedger(owed=self.own.owed)
        self.is_closed, self.is_frozen, self.has_household = True, False, False
