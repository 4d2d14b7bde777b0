"""Decisions about accounts: kinds of unit, what a password must be, when a session ends."""

from __future__ import annotations

from portal.core.sentences import Word, say


class UnitKind(Word):
    DEPARTMENT = "department", say("Department")
    INSTITUTION = "institution", say("Institution")
    EXTERNAL = "external", say("External data source")


class TextSize(Word):
    NORMAL = "normal", say("Normal text")
    LARGE = "large", say("Larger text")
