"""The curve of points over the actual value, as the few numbers that a drawing and its table need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.formula import Formula, FormulaError, Kind, Purpose, compile_formula
from portal.formula.curve import curve, points_at
from portal.indicators.rules.formulas import Texts

SAMPLE: Mapping[str, Decimal] = {
    "pass": Decimal(90), "pass_upper": Decimal(95), "challenge": Decimal(95), "last_year": Decimal(88),
    "weight": Decimal(10), "bonus": Decimal(2), "month": Decimal(12), "elapsed": Decimal(1),
}  # fmt: skip
MARKED = ("pass", "pass_upper", "challenge", "last_year")
WIDTH, HEIGHT, LEFT, TOP = 1000, 260, 52, 12
DOUBLINGS = 6
Points = Sequence[tuple[Decimal, Decimal | None]]


@dataclass(frozen=True, slots=True)
class Mark:
    """A value of the target on the axis."""

    name: str
    value: Decimal
    x: float


@dataclass(frozen=True, slots=True)
class Tick:
    value: Decimal
    at: float


@dataclass(frozen=True, slots=True)
class Sketch:
    """``rows`` are the table behind the drawing: actual, points, bonus."""

    score: str  # points of an SVG polyline
    total: str  # the same with the bonus on top; empty without a bonus formula
    marks: tuple[Mark, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    rows: tuple[tuple[Decimal, Decimal | None, Decimal | None], ...]


def sketch(texts: Texts, values: Mapping[str, Decimal]) -> Sketch | None:
    """Nothing where the formulas cannot be read, or the measure gives a word, or nothing depends on it."""
    score, bonus = _compiled(texts, Purpose.SCORE), _compiled(texts, Purpose.BONUS)
    if score is None or texts.actual is not Kind.NUMBER or "actual" not in score.names:
        return None
    given = {**values}
    low, high = _span(score, given)
    main = curve(score, given, low=low, high=high)
    extra = dict(curve(bonus, given, low=low, high=high)) if bonus else {}
    rows = tuple((actual, points, extra.get(actual)) for actual, points in main)
    if sum(points is not None for _, points, _ in rows) < 2:
        return None
    return _drawn(rows, given, with_bonus=bonus is not None)


def _span(score: Formula, values: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    """Out to where the points no longer change, so that the whole of a slope is seen; not below zero."""
    marks = [value for name in MARKED if (value := values.get(name)) is not None] or [
        Decimal(0),
        Decimal(100),
    ]
    margin = (max(marks) - min(marks)) / 2 or abs(marks[0]) / 10 or Decimal(1)

    def changes(edge: Decimal, distance: Decimal) -> bool:
        return points_at(score, values, edge + distance) != points_at(score, values, edge + distance * 2)

    def reach(edge: Decimal, distance: Decimal) -> Decimal:
        for _ in range(DOUBLINGS):
            if not changes(edge, distance):
                break
            distance *= 2
        return edge + distance

    low, high = reach(min(marks), -margin), reach(max(marks), margin)
    return max(low, Decimal(0)) if min(marks) >= 0 else low, high


def _compiled(texts: Texts, purpose: Purpose) -> Formula | None:
    try:
        return compile_formula(texts.texts[purpose], texts.names(purpose))
    except FormulaError:
        return None


def _drawn(
    rows: tuple[tuple[Decimal, Decimal | None, Decimal | None], ...],
    values: Mapping[str, Decimal],
    *,
    with_bonus: bool,
) -> Sketch:
    totals = [(actual, points + (bonus or 0)) for actual, points, bonus in rows if points is not None]
    scores = [(actual, points) for actual, points, _ in rows if points is not None]
    low, high = rows[0][0], rows[-1][0]
    heights = [height for _, height in (*totals, *scores)]
    floor, top = min(Decimal(0), *heights), max(Decimal(1), *heights)

    def x(actual: Decimal) -> float:
        return round(LEFT + float((actual - low) / (high - low or 1)) * (WIDTH - LEFT - 12), 1)

    def y(height: Decimal) -> float:
        return round(TOP + float((top - height) / (top - floor)) * (HEIGHT - TOP - 28), 1)

    def line(points: Sequence[tuple[Decimal, Decimal]]) -> str:
        return " ".join(f"{x(actual)},{y(height)}" for actual, height in points)

    return Sketch(
        line(scores),
        line(totals) if with_bonus else "",
        tuple(Mark(name, value, x(value)) for name in MARKED if (value := values.get(name)) is not None),
        tuple(Tick(value, x(value)) for value in _ticks(low, high)),
        tuple(Tick(value, y(value)) for value in _ticks(floor, top)),
        _told(rows, values),
    )


def _ticks(low: Decimal, high: Decimal, count: int = 5) -> list[Decimal]:
    """Round numbers within the span."""
    rough = (high - low) / count or Decimal(1)
    unit = Decimal(1).scaleb(rough.adjusted())
    step = next(unit * times for times in (1, 2, 5, 10) if unit * times >= rough)
    first = (low / step).to_integral_value() * step
    ticks = [first + step * number for number in range(-1, 2 * count + 2)]
    return [tick for tick in ticks if low <= tick <= high]


def _told(
    rows: tuple[tuple[Decimal, Decimal | None, Decimal | None], ...], values: Mapping[str, Decimal]
) -> tuple[tuple[Decimal, Decimal | None, Decimal | None], ...]:
    """About a dozen rows for the table: the target's own values always among them."""
    own = {values.get(name) for name in MARKED}
    step = max(1, len(rows) // 12)
    return tuple(row for number, row in enumerate(rows) if number % step == 0 or row[0] in own)
