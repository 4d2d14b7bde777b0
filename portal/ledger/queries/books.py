"""One ledger: its target with the form, its entries with all that hangs on them, its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort
from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload
from sqlalchemy.orm.attributes import set_committed_value

from portal.core.calendar import WorkCalendar
from portal.core.lights import Light, Signal
from portal.core.periods import Frequency, Period, parse_period
from portal.formula import Row
from portal.indicators.models import Indicator
from portal.indicators.rules import FieldType, RowKind
from portal.ledger.models import Entry, EntryQuery, EntryVersion, Evidence, SignOff
from portal.ledger.queries.days import bureau_day, calendar
from portal.ledger.queries.facts import rows_of
from portal.ledger.rules import EntryState
from portal.ledger.rules.reporting import (
    DueDays,
    book_periods,
    due_days,
    event_signal,
    most_urgent,
    signal,
    stretch_of,
)
from portal.ledger.rules.writing import Book, chosen_stretch
from portal.targets.models import Sheet, Target
from portal.targets.rules import IN_FORCE, SourceMode
from portal.web.db import db

MOST_COLUMNS, FEW_ROWS = 6, 30
WAITING = frozenset({Light.RED, Light.YELLOW, Light.GREEN})


# Asked by everything that is done to a ledger, so the statement is put together once.
LEDGER = (
    select(Target)
    .where(Target.id == bindparam("number"), Target.source_mode != SourceMode.SYSTEM)
    .options(
        joinedload(Target.indicator).joinedload(Indicator.fields),
        joinedload(Target.sheet, innerjoin=True).lazyload(Sheet.unit),
        joinedload(Target.collaborations),
    )
)


def ledger(target_id: int) -> Target:
    """The target whose ledger it is, with its form; the portal's own figures have no ledger."""
    found = db.session.scalars(LEDGER, {"number": target_id}).unique().one_or_none()
    return found or abort(404)


def book(target: Target) -> Book:
    return Book(
        target.year_id,
        target.indicator.frequency,
        issued=target.sheet.state in IN_FORCE,
        frozen=target.sheet.year.frozen,
    )


def entry(target_id: int, entry_id: int) -> Entry:
    target = ledger(target_id)
    statement = (
        select(Entry)
        .where(Entry.id == entry_id, Entry.target_id == target.id)
        .options(joinedload(Entry.versions), joinedload(Entry.files), joinedload(Entry.queries))
    )
    found = db.session.scalars(statement).unique().one_or_none() or abort(404)
    set_committed_value(found, "target", target)  # it is known with all that hangs on it
    return found


def query(target_id: int, query_id: int) -> EntryQuery:
    return db.one_or_404(
        select(EntryQuery).where(EntryQuery.id == query_id, EntryQuery.target_id == target_id)
    )


def evidence(target_id: int, file_id: int) -> Evidence:
    statement = (
        select(Evidence)
        .join(Evidence.entry)
        .where(Evidence.id == file_id, Entry.target_id == target_id)
        .options(contains_eager(Evidence.entry).joinedload(Entry.target).joinedload(Target.collaborations))
    )
    return db.session.scalars(statement).unique().one_or_none() or abort(404)


@dataclass(slots=True)
class Stretch:
    """One period of a ledger, with what stands in it and the light it shows."""

    period: Period
    signal: Signal
    days: DueDays | None
    entries: list[Entry]
    sign_off: SignOff | None

    @property
    def key(self) -> str:
        return self.period.key

    @property
    def valid(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.valid]

    @property
    def figures(self) -> Entry | None:
        """The one valid row, where the ledger has one row for each period, or the nil report."""
        return next((entry for entry in self.valid if entry.figures_of or entry.nil), None)


@dataclass(slots=True)
class Ledger:
    """Everything that the page of one ledger shows."""

    target: Target
    book: Book
    entries: list[Entry]
    stretches: list[Stretch]
    chosen: Stretch
    today: date
    void_reasons: dict[int, str]
    everything: bool = False

    @property
    def fields(self) -> list:
        return self.target.indicator.fields

    @property
    def many_rows(self) -> bool:
        return holds_many_rows(self.target)

    @property
    def columns(self) -> list:
        """What the list of rows shows; files stand in a column of their own."""
        return [asked for asked in self.fields if asked.type is not FieldType.FILE][:MOST_COLUMNS]

    @property
    def listed(self) -> list[Entry]:
        """All rows of the year while they are few; of many, the newest of the chosen period."""
        if self.everything or not self.many_rows or len(self.entries) <= FEW_ROWS:
            return self.entries
        return self.chosen.entries[-FEW_ROWS:]

    @property
    def facts(self) -> list[Row]:
        return rows_of(self.entries, self.fields)

    @property
    def signed_months(self) -> frozenset[int]:
        return frozenset(stretch.period.month for stretch in self.stretches if stretch.sign_off)

    @property
    def next_open(self) -> Stretch | None:
        """The oldest period that still waits for its row."""
        waiting = (stretch for stretch in self.stretches if stretch.signal.light in WAITING)
        return next(waiting, None)

    @property
    def third_party(self) -> bool:
        return self.target.filling_unit_id != self.target.unit_id

    @property
    def open_queries(self) -> list[EntryQuery]:
        return [query for entry in self.entries for query in entry.open_queries]


