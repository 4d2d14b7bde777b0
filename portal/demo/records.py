"""Ledgers of single business records: a visit, a project, a review, a ballot; each told with its day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from portal.core.periods import Period, event_on
from portal.demo.courses import Course
from portal.ledger.rules.values import NO, YES

FLOOD_SEASON = ((6, 18), (7, 9), (8, 21))
IN_TIME, LATEST = 10, 13  # working days of a review
PAYING = 100.0  # 万元 a year


@dataclass(frozen=True, slots=True)
class Told:
    """A record to be, with the values that matter to the measure; the others are invented."""

    period: Period
    day: date | None = None
    known: Mapping[str, str | float] = field(default_factory=dict)


def _counts(course: Course, total: float) -> Iterator[tuple[Period, int]]:
    """How many of the year's records fall into each period."""
    so_far = 0
    for number, period in enumerate(course.periods, start=1):
        last = number == len(course.periods)
        upto = round(total * course.done(number) * (1 if last else course.dice.uniform(0.95, 1.0)))
        yield period, max(0, upto - so_far)
        so_far = max(so_far, upto)


def _days(course: Course, period: Period, count: int, until: int | None = None) -> list[date]:
    """Working days of the period, in order."""
    span = (period.last - period.first).days + 1
    days = [period.first + timedelta(days=n) for n in range(min(span, until or span))]
    worked = [day for day in days if course.calendar.is_workday(day)]
    return sorted(course.dice.choice(worked) for _ in range(count))


def _counted(course: Course) -> list[Told]:
    return [
        Told(period, day)
        for period, count in _counts(course, round(course.aim))
        for day in _days(course, period, count)
    ]


def _taxpayers(course: Course) -> list[Told]:
    return [
        Told(one.period, one.day, {"amount": PAYING * course.dice.uniform(1.02, 4)})
        for one in _counted(course)
    ]


def _funds(course: Course) -> list[Told]:
    """Two or three payments a month that add up to the year's sum."""
    told, so_far = [], 0.0
    for number, period in enumerate(course.periods, start=1):
        due = round(course.aim * course.done(number) - so_far, 4)
        so_far += due
        days = _days(course, period, course.dice.choice((2, 2, 3)))
        parts = [course.dice.uniform(0.6, 1.4) for _ in days]
        told += [
            Told(period, day, {"amount": due * part / sum(parts)})
            for day, part in zip(days, parts, strict=True)
        ]
    return told


def _projects(course: Course) -> list[Told]:
    """Projects looked at each quarter; so many of them have begun."""
    told, begun, seen = [], 0, 0
    for period in course.periods:
        for day in _days(course, period, round(course.scale)):
            seen += 1
            started = begun + 1 <= round(course.aim / 100 * seen)
            begun += started
            known: dict[str, str | float] = {
                "started": YES if started else NO,
                "amount": course.dice.uniform(0.4, 3.2),
            }
            told.append(Told(period, day, known))
    return told


def _reviews(course: Course) -> list[Told]:
    """Reviews with the day they were asked for and the day they were done; a few took too long."""
    told, in_time, seen = [], 0, 0
    for period in course.periods:
        for day in _days(course, period, round(course.near(course.scale)), until=11):
            seen += 1
            prompt = in_time + 1 <= -(-course.aim * seen // 100)
            in_time += prompt
            took = course.dice.randint(4, IN_TIME) if prompt else course.dice.randint(IN_TIME + 1, LATEST)
            done = course.calendar.add_workdays(day, took)
            amount = course.dice.uniform(120, 4200)
            told.append(
                Told(period, done, {"from": day.isoformat(), "to": done.isoformat(), "amount": amount})
            )
    return told


def _floods(course: Course) -> list[Told]:
    year = course.periods[0].year
    days = [date(year, month, day) for month, day in FLOOD_SEASON]
    return [
        Told(
            event_on(day),
            day,
            {"hours": float(round(course.near(course.aim))), "amount": course.dice.uniform(60, 380)},
        )
        for day in days
    ]


def _ballots(course: Course) -> list[Told]:
    [period] = course.periods
    grades = [min(100.0, max(60.0, course.aim + course.dice.uniform(-4, 4))) for _ in range(12)]
    shift = course.aim - sum(grades) / len(grades)
    return [Told(period, None, {"grade": float(round(min(100.0, grade + shift)))}) for grade in grades]


def _none(course: Course) -> list[Told]:
    return []


RECORDS: dict[str, Callable[[Course], list[Told]]] = {
    "papers": _counted,
    "visits": _counted,
    "articles": _counted,
    "taxpayers": _taxpayers,
    "funds": _funds,
    "projects": _projects,
    "reviews": _reviews,
    "floods": _floods,
    "ballots": _ballots,
    "incidents": _none,
}
