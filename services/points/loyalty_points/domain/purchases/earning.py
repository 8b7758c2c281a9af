"""From what rules propose to what a member is given: groups, limits, lots and shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from loyalty_sdk import PointsAward, divide, split_by_weight

from loyalty_points.domain.accounts.account import Account, DebtChange, Given
from loyalty_points.domain.accounts.lot_terms import LotTerms, waiting_expiry
from loyalty_points.domain.accounts.lots import AWAITING_MS, LotChange, LotKey
from loyalty_points.domain.instants import from_ms, to_ms
from loyalty_points.domain.journal.entry_parts import Award
from loyalty_points.domain.journal.postings import Flow, award_flow

RULE_DAY = "rule-day"
PURCHASE = "purchase"
BUSINESS_DAY = "business-day"


@dataclass(frozen=True, slots=True)
class RuleDays:
    """By what the daily limits of rules count at a business: those of the group for all."""

    business_id: str
    business_day: date
    group_day: date

    def window(self, plugin: str, rule_id: str, *, is_group_wide: bool) -> tuple[str, str]:
        """Return the name under which a rule's limit is counted, and the day, "YYYY-MM-DD"."""
        if is_group_wide:
            return f"{RULE_DAY}|{plugin}|{rule_id}", self.group_day.isoformat()
        return f"{RULE_DAY}|{self.business_id}|{plugin}|{rule_id}", self.business_day.isoformat()


@dataclass(frozen=True, slots=True)
class ProposedAward:
    """An award as a plugin proposes it, with what the limits leave of it."""

    plugin: str
    is_group_wide: bool
    funder: str
    award: PointsAward
    points: int
    limited_by: str = ""

    @property
    def qualifying_points(self) -> int:
        """What is left of the qualifying points: cut in proportion, rounded down."""
        award = self.award
        if self.points == award.points:
            return award.qualifying_points
        return divide(award.qualifying_points * self.points, award.points)


def best_of_groups(proposals: Sequence[ProposedAward]) -> list[ProposedAward]:
    """Keep of each exclusive group the one with the most points, the first if equal.

    Proposals come in order of plugin and stay so.
    """
    best: dict[str, ProposedAward] = {}
    for proposal in sorted(proposals, key=lambda each: (each.plugin, each.award.rule_id)):
        group = proposal.award.exclusive_group
        if group and (group not in best or proposal.points > best[group].points):
            best[group] = proposal
    return [
        proposal
        for proposal in proposals
        if not proposal.award.exclusive_group or best[proposal.award.exclusive_group] is proposal
    ]


def within_rule_days(
    proposals: Iterable[ProposedAward], given_today: Callable[[ProposedAward], int]
) -> list[ProposedAward]:
    """Cut each proposal to its rule's daily limit, which several of one purchase share.

    `given_today` tells what the proposal's rule gave on the purchase's day before.
    """
    used: dict[tuple[str, str], int] = {}
    kept = []
    for proposal in proposals:
        limit = proposal.award.points_per_day_max
        if not limit:
            kept.append(proposal)
            continue
        rule = (proposal.plugin, proposal.award.rule_id)
        if rule not in used:
            used[rule] = given_today(proposal)
        kept.append(_cut(proposal, limit - used[rule], RULE_DAY))
        used[rule] += kept[-1].points
    return kept


def cut_together(
    proposals: Iterable[ProposedAward], points_max: int, limit: str
) -> list[ProposedAward]:
    """Cut proposals, in order, so that together they give at most `points_max`.

    `limit` names what cuts them.
    """
    left = points_max
    kept = []
    for proposal in proposals:
        kept.append(_cut(proposal, left, limit))
        left -= kept[-1].points
    return kept


def _cut(proposal: ProposedAward, points_max: int, limit: str) -> ProposedAward:
    if proposal.points <= points_max:
        return proposal
    return replace(proposal, points=max(0, points_max), limited_by=limit)


