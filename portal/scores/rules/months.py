"""Which months of a year can be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.core.periods import Frequency, parse_period
from portal.core.sentences import Refused

DECEMBER = 12


def last_month(year: int, today: date) -> int:
    """The last month of that year that has begun; 0 where none has."""
    if year == today.year:
        return today.month
    return DECEMBER if year < today.year else 0


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    number: int

    @property
    def key(self) -> str:
        return f"{self.year}-{self.number:02}"


def parse_month(typed: str) -> Month:
    period = parse_period(typed.strip())
    if period.frequency is not Frequency.MONTH:
        raise Refused("“{key}” is not a month.", key=typed[:20])
    return Month(period.year, period.month)
