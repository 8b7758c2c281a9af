"""What every test of the stateful model is: histories under some of the programs.

A class for each pair of programs, in a file of its own, so that two run beside each other.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from support.all_operations.machine import World
from support.all_operations.programs import Era
from support.all_operations.stories import AllOperations
from support.harness import Harness

ALWAYS = (
    *("RecordPurchase", "RedeemPoints", "PlaceHold", "CaptureHold", "ReleaseHold"),
    *("ReversePurchase", "ReverseRedemption", "ConfirmPurchase", "CancelPending"),
    *("RecordAnonymousPurchase", "ClaimPurchase", "WithdrawAnonymousPurchase"),
    *("AdjustPoints", "ApproveAdjustment", "RejectAdjustment"),
    *("ImportOpeningBalances", "TransferPoints"),
    *("FreezeMember", "UnfreezeMember", "InviteToTier", "MergeMembers", "CloseMember"),
    *("CreateHousehold", "JoinHousehold", "SetSpendLimit", "LeaveHousehold"),
    *("LinkIdentity", "UpdateMember", "UnlinkIdentity"),
    *("FreezeStore", "UnfreezeStore", "SubmitPurchases", "CloseClearing"),
    *("RedeemPoints LIMIT_REACHED", "a tier fell", "replay", "worker"),
)
"""What happens in a thousand histories. Rare things come in few histories, but often in those."""
SHORT_STEPS = 8
"""Of the histories that are run first."""


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

    class History(AllOperations):
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
    run_state_machine_as_test(History, settings=chosen)


class Histories:
    """Histories under `programs`, each test under one of them, `era`; see the conftest."""

    programs: ClassVar[tuple[str, ...]]

    def test_some_histories_leave_accounts_as_naive_ones(self, told: Harness, era: Era) -> None:
        counts = run_histories(told, era, 3, 25)
        assert counts["history"] >= 5

    @pytest.mark.long
    @pytest.mark.timeout(3600)
    def test_five_hundred_histories_leave_accounts_as_naive_ones(
        self, told: Harness, era: Era, seen: Counter[str], tell: Callable[[str], None]
    ) -> None:
        """Five hundred, and a hundred short ones: two thousand under all four programs."""
        began = time.monotonic()
        counts = run_histories(told, era, 500, 50)
        assert counts["history"] >= 600
        seen.update(counts)
        histories, spent = counts.pop("history"), time.monotonic() - began
        tell(f"{era.name}: {histories} histories in {spent:.0f} s")
        tell(", ".join(f"{count} {name}" for name, count in counts.most_common()))

    @pytest.mark.long
    def test_in_all_of_them_everything_came_by(self, seen: Counter[str]) -> None:
        assert seen["history"] >= len(self.programs) * 600, "every program was run before"
        assert [name for name in ALWAYS if not seen[name]] == []
