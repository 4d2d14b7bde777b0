"""From facts to points: measure, then score, then bonus; and what each month still leaves open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from portal.core.sentences import Sentence, say
from portal.formula import BLANK, Calendar, EvaluationError, Formula, Purpose, Step
from portal.scores.rules.facts import Facts, Group
from portal.scores.rules.laws import Law
from portal.scores.rules.outcomes import ZERO, Outcome, ScoreState, figure_kept, points_kept, said

DECEMBER = 12
MEASURE, SCORE, BONUS = range(3)  # the places of the formulas, in the order of Purpose
TEXT_LIMIT = 64
NO_SCORE_FORMULA = say("This indicator has no score formula.")
NOT_A_NUMBER = say("The formula must give a number of points.")


class Verdict(NamedTuple):
    """What the formulas say, before anything is asked about the rest of the year."""

    actual: Any = BLANK
    points: Decimal | None = None
    bonus: Decimal | None = None
    error: Sentence | None = None


class View(NamedTuple):
    """All that the formulas of one target read in one month."""

    values: dict[str, Any]
    rows: Any
    before: Any  # as the measure sees them: the peers without their completion values
    peers: Any
    previous: Any

    def supposing(self, **figures: Decimal) -> View:
        return self._replace(values={**self.values, **figures})


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
        found: list[Outcome] = []
        timeless, counted, verdict = self.law.timeless, -1, Verdict()
        for month in months:
            view = self.view(facts, month)
            if not timeless or facts.counts[month] != counted:
                verdict, counted = self.judge(view), facts.counts[month]
            found.append(self.outcome(view, verdict, month))
        return found

    def view(self, facts: Facts, month: int) -> View:
        before, peers = self.group.at(month) if self.group else (None, None)
        previous = facts.last_year(month) if facts.previous else None
        return View(facts.at(month), facts.until(month), before, peers, previous)

    def judge(self, view: View) -> Verdict:
        """A bonus that cannot be computed leaves the points as they are, and says so."""
        try:
            actual = self.measure(view)
        except EvaluationError as error:
            return Verdict(error=said(error.message))
        view.values["actual"] = actual
        try:
            points = self.points(view)
        except EvaluationError as error:
            return Verdict(actual, error=said(error.message))
        if points is None:
            return Verdict(actual)
        try:
            return Verdict(actual, points, self.bonus(view))
        except EvaluationError as error:
            return Verdict(actual, points, error=said(error.message))

    def measure(self, view: View) -> Any:
        formula = self._formula(MEASURE)
        if formula is None:
            return BLANK
        actual = formula.evaluate(
            view.values, view.rows, view.before, previous=view.previous, calendar=self.calendar
        )
        return figure_kept(actual) if actual.__class__ is Decimal else actual

    def points(self, view: View) -> Decimal | None:
        """Blank is ``None``: pending. Without weight a target needs no score formula."""
        formula = self._formula(SCORE)
        if formula is not None:
            return self._points(formula, view)
        if view.values.get("weight"):
            raise EvaluationError(0, NO_SCORE_FORMULA)
        return None if view.values["actual"] is BLANK else ZERO

    def bonus(self, view: View) -> Decimal | None:
        formula = self._formula(BONUS)
        return None if formula is None else self._points(formula, view)

    def _points(self, formula: Formula, view: View) -> Decimal | None:
        value = formula.evaluate(
            view.values, view.rows, view.peers, previous=view.previous, calendar=self.calendar
        )
        if value.__class__ is Decimal:
            return points_kept(value)
        if value is BLANK:
            return None
        raise EvaluationError(0, NOT_A_NUMBER)

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

    def _formula(self, place: int) -> Formula | None:
        if self.faults[place] is not None:
            raise EvaluationError(0, self.faults[place])
        return self.formulas[place]

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
        best, most, ahead = points, bonus or ZERO, (points, bonus)
        if month < DECEMBER:
            best, most = self.reachable(view, verdict, figure)
            if self.law.accumulates and figure is not None:
                ahead = self.forecast(view, verdict, figure, month)
        return Outcome(weight, state, figure, text, points, bonus, error, best, most, *ahead)

    def reachable(self, view: View, verdict: Verdict, actual: Decimal | None) -> tuple[Decimal, Decimal]:
        """The most that later months can bring: the weight and the whole bonus, or what is held already.

        A measure that accumulates can only grow, so what none of its marked values ahead
        would give is lost: a second complaint cannot be taken back.
        """
        values, points, bonus = view.values, verdict.points or ZERO, verdict.bonus or ZERO
        weight, whole = values["weight"], values.get("bonus") or ZERO
        if not self.law.accumulates or actual is None:
            return max(points, weight), max(bonus, whole)
        if points < weight or bonus < whole:
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
        return (verdict.points if points is None else points), bonus

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


def _text(actual: object) -> str:
    """A measure that is a word, a day or a yes: kept as people would write it in a formula."""
    if isinstance(actual, bool):
        return "TRUE" if actual else "FALSE"
    return actual.isoformat() if isinstance(actual, date) else str(actual)[:TEXT_LIMIT]
