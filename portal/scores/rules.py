"""The vocabulary of scores."""

from __future__ import annotations

from portal.core.sentences import Word, say


class ScoreState(Word):
    SCORED = "scored", say("Scored")
    PENDING = "pending", say("Pending")
    ERROR = "error", say("Formula error")
