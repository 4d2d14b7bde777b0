"""A year's ledgers written down at once: entries with their versions, files, questions and signatures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import insert

from portal.accounts.models import Person
from portal.core.periods import Frequency, Period
from portal.demo.bureau import Bureau
from portal.demo.evidence import Attached
from portal.demo.rows import Row
from portal.demo.tables import Law
from portal.demo.timing import Timing
from portal.indicators.rules import RowKind
from portal.ledger.models import Entry, EntryQuery, EntryVersion, Evidence, SignOff
from portal.ledger.rules import EntryState
from portal.ledger.rules.reporting import stretch_of
from portal.targets.models import Target
from portal.web.db import db

ENTRIES: Any = Entry.__table__  # the mapped class would begin every version at 1


@dataclass(slots=True)
class Version:
    values: dict[str, str]
    at: datetime
    person: Person
    reason: str = ""
    state: EntryState = EntryState.VALID


@dataclass(slots=True)
class Asked:
    question: str
    by: Person
    at: datetime
    answer: str = ""
    answered_by: Person | None = None
    answered_at: datetime | None = None


@dataclass(slots=True)
class Written:
    """One entry with everything that happened to it."""

    target: Target
    row: Row
    versions: list[Version]
    questions: list[Asked] = field(default_factory=list)
    files: list[Attached] = field(default_factory=list)

    @property
    def now(self) -> Version:
        return self.versions[-1]

    @property
    def stretch(self) -> Period:
        return stretch_of(self.row.period, self.target.indicator.frequency)


@dataclass(slots=True)
class Book:
    """One target's ledger in one year: what was written, and whether its periods are signed."""

    law: Law
    target: Target
    entries: list[Written]
    unsigned: set[str] = field(default_factory=set)


def open_book(law: Law, target: Target, rows: Iterable[Row], bureau: Bureau, timing: Timing) -> Book:
    """The rows that were entered by today, by the clerk of the filling unit."""
    assert target.filling_unit is not None
    clerk = bureau.clerk(target.filling_unit)
    dice = Random(f"{law.code}:{target.unit.code}:{target.year_id}:moments")
    entries = []
    for row in rows:
        day = timing.recorded_on(row, dice)
        if day is not None:
            entries.append(Written(target, row, [Version(row.values, timing.moment(day, dice), clerk)]))
    return Book(law, target, entries)


def write_down(books: Iterable[Book], bureau: Bureau, timing: Timing) -> int:
    """How many entries were written."""
    books = list(books)
    entries = [entry for book in books for entry in book.entries]
    if not entries:
        return 0
    numbers = db.session.scalars(
        insert(ENTRIES).returning(ENTRIES.c.id, sort_by_parameter_order=True),
        [_entry(place, entry) for place, entry in enumerate(entries)],
    ).all()
    known = list(zip(numbers, entries, strict=True))
    _insert(EntryVersion, (row for number, entry in known for row in _versions(number, entry)))
    _insert(EntryQuery, (row for number, entry in known for row in _questions(number, entry)))
    _insert(Evidence, (row for number, entry in known for row in _files(number, entry)))
    _insert(SignOff, (row for book in books for row in _signatures(book, bureau, timing)))
    return len(entries)


def _insert(model: Any, rows: Iterator[dict[str, Any]]) -> None:
    if found := list(rows):
        db.session.execute(insert(model), found)


def _entry(place: int, written: Written) -> dict[str, Any]:
    target, now = written.target, written.now
    single = written.row.nil or not _many_rows(target)
    valid = now.state is EntryState.VALID
    return {
        "target_id": target.id,
        "period": written.row.period.key,
        "month": written.row.period.month,
        "figures_of": f"{target.id}:{written.stretch.key}" if single and valid else None,
        "state": now.state,
        "nil": written.row.nil,
        "values": now.values,
        "submission": f"demonstration:{target.id}:{place}",
        "person_id": now.person.id,
        "at": now.at,
        "recorded_at": written.versions[0].at,
        "version": len(written.versions),
    }


def _many_rows(target: Target) -> bool:
    indicator = target.indicator
    return indicator.row_kind is RowKind.RECORD or indicator.frequency is Frequency.EVENT


def _versions(number: int, written: Written) -> Iterator[dict[str, Any]]:
    for place, version in enumerate(written.versions, start=1):
        yield {
            "entry_id": number,
            "number": place,
            "state": version.state,
            "nil": written.row.nil,
            "values": version.values,
            "reason": version.reason,
            "person_id": version.person.id,
            "at": version.at,
        }


def _questions(number: int, written: Written) -> Iterator[dict[str, Any]]:
    for asked in written.questions:
        yield {
            "entry_id": number,
            "target_id": written.target.id,
            "number": len(written.versions),
            "question": asked.question,
            "asked_by_id": asked.by.id,
            "asked_at": asked.at,
            "answer": asked.answer,
            "answered_by_id": asked.answered_by.id if asked.answered_by else None,
            "answered_at": asked.answered_at,
        }


def _files(number: int, written: Written) -> Iterator[dict[str, Any]]:
    first = written.versions[0]
    for file in written.files:
        yield {
            "entry_id": number,
            "field": file.field,
            "number": 1,
            "dropped": None,
            "name": file.name,
            "kind": file.kind,
            "size": file.size,
            "sha256": file.sha256,
            "stored_as": file.stored_as,
            "person_id": first.person.id,
            "at": first.at,
        }


def _signatures(book: Book, bureau: Bureau, timing: Timing) -> Iterator[dict[str, Any]]:
    """The head of the filling unit stands by every period that is long enough over."""
    target = book.target
    assert target.filling_unit is not None
    head = bureau.head(target.filling_unit)
    dice = Random(f"{book.law.code}:{target.unit.code}:{target.year_id}:signatures")
    latest: defaultdict[Period, list[datetime]] = defaultdict(list)
    for written in book.entries:
        if written.now.state is EntryState.VALID:
            latest[written.stretch].append(written.versions[0].at)
    for stretch, moments in sorted(latest.items()):
        day = timing.signed_on(stretch, max(moments).astimezone(timing.zone).date(), dice)
        if day is None or stretch.key in book.unsigned:
            continue
        yield {
            "target_id": target.id,
            "period": stretch.key,
            "month": stretch.month,
            "person_id": head.id,
            "at": timing.moment(day, dice),
        }
