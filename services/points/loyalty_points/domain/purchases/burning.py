"""Paying with points: on what terms, how many, and for which lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from loyalty_sdk import BurnTerms, Rounding, apply_rate_bps, divide, split_by_weight

from loyalty_points.domain.accounts.lots import LotChange
from loyalty_points.domain.errors import BurnNotOffered, BurnTooSmall
from loyalty_points.domain.journal.entry_parts import Burn, LinePaid
from loyalty_points.domain.purchases.purchase import Line


@dataclass(frozen=True, slots=True)
class Offer:
    """The terms that hold for a purchase, and what of the bill they let points pay."""

    plugin: str
    terms: BurnTerms
    eligible: tuple[int, ...]
    """The amount that points may pay of each line, before the terms' share."""

    @property
    def absorbable_amount_minor(self) -> int:
        """The most that points may pay."""
        return apply_rate_bps(sum(self.eligible), self.terms.share_bps_max)

    @property
    def absorbable_points(self) -> int:
        """The fewest points that pay it, in whole steps; never a step more than it absorbs."""
        needed = self._needed_for(self.absorbable_amount_minor)
        return needed - needed % self.terms.points_step

    def amount_of(self, points: int) -> int:
        """Return what `points` pay of this bill."""
        worth = divide(points * self.terms.amount_minor, self.terms.points)
        return min(worth, self.absorbable_amount_minor)

    def points_within(self, points: int) -> int:
        """Return how many of `points` would be taken: what the bill absorbs, in steps.

        The fewest that pay as much, above the minimum: none is taken for nothing.
        """
        usable = min(points, self.absorbable_points)
        usable -= usable % self.terms.points_step
        return min(usable, max(self.points_min, self._points_for(self.amount_of(usable))))

    @property
    def points_min(self) -> int:
        """The fewest points that can be spent: a minimum, in whole steps, that pays something."""
        return max(self._in_steps(self.terms.points_min), self._points_for(1))

    def _points_for(self, amount_minor: int) -> int:
        """Return the fewest points that pay an amount, in whole steps."""
        return self._in_steps(self._needed_for(amount_minor))

    def _needed_for(self, amount_minor: int) -> int:
        """Return the fewest points that pay an amount, whatever the step."""
        return divide(amount_minor * self.terms.points, self.terms.amount_minor, Rounding.UP)

    def _in_steps(self, points: int) -> int:
        """Return points rounded up to a whole step."""
        return divide(points, self.terms.points_step, Rounding.UP) * self.terms.points_step


def best_offer(offers: Iterable[tuple[str, BurnTerms]], lines: Sequence[Line]) -> Offer | None:
    """Return the offer under which a point pays most; the first by plugin and rule if equal."""
    ranked = sorted(
        offers,
        key=lambda offer: (
            -Fraction(offer[1].amount_minor, offer[1].points),
            offer[0],
            offer[1].rule_id,
        ),
    )
    if not ranked:
        return None
    plugin, terms = ranked[0]
    eligible = tuple(
        line.net_amount_minor if not terms.line_ids or line.line_id in terms.line_ids else 0
        for line in lines
    )
    return Offer(plugin, terms, eligible)


def points_to_take(offer: Offer | None, wanted: int) -> int:
    """Return how many of the `wanted` points the bill takes.

    Raises BurnNotOffered without an offer, BurnTooSmall where fewer than the offer's
    minimum are wanted or absorbed.
    """
    if offer is None:
        raise BurnNotOffered("no rule lets points pay for this purchase")
    taken = offer.points_within(wanted)
    if taken < offer.points_min:
        # Where too few are wanted, what the bill takes of them tells nobody anything.
        taken_of_them = f" of which the bill takes {taken}" if wanted >= offer.points_min else ""
        raise BurnTooSmall(
            f"at least {offer.points_min} points must be spent, and {wanted} are wanted"
            f"{taken_of_them}",
            {"required": offer.points_min, "requested": wanted, "absorbed": taken},
        )
    return taken


def burn_of(offer: Offer, points: int, lot_changes: Sequence[LotChange]) -> Burn:
    """Return the burn of `points` taken by `lot_changes`, shared out over the lines.

    Amounts go to lines by what points may pay of them, points by those amounts; lots
    are used up line by line, in the order they were taken.
    """
    amount_minor = offer.amount_of(points)
    line_amounts = split_by_weight(amount_minor, offer.eligible)
    line_points = split_by_weight(points, line_amounts)
    return Burn(
        points=points,
        amount_minor=amount_minor,
        plugin=offer.plugin,
        rule_id=offer.terms.rule_id,
        reason=offer.terms.reason,
        line_amounts_minor=line_amounts,
        lines_paid=tuple(_lines_paid(line_points, lot_changes)),
    )


def _lines_paid(line_points: Sequence[int], lot_changes: Sequence[LotChange]) -> Iterable[LinePaid]:
    taken = iter(lot_changes)
    lot_id, left = "", 0
    for line, points in enumerate(line_points):
        wanted = points
        while wanted:
            if not left:
                change = next(taken)
                lot_id, left = change.lot_id, -change.points
            part = min(wanted, left)
            yield LinePaid(line, lot_id, part)
            wanted, left = wanted - part, left - part
