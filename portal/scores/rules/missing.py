"""How far it still is: the completion value that earns full marks, and the one that earns the bonus."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from portal.formula import Formula
from portal.scores.rules.engine import Engine, View
from portal.scores.rules.outcomes import MICRO, Outcome, figure_kept

MARKS = ("pass", "pass_upper", "challenge")
DOUBLINGS = 24
Enough = Callable[[Decimal], bool]


def with_missing(engine: Engine, view: View, outcome: Outcome) -> Outcome:
    """The outcome with the values that full marks and the bonus begin at, and the way there."""
    law, values = engine.law, view.values
    if law.score is None or outcome.error or outcome.actual_text:
        return outcome
    full_at = nearest(_reaches(engine, law.score, view, values["weight"]), values, outcome.actual)
    bonus_at, whole = None, values.get("bonus")
    if law.bonus is not None and whole:
        bonus_at = nearest(_reaches(engine, law.bonus, view, whole), values, outcome.actual)
    return outcome._replace(
        full_at=full_at,
        bonus_at=bonus_at,
        missing_full=_way(outcome.actual, full_at),
        missing_bonus=_way(outcome.actual, bonus_at),
    )


def _reaches(engine: Engine, formula: Formula, view: View, mark: Decimal) -> Enough:
    """Asked before rounding: 15.995 is not yet the 16 that are promised at the pass value."""

    def enough(actual: Decimal) -> bool:
        points = engine.exactly(formula, view, actual)
        return points is not None and points >= mark

    return enough


def _way(actual: Decimal | None, there: Decimal | None) -> Decimal | None:
    return None if actual is None or there is None else abs(there - actual)


def nearest(enough: Enough, values: dict[str, Any], actual: Decimal | None) -> Decimal | None:
    """The value closest to ``actual`` that is enough; ``None`` where none was found.

    The target's own marks are tried first, then ever larger steps either way; between the
    last value that is not enough and the first that is, the edge is found by halving.
    """
    marks = [mark for name in MARKS if (mark := values.get(name)) is not None]
    if actual is None:
        return next((mark for mark in marks if enough(mark)), None)
    if enough(actual):
        return actual
    fitting = [mark for mark in marks if enough(mark)]
    there = min(fitting, key=lambda mark: abs(mark - actual)) if fitting else _far(enough, marks, actual)
    return None if there is None else _edge(enough, actual, there)


def _far(enough: Enough, marks: list[Decimal], actual: Decimal) -> Decimal | None:
    step = max([abs(mark) for mark in marks] + [abs(actual), Decimal(1)]) / 64
    for _ in range(DOUBLINGS):
        for there in (actual + step, actual - step):
            if enough(there):
                return figure_kept(there)
        step *= 2
    return None


def _edge(enough: Enough, short: Decimal, there: Decimal) -> Decimal:
    """Halving on the grid of six places on which completion values are kept."""
    low, high = int(short / MICRO), int(there / MICRO)
    while abs(high - low) > 1:
        middle = (low + high) // 2
        if enough(middle * MICRO):
            high = middle
        else:
            low = middle
    return high * MICRO
