"""What My work shows of the ledgers: what comes up for those who fill, and whose figures are late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy import and_, case, false, func, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Person, Unit
from portal.core.lights import Light, Signal
from portal.core.periods import Frequency, periods_of
from portal.core.policy import EVERYTHING, Permission, Tie, reach
from portal.core.sentences import say
from portal.core.todo import Glance, Outlook, Panel
from portal.indicators.models import Indicator
from portal.ledger.models import Entry, EntryQuery
from portal.ledger.queries.days import calendar
from portal.ledger.queries.reporting import books_kept_by, not_frozen, tasks
from portal.ledger.rules import EntryState
from portal.ledger.rules.reporting import due_days
from portal.targets.models import Sheet, Target
from portal.targets.queries import visible_targets
from portal.targets.rules import IN_FORCE, SourceMode
from portal.web.db import db
from portal.year.queries import current_year
from portal.year.rules import FROZEN

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Late:
    """One filling unit that owes figures: how many periods, and how many of them are red."""

    code: str
    unit: str
    periods: int
    red: int

    @property
    def signal(self) -> Signal:
        light = Light.RED if self.red else Light.YELLOW
        return Signal(light, say("Periods past their due day: {n}.", n=self.periods))


def oversees(person: Person) -> bool:
    """Who answers for other units than their own."""
    return reach(person, Permission.LEDGER_READ) is EVERYTHING or bool(person.charge)


def panels(person: Person, today: date) -> list[Panel | Outlook]:
    found: list[Panel | Outlook] = []
    units = reach(person, Permission.LEDGER_RECORD).get(Tie.FILLING, frozenset())
    if units:
        found.append(_coming_up(units, today))
    if oversees(person):
        late = late_fillers(person, today)
        found += [_late_panel(late), _query_panel(person), _late_outlook(late)]
    return found


def _coming_up(units: frozenset[int], today: date) -> Outlook:
    """Periods that stand open and press nobody yet, the next due day first."""
    every = tasks(books_kept_by(units), today, lambda book, stretch, days: stretch.month not in book.recorded)
    found = sorted(
        (task for task in every if task.waiting and not task.pressing), key=lambda one: one.urgency
    )
    lines = [
        Glance(
            say("{indicator} · {unit}", indicator=task.book.indicator, unit=task.book.unit),
            url_for("ledger.show", target_id=task.book.target_id, period=task.period.key),
            task.period.label,
            task.signal,
            task.due,
        )
        for task in found[:SHOWN]
    ]
    return Outlook(
        say("Coming up"), lines, say("All {n} open periods", n=len(found)), url_for("ledger.index")
    )


def _late_panel(late: Sequence[Late]) -> Panel:
    light = Light.RED if any(one.red for one in late) else Light.YELLOW
    return Panel(
        say("Filling units with late figures"),
        str(len(late)),
        "" if late else say("Every figure came in time."),
        url_for("ledger.index", view="units"),
        Signal(light, say("periods: {n}", n=sum(one.periods for one in late))) if late else None,
    )


def _query_panel(person: Person) -> Panel:
    """Leads to the query that has waited longest."""
    oldest = db.session.execute(
        select(EntryQuery.target_id, EntryQuery.entry_id, func.count().over().label("number"))
        .join(Target, EntryQuery.target_id == Target.id)
        .where(
            EntryQuery.answered_at.is_(None), not_frozen(), visible_targets(person, Permission.LEDGER_READ)
        )
        .order_by(EntryQuery.id)
        .limit(1)
    ).first()
    if oldest is None:
        return Panel(say("Open queries"), "0", say("None waits for an answer."))
    address = url_for("ledger.entry", target_id=oldest.target_id, entry_id=oldest.entry_id)
    return Panel(say("Open queries"), str(oldest.number), say("See the oldest"), address)


def _late_outlook(late: Sequence[Late]) -> Outlook:
    lines = [
        Glance(
            one.unit,
            url_for("ledger.index", view="units", filler=one.code, light="red" if one.red else "yellow"),
            one.signal.reason,
            one.signal,
        )
        for one in late[:SHOWN]
    ]
    more = say("All filling units")
    return Outlook(say("Late figures"), lines, more, url_for("ledger.index", view="units"))


def late_fillers(person: Person, today: date) -> list[Late]:
    """Counted by the database over the year that runs, worst first."""
    year = current_year(today)
    if year is None or year.state in FROZEN:
        return []
    due, red = _months_past(year.id, today)
    done = _recorded_months(year.id)
    filler = aliased(Unit)
    rows = db.session.execute(
        select(filler.code, filler.short_name, Indicator.frequency,
               func.count(Target.id.distinct()), func.count(case((_among(due, done), done.c.month))),
               func.count(case((_among(red, done), done.c.month))))
        .select_from(Target)
        .join(Indicator, Target.indicator_id == Indicator.id)
        .join(Sheet, Target.sheet_id == Sheet.id)
        .join(filler, Target.filling_unit_id == filler.id)
        .outerjoin(done, done.c.target_id == Target.id)
        .where(Target.year_id == year.id, Sheet.state.in_(IN_FORCE), Target.source_mode != SourceMode.SYSTEM,
               Indicator.frequency.in_([one for one, months in due.items() if months]),
               visible_targets(person, Permission.LEDGER_READ))
        .group_by(filler.id, filler.code, filler.short_name, filler.place, Indicator.frequency)
        .order_by(filler.place)
    )  # fmt: skip
    found: dict[str, Late] = {}
    for code, unit, frequency, ledgers, in_due, in_red in rows:
        before = found.get(code, Late(code, unit, 0, 0))
        periods = before.periods + ledgers * len(due[frequency]) - in_due
        found[code] = Late(code, unit, periods, before.red + ledgers * len(red[frequency]) - in_red)
    return sorted((one for one in found.values() if one.periods), key=lambda one: (-one.red, -one.periods))


Months = Mapping[Frequency, list[int]]


def _months_past(year: int, today: date) -> tuple[Months, Months]:
    """By frequency: the periods whose due day is over, and among them those that are red."""
    due: dict[Frequency, list[int]] = {}
    red: dict[Frequency, list[int]] = {}
    for frequency in Frequency:
        if frequency is Frequency.EVENT:
            continue
        days = {one.month: due_days(one, calendar()) for one in periods_of(year, frequency)}
        due[frequency] = [month for month, day in days.items() if day and today > day.due]
        red[frequency] = [month for month, day in days.items() if day and today >= day.red]
    return due, red


def _recorded_months(year: int):
    valid = select(Entry.target_id, Entry.month).join(Target, Entry.target_id == Target.id)
    return valid.where(Target.year_id == year, Entry.state == EntryState.VALID).distinct().subquery()


def _among(months: Months, done):
    fits = (and_(Indicator.frequency == one, done.c.month.in_(some)) for one, some in months.items() if some)
    return or_(false(), *fits)
