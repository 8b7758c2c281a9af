"""Every question the host asks a plugin. Add a hook here and nowhere else.

Hooks are pure: facts in, decisions out, no IO, no clock, no randomness, always a
sequence. An implementation names only the arguments it uses. A plugin that raises,
overruns its time or answers with anything else fails the call with PLUGIN_FAILED and
nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from .decisions import BurnTerms, PointsAward
from .facts import Member, Purchase
from .markers import hookspec


@hookspec
def settings_model() -> type[BaseModel]:
    """Return the model of this plugin's settings.

    Asked once, at start-up. The model should be frozen and forbid extra fields. The
    program carries the values; publishing wrong ones fails with the path of the field.
    A plugin without this hook has no settings.
    """
    raise NotImplementedError


@hookspec
def award_points(purchase: Purchase, member: Member, settings: BaseModel) -> Sequence[PointsAward]:
    """Return the points this purchase earns under this plugin's rules.

    Awards of all plugins are added together, after exclusive groups and limits.
    Return `()` to award none.
    """
    raise NotImplementedError


@hookspec
def offer_burn_terms(
    purchase: Purchase, member: Member, settings: BaseModel
) -> Sequence[BurnTerms]:
    """Return the terms on which points may pay for this purchase.

    Of all terms offered, those with the most money per point are used; on equal worth,
    the first plugin and rule by name. Return `()` to offer none.
    """
    raise NotImplementedError
