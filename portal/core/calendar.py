"""Working days: Monday to Friday, except where the published calendar says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """``exceptions`` says of single days whether they are worked; ``known`` lists the published years.

    A year that is not published yet is counted Monday to Friday, and ``knows`` says so.
    """

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    known: frozenset[int] = frozenset()

    def knows(self, year: int) -> bool:
        return year in self.known

    def is_workday(self, day: date) -> bool:
        worked = self.exceptions.get(day)
        return day.weekday() < SATURDAY if worked is None else worked

    def add_workdays(self, day: date, count: int) -> date:
        """The working day ``count`` working days after ``day`` (before it where negative)."""
        step = DAY if count > 0 else -DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def workdays_between(self, first: date, last: date) -> int:
        """Working days after ``first`` up to and including ``last``; negative where ``last`` comes first."""
        if last < first:
            return -self.workdays_between(last, first)
        return sum(self.is_workday(first + DAY * n) for n in range(1, (last - first).days + 1))
