"""The demo: real purchases at four businesses, and the proof that the points add up."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from loyalty.points.v1.audit_service_pb2 import AuditLedgerRequest
from loyalty.points.v1.program_pb2 import Program
from loyaltyctl.commands.program import publish_program
from loyaltyctl.replaying import PurchaseSender, Tally, enroll, read_items, replay
from loyaltyctl.views.audit import follow_audit, print_audit
from loyaltyctl.views.replay import Adder, follow_enrolment, follow_replay, print_tally
from rich.console import Console

from .errors import LocalError
from .following import (
    print_events,
    print_journeys,
    print_lags,
    print_segments,
    print_tiers,
    read_members,
    wait_for_events,
)
from .highlights import Highlights
from .purchases_file import Source
from .report import print_heading, print_member, print_return
from .running.suite import Suite, running_suite
from .settlement import period_of, print_clearing, print_liability, print_worker
from .steps import prepare
from .watching import LagWatch, TierMoves

CALLERS = 8


def run_demo(console: Console, baskets: str) -> bool:
    """Run the demo and tell whether everything was recorded and the audit is clean.

    Raises LocalError or grpc.RpcError where a part fails altogether.
    """
    started = time.monotonic()
    with ExitStack() as parts:
        folder = Path(parts.enter_context(tempfile.TemporaryDirectory(prefix="loyalty-demo-")))
        purchases = folder / "purchases.jsonl"
        source, program, count = prepare(console, baskets, purchases)
        print_heading(console, "The suite: embedded database and points service")
        with console.status("starting"):
            suite = parts.enter_context(running_suite(folder))
        good = _show(console, suite, source, program, (purchases, count))
    console.print(f"\nDone in {time.monotonic() - started:.0f} s.")
    return good


def _show(
    console: Console, suite: Suite, source: Source, program: Program, file: tuple[Path, int]
) -> bool:
    started = datetime.now(UTC)
    published = publish_program(suite.operator, program)
    console.print(f"Serving at {suite.address}; published program version {published.version}.")
    member_ids = _enroll(console, suite, source)
    tally, highlights = Tally(), Highlights()
    watched = LagWatch(suite.operator), TierMoves([tier.tier_id for tier in program.tiers])
    _replay(console, suite, file, tally, highlights, *watched)
    print_heading(console, "What came of it")
    print_tally(console, tally)
    print_member(console, suite, highlights)
    print_return(console, suite, highlights)
    print_heading(console, "Audit of every account")
    answers = suite.operator.stream(suite.operator.audits.AuditLedger, AuditLedgerRequest())
    clean = print_audit(console, follow_audit(console, answers))
    _settle(console, suite, started, highlights, program.time_zone)
    delivered = _follow(console, suite, member_ids, tally, *watched)
    return clean and delivered and not tally.failed_count


def _follow(
    console: Console,
    suite: Suite,
    member_ids: Sequence[str],
    tally: Tally,
    lag: LagWatch,
    moves: TierMoves,
) -> bool:
    """Tell what followed by itself, and whether every event was delivered."""
    print_heading(console, "What followed by itself")
    with console.status("events are on their way"):
        draining = LagWatch(suite.operator)
        status, seconds = wait_for_events(suite.operator, draining)
    members = read_members(suite.operator, member_ids)
    print_tiers(console, moves, members)
    print_journeys(console, suite.operator, member_ids)
    print_segments(console, members)
    recorded = sum(each.recorded_count for each in tally.businesses.values())
    least = {"MemberEnrolled": len(member_ids), "PurchaseRecorded": recorded}
    delivered = print_events(console, status, seconds, least)
    print_lags(console, lag, draining)
    return delivered


def _settle(
    console: Console, suite: Suite, started: datetime, highlights: Highlights, zone_name: str
) -> None:
    """Tell who owes whom: by the time of recording, which for the whole replay is today."""
    print_heading(console, "Who owes whom for the year that was replayed today")
    period = period_of(started, datetime.now(UTC), zone_name)
    print_clearing(console, suite.operator, period)
    print_liability(console, suite.operator)
    print_worker(console, suite.operator, highlights.lately, started)


def _enroll(console: Console, suite: Suite, source: Source) -> list[str]:
    """Enroll the households; return their ids. A purchase of one missing would be refused."""
    seeds = [household.member_seed() for household in source.households()]
    done = follow_enrolment(console, enroll(suite.operator, seeds, CALLERS), len(seeds))
    for enrolled in done:
        if enrolled.failure is not None:
            name = enrolled.seed.member_name
            raise LocalError(f"{name} was not enrolled: {enrolled.failure.sentence()}")
    return [enrolled.member_id for enrolled in done]


def _replay(console: Console, suite: Suite, file: tuple[Path, int], *adders: Adder) -> None:
    purchases, count = file
    outcomes = replay(read_items(purchases), PurchaseSender(suite.till), CALLERS)
    follow_replay(console, outcomes, count, *adders)
