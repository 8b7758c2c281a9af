"""Commands of what else changes an account: holds, returns, transfers, a page of a statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from bench import sample
from bench.commands import figure_of
from bench.figures import Figure
from loyalty.points.v1 import statement_service_pb2

from support import build
from support.harness import Harness
from support.holding import placed
from support.returning import line, reverse

DAY = timedelta(days=1)


def count_ledger_commands(running: Harness, member_id: str, shape: str) -> Iterator[Figure]:
    """Yield how many commands each call takes on one account, `shape` telling of it."""
    for measure, most, call in _calls(running, member_id):
        yield figure_of(f"{measure}, {shape}", most, call)


def _calls(running: Harness, member_id: str) -> Iterator[tuple[str, int, Callable[[], object]]]:
    client, now = running.client(), running.clock()
    other = sample.enroll(client, now)

    def place() -> object:
        return client.holds.PlaceHold(build.hold(member_id, 1))

    holds = iter([placed(client, member_id, 1) for _ in range(2)])
    bought = [
        client.points.RecordPurchase(sample.earn_and_burn(member_id, now)).entry for _ in range(2)
    ]
    entries = iter(bought)

    def capture() -> object:
        return client.holds.CaptureHold(build.capture(member_id, next(holds)))

    def give_back() -> object:
        wanted = reverse(next(entries).entry_id, line("1"))
        wanted.return_time.CopyFrom(build.timestamp(now))
        return client.returns.ReversePurchase(wanted)

    def send() -> object:
        return client.transfers.TransferPoints(build.transfer(member_id, other, 1))

    page = statement_service_pb2.ListStatementRequest(
        member=build.key(member_id),
        start_time=build.timestamp(now - DAY),
        end_time=build.timestamp(now + DAY),
        page_size=50,
    )
    yield "place hold", 7, place
    yield "capture hold", 7, capture
    yield "reverse purchase", 10, give_back
    yield "transfer", 11, send
    yield "statement page", 4, lambda: client.statements.ListStatement(page)
