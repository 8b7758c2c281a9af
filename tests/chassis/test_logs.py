"""What a process logs: JSON alone, whoever logs it."""

from __future__ import annotations

import json
import subprocess
import sys

SCRIPT = """
import logging
from loyalty_chassis.logs import configure_logs

configure_logs("WARNING")
library = logging.getLogger("kombu.mixins")
library.info("not told")
library.warning("gone: %s, %d%%", "broker", 5)
library.log(35, "between the levels")
library.warning("%d things", "of another kind")
try:
    raise LookupError("nothing there")
except LookupError:
    library.critical("100% broken", exc_info=True)
"""


def test_what_libraries_warn_of_is_logged_as_our_own_lines_are() -> None:
    command = [sys.executable, "-c", SCRIPT]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    told, malformed = ended.stderr.splitlines(), "--- Logging error ---"
    assert malformed in told, "a record that is wrong is told of, and raises in no library"
    lines = [json.loads(line) for line in told if line.startswith("{")]
    assert [(line["level"], line["event"]) for line in lines] == [
        ("warning", "gone: broker, 5%"),
        ("warning", "between the levels"),
        ("critical", "100% broken"),
    ]
    assert {line["logger"] for line in lines} == {"kombu.mixins"}
    assert "nothing there" in lines[-1]["exception"]
    assert ended.stdout == ""
