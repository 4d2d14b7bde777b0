"""Decisions about accounts: kinds of unit, what a password must be, when a session ends."""

from __future__ import annotations

from collections.abc import Mapping

from portal.core.sentences import Word, say


class UnitKind(Word):
    DEPARTMENT = "department", say("Department")
    INSTITUTION = "institution", say("Institution")
    EXTERNAL = "external", say("External data source")


class TextSize(Word):
    NORMAL = "normal", say("Normal text")
    LARGE = "large", say("Larger text")


DRAFTS_KEPT = 100  # per person
DRAFT_FIELDS, DRAFT_TEXT = 300, 100_000  # of one draft: fields, and characters in all


def worth_keeping(typed: Mapping[str, str]) -> dict[str, str]:
    """What of a form may lie in a draft: no secrets, and no more than a page can hold."""
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
