"""How a year's figures come in: for each model of form, the numbers of every period that lead to the aim."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from portal.core.calendar import WorkCalendar
from portal.core.periods import Frequency, Period
from portal.demo.rules import Shape, read_rule
from portal.demo.tables import FieldRow, Law, words
from portal.indicators.rules import FieldType

DECEMBER = 12
UNEVEN = 0.08  # how much one period may differ from the next
EARLY = {Frequency.HALF_YEAR: 0.5}  # below one: more comes in early in the year than late
ORDINARILY = 0.9
PLACES = {FieldType.INTEGER: 0, FieldType.MONEY: 2, FieldType.PERCENT: 2, FieldType.NUMBER: 1}
FINE = 4  # places of amounts in the large unit of money


def done_by(elapsed: float, frequency: Frequency) -> float:
    """The share of a year's work that is usually done when this share of the year is over."""
    return elapsed ** EARLY.get(frequency, ORDINARILY)


@dataclass(frozen=True, slots=True)
class Course:
    """One target in one year: its law, what it comes to, the periods, the size of its unit."""

    law: Law
    aim: float
    periods: Sequence[Period]
    dice: Random
    size: float
    calendar: WorkCalendar
    basis: Sequence[float] = ()  # figures of another ledger that these rest on

    @property
    def scale(self) -> float:
        return self.law.form.scale * self.size

    def done(self, number: int) -> float:
        """The share of the year's work that is done by the end of this period, counted from 1."""
        return done_by(number / len(self.periods), self.law.frequency)

    def shaky(self, number: int, by: float) -> float:
        """The aim as it looks by this period: the nearer the end of the year, the truer."""
        return self.aim + by * self.dice.uniform(-1, 1) * (1 - number / len(self.periods))

    def near(self, figure: float) -> float:
        return figure * self.dice.uniform(1 - UNEVEN, 1 + UNEVEN)

    @property
    def wobble(self) -> float:
        """How far the measure strays on its way: what costs a twelfth of the weight."""
        rule = read_rule(self.law.rule)
        if rule.second:
            return float(rule.first * self.law.weight / rule.second) / DECEMBER
        return self.aim * 0.02


Figures = Sequence[tuple[float, ...]]


def places(field: FieldRow) -> int:
    if field.type is FieldType.MONEY and field.unit == words()["large_unit"]:
        return FINE
    return PLACES[field.type]


def rounded(course: Course, place: int, figure: float) -> float:
    return max(0.0, round(figure, places(course.law.form.fields[place])))


def _share(course: Course) -> Figures:
    """Part and whole of each period; the totals lead to the aim, whatever the rounding."""
    if read_rule(course.law.rule).shape is Shape.EVENTS:
        return _failing(course)
    factor = 1000.0 if course.law.measured_in == "‰" else 100.0
    rows, parts, wholes = [], 0.0, 0.0
    for number in range(1, len(course.periods) + 1):
        known = course.basis[number - 1] if course.basis else course.near(course.scale)
        whole = max(1.0, rounded(course, 1, known))
        wholes += whole
        part = rounded(course, 0, wholes * course.shaky(number, course.wobble) / factor - parts)
        part = part if course.aim > factor else min(part, whole)
        parts += part
        rows.append((part, whole))
    return rows


def _failing(course: Course) -> Figures:
    wholes = [max(2.0, rounded(course, 1, course.near(course.scale))) for _ in course.periods]
    failed = course.dice.randrange(len(wholes)) if course.aim else None
    return [(whole - (course.aim if n == failed else 0), whole) for n, whole in enumerate(wholes)]


def _failures(course: Course) -> Figures:
    """Counted mishaps, spread over the year."""
    when = [course.dice.randrange(len(course.periods)) for _ in range(round(course.aim))]
    return [(float(when.count(number)),) for number in range(len(course.periods))]


def _latest(course: Course) -> Figures:
    rows = []
    for number in range(1, len(course.periods) + 1):
        whole = rounded(course, 1, course.scale * course.done(number))
        rows.append((rounded(course, 0, whole * course.shaky(number, course.wobble) / 100), whole))
    return rows


def _stock(course: Course) -> Figures:
    whole = rounded(course, 1, course.scale)
    return [
        (rounded(course, 0, whole * course.aim / 100 * course.done(number)), whole)
        for number in range(1, len(course.periods) + 1)
    ]


def _pace(course: Course) -> Figures:
    """Spent so far, the budget, and the share of the year that is over."""
    budget = rounded(course, 1, course.scale)
    rows = []
    for number, period in enumerate(course.periods, start=1):
        due = round(100 * period.month / DECEMBER, 2)
        paid = budget * due / 100 * course.shaky(number, course.wobble) / 100
        rows.append((rounded(course, 0, paid), budget, due))
    return rows


def _multiple(course: Course) -> Figures:
    flows = [rounded(course, 1, course.near(course.scale)) for _ in course.periods]
    return [
        (rounded(course, 0, flow * course.shaky(number, 0.05)), flow)
        for number, flow in enumerate(flows, start=1)
    ]


def _saving(course: Course) -> Figures:
    rows, lefts, wholes = [], 0.0, 0.0
    for number in range(1, len(course.periods) + 1):
        whole = rounded(course, 0, course.near(course.scale))
        wholes += whole
        left = rounded(course, 1, wholes * (1 - course.shaky(number, 0.4) / 100) - lefts)
        lefts += left
        rows.append((whole, left))
    return rows


def _uptime(course: Course) -> Figures:
    rows = []
    for number, period in enumerate(course.periods, start=1):
        minutes = monthrange(period.year, period.month)[1] * 24 * 60
        down = minutes * (1 - min(100.0, course.shaky(number, 0.02)) / 100)
        rows.append((rounded(course, 0, down), float(minutes)))
    return rows


def _sum(course: Course) -> Figures:
    """Amounts that add up to the aim, so much of it done by each period."""
    rows, total = [], 0.0
    for number in range(1, len(course.periods) + 1):
        last = number == len(course.periods)
        upto = course.aim * (
            course.done(number) if last else course.done(number) * course.dice.uniform(0.97, 1.02)
        )
        amount = rounded(course, 0, upto - total)
        total += amount
        rows.append((amount,))
    return rows


def _value(course: Course) -> Figures:
    return [(round(course.shaky(number, 0.5), 1),) for number in range(1, len(course.periods) + 1)]


def _per_head(course: Course) -> Figures:
    people = 126.0
    return [(hours, people) for (hours,) in _sum(_times(course, people))]


def _times(course: Course, factor: float) -> Course:
    return replace(course, aim=course.aim * factor)


def _compared(sign: int) -> Callable[[Course], Figures]:
    """This year's and last year's spending, where the measure is how much it grew or shrank."""

    def run(course: Course) -> Figures:
        before = course.basis or [rounded(course, 0, course.near(course.scale)) for _ in course.periods]
        rate = 1 + sign * course.aim / 100
        return [(rounded(course, 0, figure * rate), figure) for figure in before]

    return run


MODELS: dict[str, Callable[[Course], Figures]] = {
    "share": _share,
    "failures": _failures,
    "latest": _latest,
    "stock": _stock,
    "pace": _pace,
    "multiple": _multiple,
    "saving": _saving,
    "uptime": _uptime,
    "sum": _sum,
    "value": _value,
    "perhead": _per_head,
    "less": _compared(-1),
    "more": _compared(+1),
}
