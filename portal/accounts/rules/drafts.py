"""What of a form may lie in a draft."""

from __future__ import annotations

from collections.abc import Mapping

DRAFTS_KEPT = 100  # per person
DRAFT_FIELDS, DRAFT_TEXT = 300, 100_000  # of one draft: fields, and characters in all


def worth_keeping(typed: Mapping[str, str]) -> dict[str, str]:
    """No secrets, and no more than a page can hold."""
    kept: dict[str, str] = {}
    room = DRAFT_TEXT
    for name, text in typed.items():
        if name == "csrf_token" or "password" in name.lower() or len(kept) == DRAFT_FIELDS:
            continue
        room -= len(name) + len(text)
        if room < 0:
            break
        kept[name] = text
    return kept
