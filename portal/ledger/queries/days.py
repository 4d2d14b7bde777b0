"""Days as the ledger counts them: the bureau's own, in its working calendar."""

from __future__ import annotations

from datetime import date, datetime

from flask import g

from portal.core.calendar import WorkCalendar
from portal.web.clock import zone
from portal.year.queries import work_calendar


def calendar() -> WorkCalendar:
    """Asked for several times on a page, read once."""
    if "work_calendar" not in g:
        g.work_calendar = work_calendar()
    return g.work_calendar


def bureau_day(moment: datetime) -> date:
    return moment.astimezone(zone()).date()
