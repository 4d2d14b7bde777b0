"""From facts to points: measure, then score, then bonus; and what each month still leaves open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext
from typing import Any, TypeAlias

from portal.core.sentences import Sentence, say
from portal.formula import (
    BLANK,
    Calendar,
    EvaluationError,
    Formula,
    Peers,
    Purpose,
    Row,
    Situation,
    Step,
)
from portal.formula.values import EXACT
from portal.scores.rules.facts import Facts, Group
from portal.scores.rules.laws import Adding, Law
from portal.scores.rules.outcomes import ZERO, Outcome, ScoreState, figure_kept, points_kept, said

DECEMBER = 12
MEASURE, SCORE, BONUS = range(3)  # the places of the formulas, in the order of Purpose
TEXT_LIMIT = 64
NO_SCORE_FORMULA = say("This indicator has no score formula.")
NOT_A_NUMBER = say("The formula must give a number of points.")


Courses: TypeAlias = tuple[Callable[[Sequence[Row], Any], Any], ...]  # of each formula its course


# What the formulas say: the completion value, points, bonus, and what went wrong.
Verdict: TypeAlias = tuple[Any, Decimal | None, Decimal | None, Sentence | None]
UNJUDGED: Verdict = (BLANK, None, None, None)


@dataclass(slots=True)
class View:
    """All that the formulas of one target read in one month."""

    values: dict[str, Any]
    rows: Sequence[Row]
    before: Peers | None = None  # as the measure sees them: without their completion values
    peers: Peers | None = None
    previous: Situation | None = None
    courses: Courses | None = None  # the quick way, where months are looked at one after the other

    def supposing(self, **figures: Decimal) -> View:
        return replace(self, values={**self.values, **figures})


class Engine:
    """Runs one law over the facts of any target it applies to."""

    def __init__(self, law: Law, *, group: Group | None = None, calendar: Calendar | None = None) -> None:
        self.law = law
        self.group = group
        self.calendar = calendar
        self.formulas = law.measure, law.score, law.bonus
        self.faults = tuple(law.faults.get(purpose) for purpose in Purpose)

    def outcomes(self, facts: Facts, months: Iterable[int]) -> list[Outcome]:
        """One outcome for each month, in order. Entries that count later change no earlier month."""
        if self.law.timeless:
            months = list(months)
            with localcontext(EXACT):
                if self.law.only_adds:
                    with suppress(TypeError):
                        return self._course(facts, months, Adding(facts.rows, self.law.fields))
                return self._course(facts, months)
        views = ((self.view(facts, month), month) for month in months)
        return [self.outcome(view, self.judge(view), month) for view, month in views]

    def _course(self, facts: Facts, months: Iterable[int], adding: Adding | None = None) -> list[Outcome]:
        """Month after month of a law that never looks at the month: only new entries are judged."""
        view = View(facts.at(DECEMBER), ((Row(adding.sums, DECEMBER),) if adding else ()))
        view.courses = self._courses(view.values)
        counted, verdict, found = -1, UNJUDGED, []
        for month in months:
            count = facts.counts[month]
            if count != counted:
                if adding:
                    adding.until(count)
                else:
                    view.rows = facts.rows[:count]
                view.values["actual"] = BLANK
                verdict, counted = self.judge(view), count
            found.append(self.outcome(view, verdict, month))
        return found

    def _courses(self, values: dict[str, Any]) -> Courses | None:
        if any(self.faults):
            return None
        return tuple(
            formula.course(values, self.calendar).at if formula else _nothing for formula in self.formulas
        )

    def view(self, facts: Facts, month: int) -> View:
        before, peers = self.group.at(month) if self.group else (None, None)
        previous = facts.last_year(month) if facts.previous else None
        return View(facts.at(month), facts.until(month), before, peers, previous)

    def judge(self, view: View) -> Verdict:
        """A bonus that cannot be computed leaves the points as they are, and says so."""
        actual: Any = BLANK
        points: Decimal | None = None
        try:
            view.values["actual"] = actual = self.measure(view)
            points = self.points(view)
            return actual, points, None if points is None else self._points(BONUS, view), None
        except EvaluationError as error:
            return actual, points, None, said(error.message)

    def measure(self, view: View) -> Any:
        courses = view.courses
        actual = courses[MEASURE](view.rows, BLANK) if courses else self._value(MEASURE, view, view.before)
        return figure_kept(actual) if actual.__class__ is Decimal else actual

    def points(self, view: View) -> Decimal | None:
        """Blank is ``None``: pending. Without weight a target needs no score formula."""
        if self.formulas[SCORE] is not None or self.faults[SCORE] is not None:
            return self._points(SCORE, view)
        if view.values.get("weight"):
            raise EvaluationError(0, NO_SCORE_FORMULA)
        return None if view.values["actual"] is BLANK else ZERO

    def bonus(self, view: View) -> Decimal | None:
        return self._points(BONUS, view)

    def _points(self, place: int, view: View) -> Decimal | None:
        courses = view.courses
        if courses is not None:
            value = courses[place](view.rows, view.values["actual"])
        else:
            value = self._value(place, view, view.peers)
        if value.__class__ is Decimal:
            return points_kept(value)
        if value is BLANK:
            return None
        raise EvaluationError(0, NOT_A_NUMBER)

    def _value(self, place: int, view: View, peers: Peers | None) -> Any:
        if self.faults[place] is not None:
            raise EvaluationError(0, self.faults[place])
        formula = self.formulas[place]
        if formula is None:
            return BLANK
        return formula.evaluate(view.values, view.rows, peers, previous=view.previous, calendar=self.calendar)

    def exactly(self, formula: Formula, view: View, actual: Decimal) -> Decimal | None:
        """What the formula gives before it is rounded, were this the completion value."""
        values = {**view.values, "actual": actual}
        try:
            value = formula.evaluate(
                values, view.rows, view.peers, previous=view.previous, calendar=self.calendar
            )
        except EvaluationError:
            return None
        return value if isinstance(value, Decimal) else None

    def outcome(self, view: View, verdict: Verdict, month: int) -> Outcome:
        actual, points, bonus, error = verdict
        weight = view.values["weight"]
        figure = actual if actual.__class__ is Decimal else None
        text = "" if figure is not None or actual is BLANK else _text(actual)
        if points is None:
            state = ScoreState.ERROR if error else ScoreState.PENDING
            most = view.values.get("bonus") or ZERO
            return Outcome(weight, state, figure, text, None, None, error, weight, most)
        state = ScoreState.ERROR if error else ScoreState.SCORED
        extra = bonus or ZERO
        if month >= DECEMBER:
            return Outcome(weight, state, figure, text, points, bonus, error, points, extra, points, bonus)
        if self.law.accumulates and figure is not None:
            best, most = self.reachable(view, verdict, figure)
            ahead = self.forecast(view, verdict, figure, month)
            return Outcome(weight, state, figure, text, points, bonus, error, best, most, *ahead)
        best, most = max(points, weight), max(extra, view.values.get("bonus") or ZERO)
        return Outcome(weight, state, figure, text, points, bonus, error, best, most, points, bonus)

    def reachable(self, view: View, verdict: Verdict, actual: Decimal) -> tuple[Decimal, Decimal]:
        """Of what accumulates, the most that later months can bring.

        The measure can only grow, so what none of its marked values ahead would give is
        lost: a second complaint cannot be taken back.
        """
        values, points, bonus = view.values, verdict[1] or ZERO, verdict[2] or ZERO
        if points < values["weight"] or bonus < (values.get("bonus") or ZERO):
            for name in ("pass", "pass_upper", "challenge"):
                mark = values.get(name)
                if mark is not None and mark > actual:
                    then = self.supposing(view, mark)
                    points, bonus = max(points, then[0] or ZERO), max(bonus, then[1] or ZERO)
        return points, bonus

    def forecast(
        self, view: View, verdict: Verdict, actual: Decimal, month: int
    ) -> tuple[Decimal | None, Decimal | None]:
        """Where the year ends at the present pace: the measure grows by the elapsed share."""
        ahead = actual * DECEMBER / month
        points, bonus = self.supposing(view, ahead, month=Decimal(DECEMBER), elapsed=Decimal(1))
        return (verdict[1] if points is None else points), bonus

    def supposing(
        self, view: View, actual: Decimal, **figures: Decimal
    ) -> tuple[Decimal | None, Decimal | None]:
        """Points and bonus, were this the completion value; ``None`` where there is no answer."""
        try:
            supposed = view.supposing(actual=figure_kept(actual), **figures)
            points = self.points(supposed)
        except EvaluationError:
            return None, None
        try:
            return points, self.bonus(supposed)
        except EvaluationError:
            return points, None

    def explain(self, view: View) -> dict[Purpose, Step]:
        """The tree of each formula with its numbers put in; the same evaluation, so it cannot drift."""
        steps: dict[Purpose, Step] = {}
        for purpose in Purpose:
            formula: Formula | None = getattr(self.law, purpose.value)
            if formula is None:
                continue
            peers = view.before if purpose is Purpose.MEASURE else view.peers
            steps[purpose] = formula.explain(
                view.values, view.rows, peers, previous=view.previous, calendar=self.calendar
            )
            if purpose is Purpose.MEASURE:
                value = steps[purpose].value
                view.values["actual"] = figure_kept(value) if isinstance(value, Decimal) else value
        return steps


def _nothing(rows: Sequence[Row], actual: Any) -> Any:
    """The course of a formula that is not there."""
    return BLANK


def _text(actual: object) -> str:
    """A measure that is a word, a day or a yes: kept as people would write it in a formula."""
    if isinstance(actual, bool):
        return "TRUE" if actual else "FALSE"
    return actual.isoformat() if isinstance(actual, date) else str(actual)[:TEXT_LIMIT]
