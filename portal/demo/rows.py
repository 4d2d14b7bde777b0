"""The rows of a ledger, as a clerk would have entered them: values by field, and the day they tell of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from portal.core.periods import Frequency, Period
from portal.demo.courses import MODELS, Course, Figures, places
from portal.demo.records import RECORDS, Told
from portal.demo.tables import FieldRow, pool, words
from portal.indicators.rules import NUMERIC, FieldType
from portal.ledger.rules.values import NO, YES

SELDOM = 0.15  # how often an optional text is filled in
COMPARING = ("less", "more")
EXCUSE = "note"
CLOSELY = (0.985, 1.015)


@dataclass(slots=True)
class Row:
    """One entry to be. ``day`` is that of a record; figures are told of when their period is over."""

    period: Period  # an event's own day, else the stretch
    values: dict[str, str]
    day: date | None = None
    nil: bool = False


def rows_of(course: Course, *, first_year: bool) -> list[Row]:
    """Everything that happens in one ledger in one year, in order."""
    model = course.law.form.model
    if model in RECORDS:
        kept = [Row(one.period, _values(course, one), one.day) for one in RECORDS[model](course)]
        by_event = course.law.frequency is Frequency.EVENT
        return kept if by_event else [*kept, *_nothing_in(course.periods, kept)]
    figures: Figures = MODELS[model](course) if model in MODELS else [() for _ in course.periods]
    if model in COMPARING and not first_year:
        figures = [(now,) for now, _ in figures]
    return [_figures_row(course, period, line) for period, line in zip(course.periods, figures, strict=False)]


def first_figures(course: Course) -> list[float]:
    """What the figures of another ledger rest on."""
    return [line[0] for line in MODELS[course.law.form.model](course)]


def _nothing_in(periods: Sequence[Period], kept: list[Row]) -> Iterator[Row]:
    """A nil report for every period without a record."""
    told = {row.period.key for row in kept}
    return (Row(period, {}, nil=True) for period in periods if period.key not in told)


def _figures_row(course: Course, period: Period, line: tuple[float, ...]) -> Row:
    values: dict[str, str] = {}
    for place, field in enumerate(course.law.form.fields):
        if place < len(line):
            values[field.key] = figure(field, line[place])
        elif field.factor and field.type in NUMERIC:
            followed = line[0] if line else 1.0
            values[field.key] = figure(field, followed * field.factor * course.dice.uniform(*CLOSELY))
        elif field.type is FieldType.CHOICE:
            values[field.key] = field.choices[int(course.aim) - 1]
        elif (field.key != EXCUSE or _troubled(line)) and (text := invented(field, course.dice, period.last)):
            values[field.key] = text
    return Row(period, values)


def _troubled(line: tuple[float, ...]) -> bool:
    """Part of the work was not done in time, or something went wrong: there is something to say."""
    return line[0] < line[1] if len(line) > 1 else line[0] > 0


def _values(course: Course, told: Told) -> dict[str, str]:
    values: dict[str, str] = {}
    for field in course.law.form.fields:
        known = told.known.get(field.key)
        if isinstance(known, float):
            values[field.key] = figure(field, known)
        elif text := known or invented(field, course.dice, told.day or told.period.last):
            values[field.key] = str(text)
    return values


def figure(field: FieldRow, number: float) -> str:
    """The one spelling of a figure in the table."""
    text = f"{number:.{places(field)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def invented(field: FieldRow, dice: Random, day: date) -> str:
    match field.type:
        case FieldType.CHOICE:
            return dice.choice(field.choices)
        case FieldType.YES_NO:
            return YES if dice.random() < 0.7 else NO
        case FieldType.DATE:
            return day.isoformat()
        case FieldType.TEXT if field.required or dice.random() < SELDOM:
            return dice.choice(pool(field.key)) if field.key in words() else ""
    return ""
