"""Which years there are, which one is meant, and which days are worked."""

from __future__ import annotations

from datetime import date, datetime

from flask import current_app
from sqlalchemy import select

from portal.core.calendar import WorkCalendar
from portal.web.db import db
from portal.year import rules
from portal.year.models import CalendarDay, CalendarYear, Year

Stamp = tuple[tuple[int, bool, datetime], ...]


def years() -> list[Year]:
    """All assessment years, the newest first."""
    return list(db.session.scalars(select(Year).order_by(Year.id.desc())))


def year(year_id: int) -> Year:
    return db.get_or_404(Year, year_id)


def current_year(today: date) -> Year | None:
    """The year that is meant where none is named; ``None`` only before the first one is opened."""
    return rules.current(years(), today)


def work_calendar() -> WorkCalendar:
    """The calendar, kept by the process until a day of it changes anywhere: one small read to be sure."""
    columns = CalendarYear.id, CalendarYear.published, CalendarYear.changed_at
    stamp: Stamp = tuple(tuple(row) for row in db.session.execute(select(*columns).order_by(CalendarYear.id)))
    kept: tuple[Stamp, WorkCalendar] | None = current_app.extensions.get("work_calendar")
    if kept is None or kept[0] != stamp or not stamp:
        kept = stamp, _read_calendar(stamp)
        current_app.extensions["work_calendar"] = kept
    return kept[1]


def _read_calendar(stamp: Stamp) -> WorkCalendar:
    exceptions = dict(tuple(row) for row in db.session.execute(select(CalendarDay.day, CalendarDay.worked)))
    return WorkCalendar(exceptions, frozenset(number for number, published, _ in stamp if published))


def calendar_year(number: int) -> CalendarYear | None:
    return db.session.get(CalendarYear, number)


def named_days(number: int) -> list[CalendarDay]:
    """The days of one year that differ from Monday to Friday or that have a name, in order."""
    first, last = date(number, 1, 1), date(number, 12, 31)
    return list(
        db.session.scalars(
            select(CalendarDay).where(CalendarDay.day.between(first, last)).order_by(CalendarDay.day)
        )
    )
