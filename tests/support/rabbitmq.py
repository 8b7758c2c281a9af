"""A RabbitMQ of the tests' own: a real node on loopback, killed and started again at will.

It is Debian's, installed or unpacked by `make setup` (deploy/rabbitmq/fetch.sh), with its own
name, ports, folder, and its own epmd, so that it meets no other node of the machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import amqp
import pytest
from loyalty_local.running.ports import LOOPBACK, free_port

from support.killable import START_SECONDS, Killable, wait_until

UNPACKED = Path(__file__).parents[2] / ".cache" / "rabbitmq"
HOW_TO_INSTALL = (
    "no RabbitMQ here: run `make setup`, which fetches Debian's, or install rabbitmq-server"
)
BOOT_SECONDS = 90.0


class RabbitMq:
    """A node that keeps its data while it is killed and started again."""

    def __init__(self, folder: Path) -> None:
        """Make its folder; `start` starts it."""
        self.port = free_port()
        self._folder = folder
        self._log = folder / "rabbitmq.log"
        self._home = _home()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "plugins").write_text("[].")
        self._environment = self._make_environment()
        self._epmd: Killable | None = None
        self._node: Killable | None = None

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@{LOOPBACK}:{self.port}/"

    def start(self) -> None:
        """Start it, again where it ran before, and wait until it answers."""
        self.start_slowly()
        wait_until(self.answers, f"RabbitMQ answers (log: {self._log})", BOOT_SECONDS)

    def start_slowly(self) -> None:
        """Start it, and do not wait."""
        if self._epmd is None:
            epmd_port = self._environment["ERL_EPMD_PORT"]
            command = ["epmd", "-port", epmd_port, "-address", LOOPBACK]
            self._epmd = self._run([_find(command[0], self._environment), *command[1:]])
        if self._node is None:
            self._node = self._run([str(self._home / "sbin" / "rabbitmq-server")])
        else:
            self._node.start_again()

    def kill(self) -> None:
        """SIGKILL it."""
        assert self._node
        self._node.kill()

    def stop(self) -> None:
        """Let it end in good order."""
        assert self._node
        self._node.terminate()

    def end(self) -> None:
        """Kill all that was started."""
        for process in (self._node, self._epmd):
            if process:
                process.kill()

    def answers(self) -> bool:
        assert self._node
        assert not self._node.ended(), f"RabbitMQ ended: {self._log.read_text()[-2000:]}"
        try:
            with self.connect():
                return True
        except (OSError, amqp.AMQPError):
            return False

    def connect(self) -> amqp.Connection:
        """Return a connection to it; opened by `with`."""
        return amqp.Connection(f"{LOOPBACK}:{self.port}", connect_timeout=5)

    def control(self, *arguments: str) -> str:
        """Run rabbitmqctl; return what it says."""
        done = subprocess.run(
            [str(self._home / "sbin" / "rabbitmqctl"), "--quiet", *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _run(self, command: list[str]) -> Killable:
        return Killable(command, self._environment, self._log)

    def _make_environment(self) -> dict[str, str]:
        ports = {"NODE_PORT": self.port, "DIST_PORT": free_port()}
        settings = {
            "NODENAME": f"test{self.port}@localhost",
            "NODE_IP_ADDRESS": LOOPBACK,
            **{name: str(port) for name, port in ports.items()},
            "MNESIA_BASE": str(self._folder / "data"),
            "LOG_BASE": str(self._folder / "log"),
            "LOGS": "-",
            "ENABLED_PLUGINS_FILE": str(self._folder / "plugins"),
            "GENERATED_CONFIG_DIR": str(self._folder / "config"),
            "CONFIG_FILE": str(self._folder / "none"),
            "ADVANCED_CONFIG_FILE": str(self._folder / "none.config"),
            "CONF_ENV_FILE": str(self._folder / "none.sh"),
            "PID_FILE": str(self._folder / "pid"),
            # Few schedulers start faster; other nodes are refused from elsewhere.
            "SERVER_ADDITIONAL_ERL_ARGS": ("+S 2:2 -kernel inet_dist_use_interface {127,0,0,1}"),
            "CTL_ERL_ARGS": "+S 1:1",
        }
        return {
            **os.environ,
            **{f"RABBITMQ_{name}": value for name, value in settings.items()},
            "PATH": os.pathsep.join(
                [str(UNPACKED / "usr/lib/erlang/bin"), os.environ["PATH"], "/usr/lib/erlang/bin"]
            ),
            "HOME": str(self._folder),  # the cookie's place
            "ERL_EPMD_PORT": str(free_port()),
            "ERL_EPMD_ADDRESS": LOOPBACK,
            "RUNNING_UNDER_SYSTEMD": "1",  # its script then becomes the node, so a kill hits that
        }


def _home() -> Path:
    """Return where RabbitMQ's own files are."""
    for root in (UNPACKED, Path("/")):
        found = sorted((root / "usr/lib/rabbitmq/lib").glob("rabbitmq_server-*"))
        if found:
            return found[-1]
    pytest.fail(HOW_TO_INSTALL)


def _find(program: str, environment: dict[str, str]) -> str:
    found = shutil.which(program, path=environment["PATH"])
    if found is None:
        pytest.fail(HOW_TO_INSTALL)
    return found


@contextmanager
def running_rabbitmq(folder: Path) -> Iterator[RabbitMq]:
    """Run a node with its data in `folder`; kill it in the end."""
    node = RabbitMq(folder)
    try:
        node.start()
        yield node
    finally:
        node.end()
