"""Opening a year, setting its rules, and keeping the working-day calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from chinese_calendar.constants import holidays, workdays

from portal.accounts.models import Person
from portal.audit.rules import Event
from portal.audit.service import leave_trace
from portal.core.sentences import Refused
from portal.web import clock
from portal.web.db import Stale, db, transactional
from portal.year import queries, rules
from portal.year.models import CalendarDay, CalendarYear, Year

PARAMETERS = ("full_marks", "specific_weight", "common_weight", "bonus_cap")
KNOWN_YEARS = sorted({day.year for day in holidays})


@transactional
def open_year(number: int, *, by: Person) -> Year:
    """Begin to prepare a year; its rules are those of the newest year before it."""
    if db.session.get(Year, number):
        raise Refused("The year {year} is open already.", year=number)
    before = next((year for year in queries.years() if year.id < number), None)
    rules_of_before = {name: getattr(before, name) for name in PARAMETERS} if before else {}
    year = Year(id=number, **rules_of_before)
    db.session.add(year)
    db.session.flush()
    leave_trace(Event.YEAR_SAVED, year, by=by, title=number, after=parameters(year))
    return year


def parameters(year: Year) -> dict[str, str]:
    return {name: f"{getattr(year, name):f}" for name in PARAMETERS}


@transactional
def set_rules(year: Year, values: Mapping[str, Decimal], *, version: int, by: Person) -> Year:
    """Change the full marks, their split and the bonus cap of a year that is still being prepared."""
    db.session.refresh(year, with_for_update=True)
    rules.check_preparing(year.state)
    if year.version != version:
        raise Stale("Somebody else has changed this year in the meantime.")
    rules.check_weights(values["full_marks"], values["specific_weight"], values["common_weight"])
    before = parameters(year)
    for name in PARAMETERS:
        setattr(year, name, values[name])
    leave_trace(Event.YEAR_SAVED, year, by=by, title=year.id, before=before, after=parameters(year))
    return year


def _touch(number: int) -> CalendarYear:
    """Every change of a day goes by its year's row: it keeps a second writer waiting and tells readers."""
    year = db.session.get(CalendarYear, number, with_for_update=True)
    if year is None:
        year = CalendarYear(id=number, published=False)
        db.session.add(year)
    year.changed_at = clock.now()
    return year


@transactional
def seed_calendar(numbers: list[int] | None = None, *, by: Person | None = None) -> list[int]:
    """Enter the published holidays of these years (of all known ones); what the office overruled stays."""
    seeded = [number for number in KNOWN_YEARS if numbers is None or number in numbers]
    kept = {day.day: day for number in seeded for day in queries.named_days(number)}
    for number in seeded:
        _touch(number).published = True
        for day, worked, name in published_days(number):
            row = kept.get(day)
            if row is None:
                db.session.add(CalendarDay(day=day, worked=worked, name=name))
            elif not row.overruled:
                row.worked, row.name = worked, name
    if seeded:
        span = f"{seeded[0]}–{seeded[-1]}"
        leave_trace(Event.CALENDAR_SEEDED, by=by, title=span, after={"years": seeded})
    return seeded


def published_days(number: int) -> list[tuple[date, bool, str]]:
    """The days off and the make-up days that the State Council announced for a year."""
    off = [(day, False, name) for day, name in holidays.items() if day.year == number]
    made_up = [(day, True, name) for day, name in workdays.items() if day.year == number]
    return sorted(off + made_up)


@transactional
def overrule(day: date, worked: bool, reason: str, *, by: Person) -> CalendarDay:
    """The office says of one day whether it is worked, whatever was published."""
    rules.check_day(day)
    _touch(day.year)
    row = db.session.get(CalendarDay, day)
    before = {"worked": row.worked, "reason": row.name} if row else None
    if row is None:
        row = CalendarDay(day=day)
        db.session.add(row)
    row.worked, row.name, row.overruled = worked, reason.strip(), True
    leave_trace(
        Event.DAY_OVERRULED, by=by, title=day.isoformat(), before=before,
        after={"worked": worked, "reason": row.name},
    )  # fmt: skip
    return row


@transactional
def restore(day: date, *, by: Person) -> None:
    """Back to what was published for this day."""
    rules.check_day(day)
    _touch(day.year)
    row = db.session.get(CalendarDay, day)
    if row is None or not row.overruled:
        raise Refused("This day has not been overruled.")
    before = {"worked": row.worked, "reason": row.name}
    found = [(worked, name) for known, worked, name in published_days(day.year) if known == day]
    if found:
        (row.worked, row.name), row.overruled = found[0], False
    else:
        db.session.delete(row)
    leave_trace(Event.DAY_OVERRULED, by=by, title=day.isoformat(), before=before, after="published")


@transactional
def confirm_calendar(number: int, *, by: Person) -> None:
    """The office has entered a year's holidays by hand and vouches that they are complete."""
    rules.check_year(number)
    _touch(number).published = True
    leave_trace(Event.CALENDAR_SEEDED, by=by, title=number, after={"confirmed": number})
