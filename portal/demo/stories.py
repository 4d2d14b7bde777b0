"""What the demonstration tells of the running year's ledgers: a correction, a late figure, a question."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from portal.core.periods import Frequency, periods_of
from portal.demo.bureau import Bureau
from portal.demo.evidence import attach
from portal.demo.rows import Row
from portal.demo.tables import words
from portal.demo.timing import Timing
from portal.demo.writing import Asked, Book, Version, Written
from portal.indicators.rules import FieldType
from portal.ledger.rules import EntryState

Books = dict[str, Book]  # specific indicators by their code

CORRECTED = "C006"  # typed with two digits exchanged, then put right
LATE = "C048"  # entered after its red light went on
MISSING = "C004"  # still not entered, though red
NIL = "C067"  # nothing happened, said explicitly
DOUBLE = "C053"  # the same visit twice; one of them voided
ANSWERED = "C040"  # asked by the assessed unit, answered by the filling unit
WAITING = "C068"  # asked by the office, still open
FILES = 0.3  # how often an optional file is attached


def tell(books: Books, bureau: Bureau, timing: Timing) -> None:
    """Each story only where its day has come: in early January there is nothing yet to tell."""
    for story in (_missing, _late, _correction, _nil, _double, _answered, _waiting):
        story(books, bureau, timing)


def _correction(books: Books, bureau: Bureau, timing: Timing) -> None:
    """The figure was too small by a slip; the next day it was put right, with the reason."""
    book = books[CORRECTED]
    for written in reversed(book.entries):
        [first] = written.versions
        if later := timing.later(first.at, 1):
            right = first.values["amount"]
            first.values = first.values | {"amount": _slip(right)}
            written.versions.append(Version(written.row.values, later, first.person, words()["correct"]))
            book.unsigned.add(written.stretch.key)
            return


def _slip(figure: str) -> str:
    """The same figure with its last two digits exchanged, or the last raised where they are equal."""
    head, one, two = figure[:-2], figure[-2], figure[-1]
    if not (one + two).isdigit() or one == two:
        return f"{figure[:-1]}{(int(two) + 3) % 10}"
    return head + two + one


def _late(books: Books, bureau: Bureau, timing: Timing) -> None:
    """The newest period that may have been late and is in by now."""
    for written in reversed(books[LATE].entries):
        if day := timing.late_day(written.row.period):
            written.versions[0].at = timing.moment(day, Random(LATE))
            return


def _missing(books: Books, bureau: Bureau, timing: Timing) -> None:
    """The newest period whose red light is on was never entered."""
    book = books[MISSING]
    red = [period for period in periods_of(timing.today.year, Frequency.MONTH) if timing.red(period)]
    if red:
        book.entries = [written for written in book.entries if written.row.period < red[-1]]


def _nil(books: Books, bureau: Bureau, timing: Timing) -> None:
    book = books[NIL]
    if len(book.entries) > 1:
        last = book.entries[-1]
        last.row.nil, last.row.values = True, {}
        last.versions[0].values = {}


def _double(books: Books, bureau: Bureau, timing: Timing) -> None:
    book = books[DOUBLE]
    for written in reversed([entry for entry in book.entries if not entry.row.nil]):
        first = written.now
        if found := timing.later(first.at, 1):
            again = first.at + timedelta(minutes=6)
            copy = Row(written.row.period, dict(written.row.values), written.row.day)
            versions = [
                replace(first, at=again),
                replace(first, at=found, reason=words()["void"], state=EntryState.VOIDED),
            ]
            book.entries.append(Written(written.target, copy, versions))
            return


def _answered(books: Books, bureau: Bureau, timing: Timing) -> None:
    for written in reversed(books[ANSWERED].entries):
        asked_at, answered_at = timing.later(written.now.at, 2), timing.later(written.now.at, 3)
        if asked_at and answered_at:
            asked = Asked(words()["question"], bureau.head(written.target.unit), asked_at)
            asked.answer, asked.answered_at = words()["answer"], answered_at
            asked.answered_by = written.now.person
            written.questions.append(asked)
            return


def _waiting(books: Books, bureau: Bureau, timing: Timing) -> None:
    for written in reversed(books[WAITING].entries):
        if at := timing.later(written.now.at, 1):
            written.questions.append(Asked(words()["open_question"], bureau.people["office"], at))
            return


def put_files_behind(book: Book) -> None:
    """A file where the form demands one, and behind some of the other entries."""
    asked = next((field for field in book.law.form.fields if field.type is FieldType.FILE), None)
    if asked is None:
        return
    dice = Random(f"{book.law.code}:{book.target.unit.code}:{book.target.year_id}:files")
    for written in book.entries:
        if written.row.nil or (not asked.required and dice.random() > FILES):
            continue
        caption = f"{book.law.code} {written.row.period.key}"
        written.files.append(attach(asked.key, caption, dice))