@dataclass(frozen=True, slots=True)
class Grant:
    """To whom points are given, for what, and until when they hold."""

    earner: str
    earn_time: datetime
    business: LotTerms
    """For awards of the business's own plugins."""
    group: LotTerms
    """For awards of the group's plugins."""
    now_ms: int
    line_ids: Sequence[str]
    weights: Sequence[int]
    """The lines' earning amounts, by which points are shared out."""

    def lot_key(self, proposal: ProposedAward) -> LotKey:
        """Return the lot that the points of a proposal go to."""
        terms = self.group if proposal.is_group_wide else self.business
        return terms.key(proposal.award, proposal.funder, self.earner, self.earn_time, self.now_ms)


@dataclass(frozen=True, slots=True)
class Granted:
    """What giving the proposals did to the account."""

    awards: tuple[Award, ...]
    lot_changes: tuple[LotChange, ...]
    debt_changes: tuple[DebtChange, ...]
    flows: tuple[Flow, ...]
    day_limited: tuple[ProposedAward, ...]
    """What counts against a daily limit."""


def give_all(account: Account, proposals: Iterable[ProposedAward], grant: Grant) -> Granted:
    """Give every proposal to the account and say why; those of nothing at all are left out.

    Raises LimitReached.
    """
    awards: list[Award] = []
    lot_changes: list[LotChange] = []
    debt_changes: list[DebtChange] = []
    flows: list[Flow] = []
    day_limited: list[ProposedAward] = []
    for proposal in proposals:
        if not (proposal.award.points or proposal.award.qualifying_points):
            continue
        key = grant.lot_key(proposal)
        given = _give(account, key, proposal.points, grant)
        # What waits for the till is told by its lot, also where only qualifying points do.
        has_lot = bool(given.lot_changes) or key.activate_ms == AWAITING_MS
        award = _award(proposal, key, grant, has_lot=has_lot)
        awards.append(award)
        lot_changes += given.lot_changes
        debt_changes += given.debt_changes
        flows.append(award_flow(award, given.debt_changes))
        if proposal.award.points_per_day_max and proposal.points:
            day_limited.append(proposal)
    account.require_room()
    return Granted(
        tuple(awards), tuple(lot_changes), tuple(debt_changes), tuple(flows), tuple(day_limited)
    )


def _give(account: Account, key: LotKey, points: int, grant: Grant) -> Given:
    if not points:
        return Given((), ())
    return account.give(key, points, to_ms(grant.earn_time), grant.now_ms)


def _award(proposal: ProposedAward, key: LotKey, grant: Grant, *, has_lot: bool) -> Award:
    award = proposal.award
    weights = _weights(award, grant)
    qualifying_points = proposal.qualifying_points
    return Award(
        plugin=proposal.plugin,
        rule_id=award.rule_id,
        reason=award.reason,
        points=proposal.points,
        qualifying_points=qualifying_points,
        requested_points=award.points,
        limited_by=proposal.limited_by,
        funder=proposal.funder,
        lot_id=key.lot_id if has_lot else "",
        expire_time=from_ms(key.expire_ms) if key.expire_ms else None,
        born_expired=0 < key.expire_ms <= grant.now_ms,
        line_points=split_by_weight(proposal.points, weights),
        line_qualifying_points=split_by_weight(qualifying_points, weights),
        waiting_expiry=waiting_expiry(award) if key.activate_ms == AWAITING_MS else "",
    )


def _weights(award: PointsAward, grant: Grant) -> list[int]:
    """Return the weight of every line; those the award names count alike if none earns."""
    if not award.line_ids:
        return list(grant.weights)
    named = [line_id in award.line_ids for line_id in grant.line_ids]
    weights = [
        weight if is_named else 0 for is_named, weight in zip(named, grant.weights, strict=True)
    ]
    return weights if any(weights) else [int(is_named) for is_named in named]
