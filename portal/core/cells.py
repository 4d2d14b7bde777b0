"""Text on its way into a spreadsheet: a cell must never become a formula there."""

from __future__ import annotations

STARTERS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """The text itself, or with an apostrophe before it where a spreadsheet would begin to calculate."""
    return f"'{text}" if text.lstrip(" ").startswith(STARTERS) or text.startswith(STARTERS) else text