def holds_many_rows(target: Target) -> bool:
    indicator = target.indicator
    return indicator.row_kind is RowKind.RECORD or indicator.frequency is Frequency.EVENT


def open_ledger(target: Target, asked: str, today: date, *, everything: bool = False) -> Ledger:
    """The ledger, opened at the period asked for, else at the one to be filled first."""
    kept = book(target)
    lines = entries_with_sign_offs(target)
    stretches = _stretches(kept, lines, today, calendar())
    if asked:
        key = chosen_stretch(asked, kept).key
    else:
        recorded = frozenset(stretch.key for stretch in stretches if stretch.valid)
        key = most_urgent(kept.year, kept.frequency, recorded, today).key
    chosen = next(stretch for stretch in stretches if stretch.key == key)
    entries = [entry for entry, _ in lines]
    return Ledger(target, kept, entries, stretches, chosen, today, _void_reasons(entries), everything)


def _void_reasons(entries: Sequence[Entry]) -> dict[int, str]:
    voided = [entry.id for entry in entries if not entry.valid]
    if not voided:
        return {}
    said = select(EntryVersion.entry_id, EntryVersion.reason).where(
        EntryVersion.entry_id.in_(voided), EntryVersion.state == EntryState.VOIDED
    )
    return dict(db.session.execute(said).all())


ROWS = (
    select(Entry, SignOff)
    .outerjoin(SignOff, (SignOff.target_id == Entry.target_id) & (SignOff.month == Entry.month))
    .where(Entry.target_id == bindparam("number"))
    .options(joinedload(Entry.files), joinedload(Entry.queries), lazyload(Entry.target))
    .options(joinedload(SignOff.person, innerjoin=False))  # there may be no sign-off to join it to
    .order_by(Entry.month, Entry.period, Entry.id)
)


def entries_with_sign_offs(target: Target) -> list[tuple[Entry, SignOff | None]]:
    """The year's rows in order, each with files, queries, and the sign-off of its period: one statement."""
    found = db.session.execute(ROWS, {"number": target.id}).unique()
    return [(entry, sign_off) for entry, sign_off in found]


def _stretches(
    kept: Book, lines: Sequence[tuple[Entry, SignOff | None]], today: date, days: WorkCalendar
) -> list[Stretch]:
    rows: dict[int, list[Entry]] = {}
    sign_offs: dict[int, SignOff] = {}
    for entry, sign_off in lines:
        rows.setdefault(entry.month, []).append(entry)
        if sign_off is not None:
            sign_offs[entry.month] = sign_off
    return [
        _stretch(kept, period, rows.get(period.month, []), sign_offs.get(period.month), today, days)
        for period in book_periods(kept.year, kept.frequency)
    ]


def _stretch(
    kept: Book, period: Period, rows: list[Entry], sign_off: SignOff | None, today: date, days: WorkCalendar
) -> Stretch:
    event = kept.frequency is Frequency.EVENT
    recorded = min((bureau_day(row.recorded_at) for row in rows if row.valid), default=None)
    if event:
        seen = event_signal(period, recorded=recorded, today=today)
    else:
        seen = signal(period, recorded=recorded, today=today, calendar=days)
    return Stretch(period, seen, None if event else due_days(period, days), rows, sign_off)


def stretch_of_entry(entry: Entry, target: Target) -> Period:
    return stretch_of(parse_period(entry.period), target.indicator.frequency)


def place_of(target: Target, stretch: Period, *, nil: bool = False) -> str | None:
    """The place that a row holds alone: figures have one for each period, records none."""
    return None if holds_many_rows(target) and not nil else f"{target.id}:{stretch.key}"


def was_recorded(submission: str) -> bool:
    return db.session.scalar(select(Entry.id).where(Entry.submission == submission)) is not None


def history(entry: Entry) -> dict[str, Any]:
    """One entry with everything that was ever said in it, and whether its period is signed off."""
    target = entry.target
    stretch = stretch_of_entry(entry, target)
    signed = (SignOff.target_id == target.id) & (SignOff.month == stretch.month)
    return {
        "entry": entry,
        "target": target,
        "book": book(target),
        "stretch": stretch,
        "sign_off": db.session.scalars(select(SignOff).where(signed)).unique().one_or_none(),
    }
