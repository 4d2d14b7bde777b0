"""The states of an assessment year, and what each allows."""

from __future__ import annotations

from portal.core.sentences import Word, say


class YearState(Word):
    PREPARING = "preparing", say("Preparing")
    NEGOTIATING = "negotiating", say("Negotiating")
    RUNNING = "running", say("Running")
    EVALUATING = "evaluating", say("Evaluating")
    PUBLISHED = "published", say("Published")
    ARCHIVED = "archived", say("Archived")


FROZEN = frozenset({YearState.EVALUATING, YearState.PUBLISHED, YearState.ARCHIVED})
LIBRARY_OPEN = frozenset({YearState.PREPARING, YearState.NEGOTIATING, YearState.RUNNING})
