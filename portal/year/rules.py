"""The states of an assessment year, and what each allows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from portal.core.sentences import Word, say


class YearState(Word):
    PREPARING = "preparing", say("Preparing")
    NEGOTIATING = "negotiating", say("Negotiating")
    RUNNING = "running", say("Running")
    EVALUATING = "evaluating", say("Evaluating")
    PUBLISHED = "published", say("Published")
    ARCHIVED = "archived", say("Archived")


FROZEN = frozenset({YearState.EVALUATING, YearState.PUBLISHED, YearState.ARCHIVED})
OPENED = frozenset(YearState) - {YearState.PREPARING}
LIBRARY_OPEN = frozenset({YearState.PREPARING, YearState.NEGOTIATING, YearState.RUNNING})


class Dated(Protocol):
    """An assessment year, as far as choosing one goes."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> YearState: ...


D = TypeVar("D", bound=Dated)


def current(years: Iterable[D], today: date) -> D | None:
    """The year people mean when they name none: the one that runs, else the one that is furthest along.

    In January last year still runs while this one is being negotiated; a year to come is nobody's "now"
    unless there is no other.
    """
    years = list(years)
    begun = [year for year in years if year.id <= today.year] or years
    return max(
        begun, key=lambda year: (year.state is YearState.RUNNING, year.state in OPENED, year.id), default=None
    )
