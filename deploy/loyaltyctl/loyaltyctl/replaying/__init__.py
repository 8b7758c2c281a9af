"""Replaying purchases from a file: a library, used by the command and by the demo."""

from .enrolling import Enrolled, MemberSeed, enroll
from .items import ReplayItem
from .lanes import run_in_lanes
from .replay import replay
from .sending import Outcome, PurchaseSender
from .sources import count_items, read_identities, read_items
from .stopping import Stop
from .tally import Tally

__all__ = [
    "Enrolled",
    "MemberSeed",
    "Outcome",
    "PurchaseSender",
    "ReplayItem",
    "Stop",
    "Tally",
    "count_items",
    "enroll",
    "read_identities",
    "read_items",
    "replay",
    "run_in_lanes",
]
