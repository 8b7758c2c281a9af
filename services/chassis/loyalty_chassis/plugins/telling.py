"""What a plugin raised, as text: the error's own code is the plugin's too."""

from __future__ import annotations

import traceback


def traceback_of(error: BaseException) -> str:
    """Return an error's traceback, as far as it lets itself be told.

    Takes as long as the error's code wants: for within the plugin's time limit.
    """
    try:
        return "".join(traceback.format_exception(error))
    except BaseException:  # noqa: BLE001  # even SystemExit
        return "cannot be told"
