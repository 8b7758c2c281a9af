"""What the commands of the service do. `serve` never loads eventlet, `work` never gRPC."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import structlog
from loyalty_chassis.cpus import keep_to_cpu
from loyalty_chassis.garbage import spare_what_stays
from loyalty_chassis.logs import configure_logs, gather_logs
from loyalty_chassis.plugins.registry import PluginRegistry
from loyalty_chassis.plugins.time_limit import Limit
from loyalty_chassis.settings import unknown_settings
from loyalty_chassis.starting import CannotStart
from loyalty_chassis.storage.connection import connect
from loyalty_chassis.storage.indexes import create_indexes, require_indexes
from loyalty_chassis.storage.key_checks import keep_key_checks, require_keys
from pydantic import ValidationError
from pymongo.errors import PyMongoError

from loyalty_points.settings import SERVICE, PointsSettings
from loyalty_points.store.models import MODELS
from loyalty_points.use_cases.parts import Parts
from loyalty_points.wiring import build_parts

logger = structlog.get_logger()


def serve(settings: PointsSettings) -> None:
    """Serve gRPC until SIGTERM or SIGINT."""
    from loyalty_points.rpc.build import build_server  # noqa: PLC0415

    keep_to_cpu(settings.cpu)
    server = build_server(settings, _ready_parts(settings))
    gather_logs()
    server.run()


def work(settings: PointsSettings) -> None:
    """Do what comes due until SIGTERM or SIGINT. The standard library must be patched before."""
    from loyalty_chassis.worker.native_time_limit import NativeTimeLimit  # noqa: PLC0415
    from loyalty_chassis.worker.running import run_worker  # noqa: PLC0415

    from loyalty_points.worker.consumers import consumers_of, consuming_of  # noqa: PLC0415
    from loyalty_points.worker.relaying import relay_of  # noqa: PLC0415
    from loyalty_points.worker.timers import jobs_of  # noqa: PLC0415

    parts = _ready_parts(settings, NativeTimeLimit())
    consumers = consumers_of(parts)
    retrying, consuming = consuming_of(settings, parts, consumers)
    jobs, relays = (*jobs_of(settings, parts), retrying), (relay_of(settings, parts, consumers),)
    run_worker(SERVICE, jobs, settings.broker_url, settings.stop_seconds, relays, (consuming,))


def migrate(settings: PointsSettings) -> None:
    """Make the database ready: create every index, note the keys. Safe to repeat."""
    connect(settings.database_url.get_secret_value())
    create_indexes(MODELS)
    keep_key_checks(settings.lasting_keys)
    logger.info("migrated", collections=[model._meta["collection"] for model in MODELS])  # noqa: SLF001


def _ready_parts(settings: PointsSettings, limit: Limit | None = None) -> Parts:
    """Return the parts, on a database that was made ready; plugins run in `limit` if given."""
    registry = PluginRegistry.discover()
    for plugin in registry.plugins.values():
        logger.info("plugin found", plugin=plugin.name, version=plugin.version)
    parts = build_parts(settings, registry, limit=limit)
    require_indexes(MODELS)
    require_keys(settings.lasting_keys)
    spare_what_stays()
    return parts


EXPECTED = (CannotStart, PyMongoError, OSError)
"""What keeps a command from running through no fault of the code: said without a trace."""

COMMANDS = {"serve": serve, "work": work, "migrate": migrate}


def run(arguments: Sequence[str]) -> None:
    """Run the command that the arguments name; say plainly what keeps it from running."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        sys.exit(f"usage: python -m loyalty_points {'|'.join(COMMANDS)}")
    settings = _settings()
    configure_logs(settings.log_level)
    try:
        COMMANDS[arguments[0]](settings)
    except EXPECTED as error:
        sys.exit(f"cannot {arguments[0]}: {error}")


def _settings() -> PointsSettings:
    """Return what the environment says; end the process with all that is wrong with it."""
    problems = unknown_settings(PointsSettings, os.environ)
    try:
        settings = PointsSettings()
    except ValidationError as error:
        problems += [
            f"LOYALTY_POINTS_{'_'.join(map(str, problem['loc'])).upper()}: {problem['msg']}"
            for problem in error.errors()
        ]
    if problems:
        sys.exit("wrong settings:\n  " + "\n  ".join(problems))
    return settings
