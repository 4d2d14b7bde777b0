"""The closed sets of this feature."""

from __future__ import annotations

from portal.core.sentences import Word, say


class UnitKind(Word):
    DEPARTMENT = "department", say("Department")
    INSTITUTION = "institution", say("Institution")
    EXTERNAL = "external", say("External data source")


class TextSize(Word):
    NORMAL = "normal", say("Normal text")
    LARGE = "large", say("Larger text")


class Locked(Word):
    """What a lock closes: one account everywhere, or every account from one address."""

    ACCOUNT = "account", say("Account")
    ADDRESS = "address", say("Network address")
