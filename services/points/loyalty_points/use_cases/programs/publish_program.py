"""Checks and publishes programs."""

from __future__ import annotations

from datetime import timedelta

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import InvalidField, Violation
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.requests import Earlier, Once
from loyalty_chassis.storage.writes import DuplicateKey, LostRace
from loyalty_chassis.webhooks import store as webhooks

from loyalty_points.domain.journeys.journey import ActionKind
from loyalty_points.domain.programs.program import Program
from loyalty_points.rules import ProgramRules
from loyalty_points.store import tier_sweeps, writing
from loyalty_points.store.tier_sweeps import TierSweep
from loyalty_points.use_cases import look_up
from loyalty_points.use_cases.clearing.clearing_periods import currency_of
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.programs.program_commands import PUBLISH_PROGRAM

NOTICE = timedelta(seconds=60)


def check_program(parts: Parts, call: Call, program: Program) -> ProgramRules:
    """Return the rules that would run, were the program published now.

    Raises NotGranted, or InvalidField with the path of every fault.
    """
    call.caller.require_group()
    violations = _too_soon(parts, program) + _other_currency(parts, program)
    violations += _no_subscription(program)
    rules = parts.book.compiler.try_compile(program, violations)
    violations += rules.journeys.violations(program)
    if violations:
        raise InvalidField.of(violations)
    return rules


def publish_program(parts: Parts, call: Call, request_id: str, program: Program) -> Program:
    """Return the program as published.

    Raises NotGranted, RequestIdReused, InvalidField or Conflict.
    """
    call.caller.require_group()
    content = program.model_dump(mode="json", exclude_defaults=True)
    ticket = parts.requests.ticket(call.caller, PUBLISH_PROGRAM, request_id, content)

    def attempt() -> Program:
        now = parts.clock()
        parts.book.refresh()
        earlier = parts.book.programs()
        check_program(parts, call, program)
        published = program.model_copy(
            update={
                "version": len(earlier) + 1,
                "publish_time": now,
                "publish_client_id": call.caller.client_id,
            }
        )
        _insert(parts, ticket.done(now, sequence=published.version), published)
        parts.book.refresh()
        return published

    def answer(earlier: Earlier) -> Program:
        return look_up.get_program(parts, version=earlier.sequence)

    return Once(parts.requests, ticket, parts.clock, attempt, answer).run(call)


def _insert(parts: Parts, request: Document, published: Program) -> None:
    """Write both, and order that members take it up.

    Raises LostRace where another program took the version.
    """
    writes = [writing.insert_requests(request), writing.insert_program(published)]
    if published.version > 1 and published.tiers:
        sweep = TierSweep(published.version, due_time=published.effective_time)
        writes.append(tier_sweeps.insert_sweep(sweep))
    try:
        parts.unit_of_work.commit(writes)
    except DuplicateKey as duplicate:
        if writing.is_program_taken(duplicate):
            raise LostRace("another program was published") from duplicate
        raise


def _too_soon(parts: Parts, program: Program) -> list[Violation]:
    """Return what is wrong where servers might not have the program in time."""
    now = parts.clock()
    if not parts.book.programs() or program.effective_time >= now + NOTICE:
        return []
    description = f"must be at least 60 s ahead; the server's time is {now.isoformat()}"
    return [Violation("program.effective_time", description)]


def _other_currency(parts: Parts, program: Program) -> list[Violation]:
    """Return what is wrong where parties would settle in two currencies within one period."""
    used = currency_of(parts)
    if not used or program.clearing is None or program.clearing.currency_code == used:
        return []
    return [Violation("program.clearing.currency_code", f"must stay {used}")]


def _no_subscription(program: Program) -> list[Violation]:
    """Return which journeys call webhooks that are not there, at a read for each that calls one."""
    return [
        Violation(
            f"program.journeys[{index}].action.subscription_id", "must be a webhook subscription"
        )
        for index, journey in enumerate(program.journeys)
        if journey.action.kind is ActionKind.CALL_WEBHOOK
        and webhooks.read_subscription(journey.action.subscription_id) is None
    ]
