"""From what rules propose to what a member is given: groups, limits, lots and shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from loyalty_sdk import PointsAward, split_by_weight

from loyalty_points.domain.account import Account, DebtChange
from loyalty_points.domain.entry import Award
from loyalty_points.domain.instants import from_ms, to_ms
from loyalty_points.domain.lots import LotChange, LotKey

RULE_DAY = "rule-day"
PURCHASE = "purchase"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An award as a plugin proposes it, with what the limits leave of it."""

    plugin: str
    funder: str
    award: PointsAward
    points: int
    limited_by: str = ""


def best_of_groups(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Keep of each exclusive group the one with the most points, the first if equal.

    Proposals come in order of plugin and stay so.
    """
    best: dict[str, Proposal] = {}
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
    proposals: Iterable[Proposal], given_today: Callable[[str, str], int]
) -> list[Proposal]:
    """Cut each proposal to its rule's daily limit.

    `given_today(plugin, rule_id)` tells what the rule gave on the purchase's day before.
    """
    used: dict[tuple[str, str], int] = {}
    kept = []
    for proposal in proposals:
        limit = proposal.award.points_per_day_max
        if limit:
            rule = (proposal.plugin, proposal.award.rule_id)
            before = used.setdefault(rule, given_today(*rule))
            proposal = _cut(proposal, limit - before, RULE_DAY)  # noqa: PLW2901
            used[rule] = before + proposal.points
        kept.append(proposal)
    return kept


def within_purchase(proposals: Iterable[Proposal], points_max: int) -> list[Proposal]:
    """Cut proposals, in order, so that together they give at most `points_max`."""
    left = points_max
    kept = []
    for proposal in proposals:
        kept.append(_cut(proposal, left, PURCHASE))
        left -= kept[-1].points
    return kept


def _cut(proposal: Proposal, points_max: int, limit: str) -> Proposal:
    if proposal.points <= points_max:
        return proposal
    return replace(proposal, points=max(0, points_max), limited_by=limit)


@dataclass(frozen=True, slots=True)
class Grant:
    """When points were earned and until when they hold."""

    earner: str
    earn_time: datetime
    expire_time: datetime | None
    now_ms: int


@dataclass(frozen=True, slots=True)
class Granted:
    """What giving the proposals did to the account."""

    awards: tuple[Award, ...]
    lot_changes: tuple[LotChange, ...]
    debt_changes: tuple[DebtChange, ...]
    day_limited: frozenset[tuple[str, str]]
    """The (plugin, rule id) of awards that count against a daily limit."""


def give_all(
    account: Account,
    proposals: Iterable[Proposal],
    line_ids: Sequence[str],
    weights: Sequence[int],
    grant: Grant,
) -> Granted:
    """Give every proposal to the account and say why; those of nothing at all are left out.

    An award's points are shared over its lines by `weights`, the lines' earning amounts.
    Raises LimitReached.
    """
    awards: list[Award] = []
    lot_changes: list[LotChange] = []
    debt_changes: list[DebtChange] = []
    day_limited: set[tuple[str, str]] = set()
    for proposal in proposals:
        if not (proposal.award.points or proposal.award.qualifying_points):
            continue
        key = LotKey(proposal.funder, 0, _expire_ms(grant), grant.earner)
        lot_id = ""
        if proposal.points:
            given = account.give(key, proposal.points, to_ms(grant.earn_time), grant.now_ms)
            lot_changes += given.lot_changes
            debt_changes += given.debt_changes
            lot_id = key.lot_id if given.lot_changes else ""
        if proposal.award.points_per_day_max:
            day_limited.add((proposal.plugin, proposal.award.rule_id))
        awards.append(_award(proposal, lot_id, grant, line_ids, weights))
    account.require_room()
    return Granted(tuple(awards), tuple(lot_changes), tuple(debt_changes), frozenset(day_limited))


def _expire_ms(grant: Grant) -> int:
    return to_ms(grant.expire_time) if grant.expire_time else 0


def _award(
    proposal: Proposal,
    lot_id: str,
    grant: Grant,
    line_ids: Sequence[str],
    weights: Sequence[int],
) -> Award:
    award = proposal.award
    chosen = [
        weight if not award.line_ids or line_id in award.line_ids else 0
        for line_id, weight in zip(line_ids, weights, strict=True)
    ]
    if not any(chosen) and award.line_ids:
        chosen = [int(line_id in award.line_ids) for line_id in line_ids]
    return Award(
        plugin=proposal.plugin,
        rule_id=award.rule_id,
        reason=award.reason,
        points=proposal.points,
        qualifying_points=award.qualifying_points,
        requested_points=award.points,
        limited_by=proposal.limited_by,
        funder=proposal.funder,
        lot_id=lot_id,
        expire_time=grant.expire_time,
        born_expired=bool(grant.expire_time and grant.expire_time <= from_ms(grant.now_ms)),
        line_points=split_by_weight(proposal.points, chosen),
    )
