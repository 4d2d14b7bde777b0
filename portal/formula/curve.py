"""Points as a function of the actual value: sampled for drawing, and solved for what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from portal.formula.errors import EvaluationError
from portal.formula.formula import Formula
from portal.formula.names import ACTUAL
from portal.formula.values import EXACT, Calendar, Row, Situation, Values

Direction = Literal["higher", "lower"]

KNOTS = ("pass", "pass_upper", "challenge", "last_year", ACTUAL.key)
_GRID = 64
_FARTHEST = 12  # powers of ten
_WIDE = Context(prec=60)
_NOISE = Decimal("1E-12")  # what a division that does not come out even may leave


@dataclass(frozen=True, slots=True)
class Circumstances:
    """All that a formula reads beside the figures, the same at every point of the curve."""

    entries: Sequence[Row] = ()
    peers: Sequence[Situation] | None = None
    previous: Situation | None = None
    calendar: Calendar | None = None


ALONE = Circumstances()


def points_at(
    formula: Formula, values: Values, actual: Decimal, among: Circumstances = ALONE
) -> Decimal | None:
    """``None`` where the points are blank or have an error."""
    try:
        points = formula.evaluate(
            {**values, ACTUAL.key: actual},
            among.entries,
            among.peers,
            previous=among.previous,
            calendar=among.calendar,
        )
    except EvaluationError:
        return None
    return points if isinstance(points, Decimal) else None


def curve(
    formula: Formula,
    values: Values,
    *,
    points: int = 49,
    low: Decimal | None = None,
    high: Decimal | None = None,
    among: Circumstances = ALONE,
) -> tuple[tuple[Decimal, Decimal | None], ...]:
    """Pairs of actual and points, rising, the target's own values always among them.

    Without ``low`` and ``high`` the curve reaches half as far again beyond the outermost of
    pass, challenge, last year and the present value.
    """
    marks = _knots(values)
    margin = (max(marks) - min(marks)) / 2 or abs(marks[0]) / 2 or Decimal(1)
    start = min(marks) - margin if low is None else low
    end = max(marks) + margin if high is None else high
    if low is None and min(marks) >= 0:
        start = max(start, Decimal(0))
    step = (end - start) / max(points - 1, 1)
    actuals = {EXACT.plus(start + step * number) for number in range(points)}
    actuals.update(mark for mark in marks if start <= mark <= end)
    return tuple((actual, points_at(formula, values, actual, among)) for actual in sorted(actuals))


def needed(
    formula: Formula,
    values: Values,
    goal: Decimal,
    direction: Direction = "higher",
    *,
    places: int = 2,
    among: Circumstances = ALONE,
) -> Decimal | None:
    """The smallest actual with ``places`` decimals that earns ``goal``, or the largest where lower is better.

    ``None`` where none does. The points may rise and fall again, as in a range: the first
    stretch that earns the goal counts. Stretches narrower than a sixty-fourth of the
    target's largest value are seen only at the target's own values.
    """
    sign = 1 if direction == "higher" else -1
    unit = Decimal(1).scaleb(-places)

    def earns(steps: int) -> bool:
        reached = points_at(formula, values, sign * steps * unit, among)
        return reached is not None and reached >= goal - _NOISE

    candidates = sorted({sign * _steps(actual, places) for actual in _candidates(_knots(values))})
    found = next((number for number, candidate in enumerate(candidates) if earns(candidate)), None)
    if found is None:
        return None
    short, enough = candidates[max(found - 1, 0)], candidates[found]
    while enough - short > 1:
        middle = (short + enough) // 2
        if earns(middle):
            enough = middle
        else:
            short = middle
    return sign * enough * unit


def _knots(values: Values) -> list[Decimal]:
    return [value for key in KNOTS if isinstance(value := values.get(key), Decimal)] or [
        Decimal(0),
        Decimal(100),
    ]


def _steps(actual: Decimal, places: int) -> int:
    return int(actual.scaleb(places, _WIDE).to_integral_value(ROUND_HALF_UP))


def _candidates(knots: Sequence[Decimal]) -> set[Decimal]:
    scale = max(abs(knot) for knot in knots) or Decimal(1)
    near = {scale * number / _GRID for number in range(-_GRID, 3 * _GRID + 1)}
    far = {sign * Decimal(10) ** power for power in range(_FARTHEST) for sign in (1, -1)}
    return near | far | set(knots)
