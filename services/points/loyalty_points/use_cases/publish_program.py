"""Checks and publishes programs."""

from __future__ import annotations

from datetime import datetime, timedelta

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import InvalidField, Violation
from loyalty_chassis.storage.requests import Earlier, Once
from loyalty_chassis.storage.transactions import DuplicateKey, LostRace

from loyalty_points.domain.errors import ProgramNotFound
from loyalty_points.domain.program import Program
from loyalty_points.rules import ProgramRules
from loyalty_points.store import writing
from loyalty_points.store.documents import ProgramDocument
from loyalty_points.use_cases.commands import PUBLISH_PROGRAM
from loyalty_points.use_cases.parts import Parts

NOTICE = timedelta(seconds=60)


def check_program(parts: Parts, program: Program) -> ProgramRules:
    """Return the rules that would run. Raises InvalidField with the path of every fault."""
    violations: list[Violation] = []
    rules = parts.book.compiler.try_compile(program, violations)
    if violations:
        raise InvalidField.of(violations)
    return rules


def publish_program(parts: Parts, call: Call, request_id: str, program: Program) -> Program:
    """Return the program as published.

    Raises RequestIdReused, InvalidField or Conflict.
    """
    now = parts.clock()
    ticket = parts.requests.ticket(
        call.caller, PUBLISH_PROGRAM, request_id, program.model_dump(mode="json")
    )

    def attempt() -> Program:
        parts.book.refresh()
        earlier = parts.book.programs()
        _check_effective(program, now, is_first=not earlier)
        check_program(parts, program)
        published = program.model_copy(
            update={
                "version": len(earlier) + 1,
                "publish_time": now,
                "publish_client_id": call.caller.client_id,
            }
        )
        try:
            parts.unit_of_work.commit(
                [
                    writing.insert_requests(ticket.done(now, sequence=published.version)),
                    writing.insert_program(published),
                ]
            )
        except DuplicateKey as duplicate:
            if duplicate.model is ProgramDocument:
                raise LostRace("another program was published") from duplicate
            raise
        parts.book.refresh()
        return published

    def answer(earlier: Earlier) -> Program:
        return get_program(parts, version=earlier.sequence)

    return Once(parts.requests, ticket, now, attempt, answer).run(call)


def _check_effective(program: Program, now: datetime, *, is_first: bool) -> None:
    """Raise InvalidField where servers might not have the program in time."""
    if not is_first and program.effective_time < now + NOTICE:
        description = f"must be at least 60 s ahead; the server's time is {now.isoformat()}"
        raise InvalidField.of([Violation("program.effective_time", description)])


def get_program(
    parts: Parts, *, version: int | None = None, instant: datetime | None = None
) -> Program:
    """Return one version, or the one in force at an instant, or now. Raises ProgramNotFound."""
    if version is None:
        return parts.book.in_force(instant or parts.clock())
    parts.book.refresh()
    for program in parts.book.programs():
        if program.version == version:
            return program
    raise ProgramNotFound(f"there is no program {version}", {"version": version})


def list_programs(parts: Parts, page_size: int, page_token: str) -> tuple[list[Program], str]:
    """Return a page of programs, newest version first, and the token of the next page.

    Raises PageTokenInvalid.
    """
    parts.book.refresh()
    newest_first = sorted(parts.book.programs(), key=lambda program: -program.version)
    if page_token:
        before = parts.page_tokens.open("programs", page_token)
        newest_first = [program for program in newest_first if program.version < before]
    page, more = newest_first[:page_size], len(newest_first) > page_size
    return page, parts.page_tokens.make("programs", page[-1].version) if more else ""
