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
    stamp: Stamp = tuple(
        db.session.execute(
            select(CalendarYear.id, CalendarYear.published, CalendarYear.changed_at).order_by(CalendarYear.id)
        ).tuples()
    )
    kept: tuple[Stamp, WorkCalendar] | None = current_app.extensions.get("work_calendar")
    if kept is None or kept[0] != stamp or not stamp:
        kept = stamp, _read_calendar(stamp)
        current_app.extensions["work_calendar"] = kept
    return kept[1]


def _read_calendar(stamp: Stamp) -> WorkCalendar:
    exceptions = dict(db.session.execute(select(CalendarDay.day, CalendarDay.worked)).tuples().all())
    return WorkCalendar(exceptions, frozenset(number for number, published, _ in stamp if published))
