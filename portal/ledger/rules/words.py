"""The vocabulary of the ledger."""

from __future__ import annotations

from portal.core.sentences import Word, say


class EntryState(Word):
    VALID = "valid", say("Valid")
    VOIDED = "voided", say("Voided")
