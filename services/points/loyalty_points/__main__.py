"""`python -m loyalty_points serve` and `migrate`."""

from __future__ import annotations

import sys

import structlog
from loyalty_chassis.logs import configure_logs
from loyalty_chassis.plugins.registry import PluginRegistry, PluginUnusable
from loyalty_chassis.storage.connection import connect
from loyalty_chassis.storage.indexes import IndexesMissing, create_indexes, require_indexes
from pydantic import ValidationError
from pymongo.errors import PyMongoError

from loyalty_points.settings import PointsSettings
from loyalty_points.wiring import MODELS, build_parts

logger = structlog.get_logger()


def serve(settings: PointsSettings) -> None:
    """Serve gRPC until SIGTERM or SIGINT."""
    # Loaded for this command only: `work` runs on eventlet, which gRPC cannot stand.
    from loyalty_points.rpc.build import build_server  # noqa: PLC0415

    registry = PluginRegistry.discover()
    for plugin in registry.plugins.values():
        logger.info("plugin found", plugin=plugin.name, version=plugin.version)
    parts = build_parts(settings, registry)
    require_indexes(MODELS)
    build_server(settings, parts).run()


def migrate(settings: PointsSettings) -> None:
    """Make the database ready: create every index. Safe to repeat."""
    connect(settings.database_url.get_secret_value())
    create_indexes(MODELS)
    logger.info("migrated", collections=[model._meta["collection"] for model in MODELS])  # noqa: SLF001


EXPECTED = (IndexesMissing, PluginUnusable, PyMongoError, OSError, RuntimeError, ValueError)
"""What keeps a command from running through no fault of the code: said without a trace."""

COMMANDS = {"serve": serve, "migrate": migrate}


def main() -> None:
    """Run the command named on the command line; say plainly what keeps it from running."""
    names = "|".join(COMMANDS)
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"usage: python -m loyalty_points {names}")
    try:
        settings = PointsSettings()
    except ValidationError as error:
        problems = [
            f"LOYALTY_POINTS_{'_'.join(map(str, problem['loc'])).upper()}: {problem['msg']}"
            for problem in error.errors()
        ]
        sys.exit("wrong settings:\n  " + "\n  ".join(problems))
    configure_logs(settings.log_level)
    try:
        COMMANDS[sys.argv[1]](settings)
    except EXPECTED as error:
        sys.exit(f"cannot {sys.argv[1]}: {error}")


if __name__ == "__main__":
    main()
