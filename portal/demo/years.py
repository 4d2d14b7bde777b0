"""The demonstration's three years: one finished and published, one running, one being prepared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from random import Random

from sqlalchemy import select

from portal.demo import stories
from portal.demo.aims import aim, luck
from portal.demo.bureau import Bureau
from portal.demo.courses import Course
from portal.demo.library import write_the_law
from portal.demo.negotiation import tell_the_negotiations
from portal.demo.rows import COMPARING, first_figures, rows_of
from portal.demo.sheets import Targets, draw_up
from portal.demo.tables import Law, laws
from portal.demo.timing import DAY, Timing
from portal.demo.writing import Book, open_book, write_down
from portal.indicators.models import Indicator
from portal.indicators.rules import IndicatorClass
from portal.ledger.rules.reporting import book_periods
from portal.scores.models import Score
from portal.scores.service import rescore
from portal.targets.models import Target
from portal.targets.rules import SourceMode
from portal.web.db import db
from portal.year.models import Year
from portal.year.rules import YearState

LAST, RUNNING, NEXT = -1, 0, 1
DECEMBER = 12
STAFF = 8  # of an ordinary unit
RESTS_ON = {"C008": "C006"}  # the whole of the one is the figure of the other


def write_all(bureau: Bureau, timing: Timing) -> None:
    last = _year(bureau, timing, LAST, YearState.PUBLISHED)
    running = _year(bureau, timing, RUNNING, YearState.RUNNING)
    _year(bureau, timing, NEXT, YearState.PREPARING)
    _fill(bureau, timing, last, LAST)
    rescore(list(last.values()))
    _remember(last, running)
    for ago, targets in ((LAST, last), (RUNNING, running)):
        tell_the_negotiations(bureau, targets, timing.today.year + ago, timing)
    _fill(bureau, timing, running, RUNNING)
    rescore(list(running.values()))


def _year(bureau: Bureau, timing: Timing, ago: int, state: YearState) -> Targets:
    year = timing.today.year + ago
    db.session.add(Year(id=year, state=state))
    db.session.flush()
    indicators = write_the_law(year)
    return draw_up(bureau, year, ago, indicators, _issued_at(timing, ago))


def _issued_at(timing: Timing, ago: int) -> datetime | None:
    if ago is NEXT:
        return None
    day = timing.first_day - DAY
    return timing.moment(day if ago is RUNNING else day.replace(year=day.year - 1), Random(ago))


def _fill(bureau: Bureau, timing: Timing, targets: Targets, ago: int) -> None:
    """The ledgers of one year; the running one's with their stories."""
    books = list(_books(bureau, timing, targets, ago))
    if ago is RUNNING:
        own = {book.law.code: book for book in books if book.law.kind is IndicatorClass.SPECIFIC}
        stories.tell(own, bureau, timing)
    for book in books:
        stories.put_files_behind(book)
    write_down(books, bureau, timing)


def _books(bureau: Bureau, timing: Timing, targets: Targets, ago: int) -> Iterator[Book]:
    by_code = {law.code: law for law in laws()}
    for (code, unit), target in targets.items():
        law = by_code[code]
        if law.mode is not SourceMode.SYSTEM:
            course = _course(bureau, law, unit, timing, ago)
            yield open_book(law, target, rows_of(course, first_year=ago is LAST), bureau, timing)


def _course(bureau: Bureau, law: Law, unit: str, timing: Timing, ago: int) -> Course:
    year = timing.today.year + ago
    dice = luck(law, unit, year)
    size = bureau.rows[unit].staff / STAFF if law.kind is IndicatorClass.COMMON else 1.0
    basis: list[float] = []
    if law.form.model in COMPARING and ago is RUNNING:
        basis = first_figures(_course(bureau, law, unit, timing, LAST))
    elif law.code in RESTS_ON:
        other = next(one for one in laws() if one.code == RESTS_ON[law.code])
        basis = first_figures(_course(bureau, other, unit, timing, ago))
    periods = book_periods(year, law.frequency)
    return Course(law, aim(law, dice, ago), periods, dice, size, timing.calendar, basis)


def _remember(last: Targets, running: Targets) -> None:
    """What was reached last year stands beside this year's values; for last year, a little less."""
    reached = _reached(last)
    for place, target in running.items():
        target.last_year = reached.get(last[place].id)
    for (code, unit), target in last.items():
        actual = reached.get(target.id)
        if actual is not None:
            share = Decimal(str(round(luck_of_the_year_before(code, unit, target.year_id), 3)))
            target.last_year = round(actual * share, target.indicator.decimals)
    db.session.flush()


def _reached(targets: Targets) -> dict[int, Decimal]:
    numbers = [target.id for target in targets.values()]
    statement = select(Score.target_id, Score.actual, Indicator.decimals).where(
        Score.target_id.in_(numbers),
        Score.month == DECEMBER,
        Score.actual.is_not(None),
        Target.id == Score.target_id,
        Indicator.id == Target.indicator_id,
    )
    found = db.session.execute(statement)
    return {number: round(actual, places) for number, actual, places in found if actual is not None}


def luck_of_the_year_before(code: str, unit: str, year: int) -> float:
    return Random(f"{code}:{unit}:{year - 1}").uniform(0.95, 0.99)
