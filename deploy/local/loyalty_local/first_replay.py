"""The replay that gives a new trial run something to look at."""

from __future__ import annotations

import threading
from itertools import takewhile
from pathlib import Path

from loyaltyctl.client import Client
from loyaltyctl.replaying import (
    PurchaseSender,
    Tally,
    count_items,
    enroll,
    read_identities,
    read_items,
    replay,
)
from loyaltyctl.views.replay import follow_enrolment, follow_replay, print_tally
from rich.console import Console

from .households import member_seed_of
from .steps import SEED

CALLERS = 8
MARKER = "replayed"


def replay_once(console: Console, client: Client, purchases: Path, stop: threading.Event) -> None:
    """Replay a file, unless that was done; a replay that was stopped is finished the next time.

    As the operator, so that the same replay by hand finds everything already recorded.
    """
    marker = purchases.with_name(MARKER)
    if marker.exists():
        return
    seeds = [member_seed_of(identity, SEED) for identity in read_identities(purchases)]
    follow_enrolment(console, enroll(client, seeds, CALLERS), len(seeds))
    tally, sender = Tally(), PurchaseSender(lambda _: client)
    outcomes = replay(read_items(purchases), sender, CALLERS)
    going = takewhile(lambda _: not stop.is_set(), outcomes)
    follow_replay(console, going, count_items(purchases), tally)
    if stop.is_set():
        return
    print_tally(console, tally)
    if not tally.failed_count:
        marker.touch()
