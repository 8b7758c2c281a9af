"""The table of nonsense: every field's row, and those of a field within one request."""

from __future__ import annotations

from dataclasses import replace

from support.plugins import rated_rules
from support.requests.nonsense.books import BOOKS
from support.requests.nonsense.following import FOLLOWING
from support.requests.nonsense.members import MEMBERS
from support.requests.nonsense.programs import PROGRAMS
from support.requests.nonsense.purchases import PURCHASES
from support.requests.nonsense.rows import (
    Expect,
    Row,
    row,
    settings,
)

ROWS: dict[str, Row] = {**MEMBERS, **PURCHASES, **PROGRAMS, **BOOKS, **FOLLOWING}

PLACE_ROWS: dict[str, Row] = {
    # What only holds for a field within one request.
    "QuotePurchase:purchase.receipt_number": row("empty"),
    # The page token is another member's then, and is looked at first.
    "ListEntries:member.member_id": replace(
        ROWS["MemberKey.member_id"],
        instead={"unset": Expect(field=""), "unknown": Expect(field="/page_token")},
    ),
    **{
        # Journeys ask the group's plugin.
        f"{method}:program.group_plugins[0].plugin": replace(
            ROWS["PluginConfig.plugin"],
            instead={"unknown": Expect(field="/program.journeys[2].trigger.plugin")},
        )
        for method in ("CheckProgram", "PublishProgram")
    },
    **{
        # Settings of a plugin whose model asks for a rate.
        f"{method}:program.businesses[0].plugins[0].settings_json": replace(
            ROWS["PluginConfig.settings_json"],
            more={
                **ROWS["PluginConfig.settings_json"].more,
                "of the wrong type": settings('{"rate": "1"}'),
                "a float": settings('{"rate": 1.5}'),
                "a bool": settings('{"rate": true}'),
                "out of range": settings('{"rate": -1}'),
                "that its plugin chokes on": settings(f'{{"rate": {rated_rules.CHOKES_ON}}}'),
                "that its plugin exits on": settings(f'{{"rate": {rated_rules.EXITS_ON}}}'),
            },
        )
        for method in ("CheckProgram", "PublishProgram")
    },
    **{
        # A plugin without settings.
        f"{method}:program.group_plugins[0].settings_json": replace(
            ROWS["PluginConfig.settings_json"],
            allowed=frozenset({"empty", "space before", "line break after"}),
        )
        for method in ("CheckProgram", "PublishProgram")
    },
}
