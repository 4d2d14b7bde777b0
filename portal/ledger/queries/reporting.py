"""The reporting calendar: which periods stand in which ledgers, and what light each shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from flask import g
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Unit
from portal.core.lights import SEVERITY, Light, Signal
from portal.core.periods import Frequency, Period, parse_period
from portal.core.sentences import Sentence
from portal.indicators.models import Indicator
from portal.indicators.rules import RowKind
from portal.ledger.models import Entry, SignOff
from portal.ledger.queries.days import bureau_day, calendar
from portal.ledger.rules import EntryState
from portal.ledger.rules.reporting import (
    DueDays,
    book_periods,
    due_days,
    for_assessed,
    light_of,
    presses,
)
from portal.targets.models import Sheet, Target
from portal.targets.rules import IN_FORCE, SourceMode
from portal.web.db import db
from portal.year.models import Year
from portal.year.rules import FROZEN


@dataclass(slots=True)
class Book:
    """A ledger as lists know it: whose, for whom, and which months have a row."""

    target_id: int
    indicator: str
    code: str
    year: int
    frequency: Frequency
    row_kind: RowKind
    unit_id: int
    unit: str
    filling_unit_id: int
    filling_unit: str
    recorded: dict[int, datetime] = field(default_factory=dict)
    signed: set[int] = field(default_factory=set)

    @property
    def third_party(self) -> bool:
        return self.unit_id != self.filling_unit_id


@dataclass(frozen=True, slots=True)
class Task:
    """One period of one ledger, with its light."""

    book: Book
    period: Period
    signal: Signal
    due: date | None
    pressing: bool
    signed: bool

    @property
    def urgency(self) -> tuple[int, date, str]:
        return SEVERITY[self.signal.light], self.due or date.max, self.book.code

    @property
    def waiting(self) -> bool:
        return self.signal.light in (Light.RED, Light.YELLOW, Light.GREEN)

    @property
    def consolation(self) -> Sentence:
        return for_assessed(self.signal)


FILLER = aliased(Unit)
DONE = (Entry.target_id == Target.id) & (Entry.state == EntryState.VALID)
SIGNED = (SignOff.target_id == Entry.target_id) & (SignOff.month == Entry.month)
BOOKS = (
    select(
        Target.id, Indicator.name, Indicator.code, Target.year_id, Indicator.frequency,
        Indicator.row_kind, Target.unit_id, Unit.short_name, Target.filling_unit_id, FILLER.short_name,
        Entry.month, func.min(Entry.recorded_at), func.max(SignOff.id),
    )
    .join(Indicator, Target.indicator_id == Indicator.id)
    .join(Sheet, Target.sheet_id == Sheet.id)
    .join(Unit, Target.unit_id == Unit.id)
    .join(FILLER, Target.filling_unit_id == FILLER.id)
    .outerjoin(Entry, DONE)
    .outerjoin(SignOff, SIGNED)
    .where(Sheet.state.in_(IN_FORCE), Target.source_mode != SourceMode.SYSTEM)
    .group_by(Target.id, Indicator.id, Unit.id, FILLER.id, Entry.month)
    .order_by(Target.filling_unit_id, Target.unit_id, Target.place, Target.id)
)  # fmt: skip


def books(*conditions: ColumnElement[bool]) -> list[Book]:
    """The ledgers of issued sheets that meet the conditions on ``Target``, in one statement."""
    return list(_gathered(db.session.execute(BOOKS.where(*conditions))).values())


def _gathered(rows: Iterable[tuple]) -> dict[int, Book]:
    found: dict[int, Book] = {}
    for *facts, month, recorded_at, sign_off in rows:
        kept = found.get(facts[0])
        if kept is None:
            kept = found[facts[0]] = Book(*facts)
        if month is not None:
            kept.recorded[month] = recorded_at
            if sign_off is not None:
                kept.signed.add(month)
    return found


def books_kept_by(units: frozenset[int]) -> list[Book]:
    """The ledgers of running years that these units fill; read once for a page, whoever asks."""
    if "books" not in g:
        g.books = {}
    if units not in g.books:
        g.books[units] = books(Target.filling_unit_id.in_(units), not_frozen())
    return g.books[units]


def not_frozen() -> ColumnElement[bool]:
    return Target.year_id.in_(select(Year.id).where(Year.state.not_in(FROZEN)))


Wanted = Callable[[Book, Period, DueDays | None], bool]


def tasks(kept: Iterable[Book], today: date, wanted: Wanted | None = None) -> Iterator[Task]:
    """The periods of these ledgers with their lights: all, or those ``wanted``; the others cost nothing."""
    plans: dict[tuple[int, Frequency], list[tuple[Period, DueDays | None]]] = {}
    for one in kept:
        rhythm = one.year, one.frequency
        if rhythm not in plans:
            plans[rhythm] = _plan(*rhythm)
        for stretch, days in plans[rhythm]:
            if wanted is None or wanted(one, stretch, days):
                yield task(one, stretch, days, today)


def _plan(year: int, frequency: Frequency) -> list[tuple[Period, DueDays | None]]:
    """The same for every ledger of this rhythm; an event ledger owes nothing on any day."""
    event, days = frequency is Frequency.EVENT, calendar()
    return [(one, None if event else due_days(one, days)) for one in book_periods(year, frequency)]


def task(one: Book, stretch: Period, days: DueDays | None, today: date) -> Task:
    moment = one.recorded.get(stretch.month)
    recorded = bureau_day(moment) if moment else None
    seen = light_of(stretch, days, recorded=recorded, today=today)
    signed = stretch.month in one.signed
    return Task(one, stretch, seen, days and days.due, presses(seen, days, today), signed)


def stretch_label(key: str) -> Sentence:
    """A kept period as people say it."""
    return parse_period(key).label
