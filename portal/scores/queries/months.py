"""As of which month the scores are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.core.sentences import Refused, Sentence, say
from portal.scores.rules.months import Month, last_month, parse_month
from portal.year.models import Year
from portal.year.queries import years
from portal.year.rules import OPENED, current

YEARS_OFFERED = 3


@dataclass(frozen=True, slots=True)
class AsOf:
    """The month shown, the months that can be chosen, and why it is not the one that was asked for."""

    year: Year
    month: int
    choices: tuple[Month, ...]
    latest: bool
    note: Sentence | str = ""

    @property
    def key(self) -> str:
        return Month(self.year.id, self.month).key

    @property
    def query(self) -> str | None:
        """What the address says: nothing for the latest month, so that a bookmark moves on with it."""
        return None if self.latest else self.key


def as_of(typed: str, today: date, *, only: int | None = None) -> AsOf | None:
    """The month that was asked for, else the latest of the current year (of ``only``, where given)."""
    known = {year.id: year for year in years() if only in (None, year.id)}
    usual = known.get(only) if only else current(known.values(), today)
    if usual is None:
        return None
    offered = [year for year in known.values() if year.state in OPENED or year is usual][:YEARS_OFFERED]
    choices = tuple(
        Month(year.id, number)
        for year in sorted(offered, key=lambda year: -year.id)
        for number in range(last_month(year.id, today), 0, -1)
    )
    latest = Month(usual.id, max(1, last_month(usual.id, today)))
    chosen, note = _chosen(typed, latest, known, today)
    return AsOf(known[chosen.year], chosen.number, choices or (latest,), chosen == latest, note)


def _chosen(typed: str, latest: Month, known: dict[int, Year], today: date) -> tuple[Month, Sentence | str]:
    if not typed.strip():
        return latest, ""
    try:
        month = parse_month(typed)
    except Refused:
        return latest, say("“{typed}” is not a month; the latest one is shown.", typed=typed[:20])
    if month.year not in known or month.number > last_month(month.year, today):
        return latest, say("There are no scores as of {month}; the latest are shown.", month=month.key)
    return month, ""
