"""The stretches of a year that ledgers are kept for: 2026-03, 2026-Q1, 2026-H1, 2026, or a day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

from portal.core.sentences import Refused, Sentence, Word, say


class Frequency(Word):
    MONTH = "month", say("Monthly")
    QUARTER = "quarter", say("Quarterly")
    HALF_YEAR = "half-year", say("Half-yearly")
    YEAR = "year", say("Yearly")
    EVENT = "event", say("When it happens")

    @property
    def months(self) -> int:
        """How many months one period has; an event has the month it falls in."""
        return MONTHS[self]


F = Frequency
MONTHS = {F.MONTH: 1, F.QUARTER: 3, F.HALF_YEAR: 6, F.YEAR: 12, F.EVENT: 1}
LETTERS = {"Q": F.QUARTER, "H": F.HALF_YEAR}
PATTERN = re.compile(r"(\d{4})(?:-(?:([QH])(\d)|(\d\d)(?:-(\d\d))?))?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """``number`` counts the periods of a year from 1; for an event ``day`` is the day itself."""

    year: int
    month: int  # the last month it covers: the first in which its figures count
    frequency: Frequency
    number: int = 1
    day: int = 0

    @property
    def key(self) -> str:
        match self.frequency:
            case F.MONTH:
                return f"{self.year}-{self.month:02}"
            case F.QUARTER:
                return f"{self.year}-Q{self.number}"
            case F.HALF_YEAR:
                return f"{self.year}-H{self.number}"
            case F.YEAR:
                return f"{self.year}"
        return f"{self.year}-{self.month:02}-{self.day:02}"

    @property
    def first(self) -> date:
        return date(self.year, self.month - self.frequency.months + 1, self.day or 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, self.day or monthrange(self.year, self.month)[1])

    @property
    def label(self) -> Sentence:
        match self.frequency:
            case F.MONTH:
                return say("{year}-{month:02}", year=self.year, month=self.month)
            case F.QUARTER:
                return say("quarter {number} of {year}", year=self.year, number=self.number)
            case F.HALF_YEAR if self.number == 1:
                return say("first half of {year}", year=self.year)
            case F.HALF_YEAR:
                return say("second half of {year}", year=self.year)
            case F.YEAR:
                return say("the year {year}", year=self.year)
        return say("{year}-{month:02}-{day:02}", year=self.year, month=self.month, day=self.day)


def period(year: int, frequency: Frequency, number: int) -> Period:
    return Period(year, number * frequency.months, frequency, number)


@cache
def periods_of(year: int, frequency: Frequency) -> tuple[Period, ...]:
    """All periods of a year, in order; an event ledger has none."""
    if frequency is F.EVENT:
        return ()
    return tuple(period(year, frequency, n) for n in range(1, 12 // frequency.months + 1))


def event_on(day: date) -> Period:
    return Period(day.year, day.month, F.EVENT, day=day.day)


def period_containing(day: date, frequency: Frequency) -> Period:
    if frequency is F.EVENT:
        return event_on(day)
    return period(day.year, frequency, (day.month - 1) // frequency.months + 1)


def parse_period(key: str) -> Period:
    """Read a key back; anything else is refused."""
    found = PATTERN.fullmatch(key)
    try:
        if found:
            year, letter, number, month, day = found.groups()
            if day:
                return event_on(date(int(year), int(month), int(day)))
            if month:
                return _within(period(int(year), F.MONTH, int(month)))
            if letter:
                return _within(period(int(year), LETTERS[letter], int(number)))
            return _within(period(int(year), F.YEAR, 1))
    except ValueError:
        pass
    raise Refused("“{key}” is not a period.", key=key)


def _within(candidate: Period) -> Period:
    if not 1 <= candidate.number <= 12 // candidate.frequency.months or not 1 <= candidate.year <= 9998:
        raise ValueError
    return candidate
