"""Laws 1, 2, 4, 5 and 6: any history of all operations leaves accounts as naive ones would be."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from support import build
from support.all_operations.machine import World
from support.all_operations.programs import ERAS, Era, told_program
from support.all_operations.stories import AllOperations
from support.harness import Harness, registry_of, start_harness
from support.plugins import told_rules

ALWAYS = (
    *("RecordPurchase", "RedeemPoints", "PlaceHold", "CaptureHold", "ReleaseHold"),
    *("ReversePurchase", "ReverseRedemption", "ConfirmPurchase", "CancelPending"),
    *("RecordAnonymousPurchase", "ClaimPurchase", "WithdrawAnonymousPurchase"),
    *("AdjustPoints", "ApproveAdjustment", "ImportOpeningBalances", "TransferPoints"),
    *("FreezeMember", "UnfreezeMember", "InviteToTier", "MergeMembers", "CloseMember"),
    *("CreateHousehold", "JoinHousehold", "SetSpendLimit", "LeaveHousehold"),
    *("RedeemPoints LIMIT_REACHED", "a tier fell", "replay", "worker"),
)
"""What happens in two thousand histories. Rare things come in few histories, but often in those."""


SHORT_STEPS = 8
"""Of the histories that are run first."""


@pytest.fixture(scope="module")
def told(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service whose plugin gives what a purchase tells it to."""
    registry = registry_of({"told": told_rules})
    running = start_harness(database_url, tmp_path_factory.mktemp("model"), registry)
    for era in ERAS:
        build.publish(running.client(), told_program(era))
    yield running
    running.stop()


def run_histories(harness: Harness, era: Era, histories: int, steps: int) -> Counter[str]:
    """Run histories of random operations; return how often each operation was run.

    Hypothesis shrinks one that fails for five minutes at most, which makes three steps of ten,
    but leaves many of fifty. So some are run first that are short from the beginning.
    """
    counts: Counter[str] = Counter()
    _run(harness, era, counts, max(2, histories // 5), SHORT_STEPS)
    _run(harness, era, counts, histories, steps)
    return counts


def _run(harness: Harness, era: Era, counts: Counter[str], histories: int, steps: int) -> None:

    class Histories(AllOperations):
        def make_world(self) -> World:
            return World(harness, counts, era)

    chosen = settings(
        max_examples=histories,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    run_state_machine_as_test(Histories, settings=chosen)


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.name)
def test_some_histories_of_all_operations_leave_accounts_as_naive_ones(
    told: Harness, era: Era
) -> None:
    counts = run_histories(told, era, 3, 25)
    assert counts["history"] >= 5


@pytest.fixture(scope="module")
def seen() -> Counter[str]:
    """Return how often each operation was run under any program."""
    return Counter()


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.name)
def test_two_thousand_histories_of_all_operations_leave_accounts_as_naive_ones(
    told: Harness, era: Era, seen: Counter[str], tell: Callable[[str], None]
) -> None:
    """Five hundred under each of four programs, and a hundred short ones."""
    began = time.monotonic()
    counts = run_histories(told, era, 500, 50)
    assert counts["history"] >= 600
    seen.update(counts)
    histories, spent = counts.pop("history"), time.monotonic() - began
    tell(f"{era.name}: {histories} histories in {spent:.0f} s")
    tell(", ".join(f"{count} {name}" for name, count in counts.most_common()))


@pytest.mark.long
def test_in_two_thousand_histories_everything_came_by(seen: Counter[str]) -> None:
    assert seen["history"] >= len(ERAS) * 600, "every program was run before"
    assert [name for name in ALWAYS if not seen[name]] == []
