"""A process that does not search for garbage where there is none."""

from __future__ import annotations

import subprocess
import sys

IN_A_PROCESS_OF_ITS_OWN = """
import gc, weakref
from loyalty_chassis.garbage import YOUNG_MAX, spare_what_stays

class Knot:
    def __init__(self):
        self.itself = self

before = weakref.ref(Knot())
spare_what_stays()
assert before() is None, "what was garbage already is freed"
assert gc.get_freeze_count() > 1000
after = weakref.ref(Knot())
assert after() is not None
kept = [[] for _ in range(YOUNG_MAX + 1)]
assert after() is None, "what becomes garbage later is found"
"""


def test_what_stays_is_spared_and_what_comes_later_is_not() -> None:
    subprocess.run([sys.executable, "-c", IN_A_PROCESS_OF_ITS_OWN], check=True)
