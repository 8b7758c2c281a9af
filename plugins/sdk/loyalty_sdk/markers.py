"""The marks that make a function a hook, or a plugin's answer to one."""

from __future__ import annotations

import pluggy

PROJECT_NAME = "loyalty"
ENTRY_POINT_GROUP = "loyalty.plugins"

hookspec = pluggy.HookspecMarker(PROJECT_NAME)
hookimpl = pluggy.HookimplMarker(PROJECT_NAME)
