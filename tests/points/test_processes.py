"""`serve` runs on threads and gRPC, `work` on eventlet, and neither loads what the other needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

SECONDS = 60
SERVES = ["loyalty_points.processes", "loyalty_points.rpc.build"]
WORKS = [
    "loyalty_points.processes",
    "loyalty_points.worker.timers",
    "loyalty_points.worker.consumers",
    "loyalty_points.events.catalogue",
    "loyalty_chassis.worker.running",
]


def loaded(*lines: str) -> set[str]:
    """Return the top-level packages that a Python has loaded after these lines."""
    script = "\n".join(
        [*lines, "import sys", "print(*{name.split('.')[0] for name in sys.modules})"]
    )
    command = [sys.executable, "-c", script]
    return set(subprocess.check_output(command, text=True, timeout=SECONDS).split())


def test_what_serves_loads_no_nameko() -> None:
    packages = loaded(*(f"import {module}" for module in SERVES))
    assert "grpc" in packages
    assert not packages & {"nameko", "eventlet", "kombu", "amqp"}


def test_what_works_loads_no_grpc() -> None:
    packages = loaded(
        "from loyalty_chassis.worker.patching import patch_standard_library",
        "patch_standard_library()",
        *(f"import {module}" for module in WORKS),
    )
    assert {"nameko", "loyalty"} <= packages  # events are messages of the contract
    assert "grpc" not in packages


def test_parts_are_wired_without_either() -> None:
    packages = loaded("import loyalty_points.wiring")
    assert not packages & {"grpc", "google", "loyalty", "nameko", "eventlet", "kombu"}


@pytest.mark.parametrize("arguments", [[], ["sleep"], ["work", "serve"]])
def test_another_command_is_answered_with_those_there_are(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "loyalty_points", *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert ended.returncode == 1
    assert ended.stderr.strip() == "usage: python -m loyalty_points serve|work|migrate"
