"""What is known of one target, month by month, and of the units that share its indicator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate
from operator import attrgetter
from typing import Any

from portal.formula import BLANK, Calendar, EvaluationError, Peers, Row, Situation
from portal.formula.values import EXACT
from portal.scores.rules.laws import Law
from portal.scores.rules.outcomes import figure_kept

MONTHS = range(1, 13)
ELAPSED = {month: EXACT.divide(Decimal(month), Decimal(12)) for month in MONTHS}
MONTH_FIGURES = {month: {"month": Decimal(month), "elapsed": ELAPSED[month]} for month in MONTHS}
MONTH_OF = attrgetter("month")
NOTHING: Mapping[int, Mapping[str, Any]] = {}


class Facts:
    """A target's numbers by their names in formulas, its rows, and last year's facts.

    ``monthly`` holds the figures that differ by month: the portal's own measures, and
    for last year the completion value that was kept.
    """

    __slots__ = ("counts", "monthly", "numbers", "previous", "ref", "rows")

    def __init__(
        self,
        numbers: Mapping[str, Decimal | None],
        rows: Iterable[Row] = (),
        *,
        monthly: Mapping[int, Mapping[str, Any]] = NOTHING,
        previous: Facts | None = None,
        ref: object = None,
    ) -> None:
        self.numbers = numbers
        self.rows: Sequence[Row] = sorted(rows, key=MONTH_OF)
        per_month = [0] * 13
        for row in self.rows:
            per_month[row.month] += 1
        self.counts = list(accumulate(per_month))
        self.monthly = monthly
        self.previous = previous
        self.ref = ref

    def at(self, month: int) -> dict[str, Any]:
        values: dict[str, Any] = {**self.numbers, **MONTH_FIGURES[month]}
        if self.monthly:
            values.update(self.monthly.get(month, ()))
        return values

    def until(self, month: int) -> Sequence[Row]:
        return self.rows[: self.counts[month]]

    def last_year(self, month: int) -> Situation | None:
        before = self.previous
        return before and Situation(before.at(month), before.until(month), None, before.ref)


class Group:
    """The targets that share an indicator: each month's situations are made once for all of them."""

    def __init__(self, law: Law, members: Sequence[Facts], calendar: Calendar | None = None) -> None:
        self.law = law
        self.members = members
        self.calendar = calendar
        self.known: dict[int, tuple[Peers, Peers]] = {}

    def at(self, month: int) -> tuple[Peers, Peers]:
        """The peers as the measure sees them, and as the score does: with their completion values."""
        if month not in self.known:
            plain = Peers([self._situation(member, month) for member in self.members])
            self.known[month] = plain, Peers([self._measured(one, plain) for one in plain])
        return self.known[month]

    @staticmethod
    def _situation(member: Facts, month: int) -> Situation:
        return Situation(member.at(month), member.until(month), member.last_year(month), member.ref)

    def _measured(self, one: Situation, plain: Peers) -> Situation:
        measure, actual = self.law.measure, BLANK
        if measure is not None:
            try:
                actual = measure.evaluate(
                    one.values, one.entries, plain, previous=one.previous, calendar=self.calendar
                )
                actual = figure_kept(actual) if isinstance(actual, Decimal) else actual
            except EvaluationError:
                actual = BLANK
        return Situation({**one.values, "actual": actual}, one.entries, one.previous, one.ref)
