"""The page of the reporting calendar: narrowed, counted, sorted, and cut into pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, distinct, func, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Unit
from portal.core.lights import Light
from portal.core.policy import EVERYTHING, Actor, Permission, Role, Tie, reach
from portal.core.sentences import Word, say
from portal.indicators.models import Indicator
from portal.ledger.queries.reporting import Book, Task, books, tasks
from portal.ledger.queries.waiting import to_sign
from portal.targets.models import Sheet, Target
from portal.targets.queries import visible_targets
from portal.targets.rules import IN_FORCE, SourceMode
from portal.web.db import db

PER_PAGE, UNITS_PER_PAGE = 50, 25


class View(Word):
    FILL = "fill", say("To fill")
    GLANCE = "year", say("The year at a glance")
    OURS = "ours", say("Filled for us by others")
    UNITS = "units", say("All filling units")


class Show(Word):
    """Which periods the list holds."""

    OPEN = "open", say("Still to fill")
    RED = "red", say("Red")
    YELLOW = "yellow", say("Yellow")
    GREEN = "green", say("Green")
    BLUE = "blue", say("Recorded")
    SIGN = "sign", say("To sign off")
    EVERY = "all", say("All periods")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; words that mean nothing are passed over."""

    view: str = ""
    light: str = ""
    period: str = ""
    unit: str = ""
    filler: str = ""
    text: str = ""
    page: int = 1


@dataclass(slots=True)
class UnitCount:
    """How one filling unit stands."""

    code: str
    name: str
    ledgers: int = 0
    lights: Counter[Light] = field(default_factory=Counter)


@dataclass(slots=True)
class Overview:
    view: View
    views: list[View]
    show: Show
    counts: Counter[Show]
    page: int
    pages: int
    total: int
    tasks: list[Task] = field(default_factory=list)
    rows: list[tuple[Book, list[Task]]] = field(default_factory=list)
    units: list[UnitCount] = field(default_factory=list)
    assessed: list[str] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)
    filler: Unit | None = None


def overview(person: Actor, year: int, today: date, wanted: Wanted) -> Overview:
    fills = reach(person, Permission.LEDGER_RECORD).get(Tie.FILLING, frozenset())
    wide = reach(person, Permission.LEDGER_READ) is EVERYTHING or bool(person.charge)
    views = ([View.FILL, View.GLANCE, View.OURS] if fills else []) + ([View.UNITS] if wide else [])
    view = next((one for one in views if one == wanted.view), views[0] if views else View.OURS)
    if view is View.UNITS and not wanted.filler:
        return _by_units(person, year, today, wanted, views)
    filler = _filler(wanted.filler) if view is View.UNITS else None
    kept = books(Target.year_id == year, visible_targets(person, Permission.LEDGER_READ),
                 *_whose(view, fills, filler), *_said(wanted.text))  # fmt: skip
    found = [task for task in tasks(kept, today) if _fits(task, wanted)]
    heads = person.roles.get(Role.HEAD, frozenset())
    counts = Counter(show for task in found for show in _shows(task, heads, today))
    show = next((one for one in Show if one == wanted.light), Show.OPEN)
    result = Overview(view, views, show, counts, 1, 1, 0, filler=filler)
    result.assessed = sorted({one.unit for one in kept})
    result.periods = sorted({task.period.key for task in found if task.period.first <= today})
    if view is View.GLANCE:
        rows = [(one, [task for task in found if task.book is one]) for one in kept]
        result.rows = _cut(result, [row for row in rows if row[1]], wanted.page, PER_PAGE)
    else:
        listed = [task for task in found if show is Show.EVERY or show in _shows(task, heads, today)]
        result.tasks = _cut(result, sorted(listed, key=_order(show)), wanted.page, PER_PAGE)
    return result


def _order(show: Show) -> Callable[[Task], tuple]:
    """What waits comes by urgency; what is done, the newest first."""
    if show is Show.BLUE:
        return lambda task: (-task.period.month, task.book.code)
    return lambda task: task.urgency


def _shows(task: Task, heads: frozenset[int], today: date) -> list[Show]:
    shows = [Show.EVERY]
    if task.signal.light is not Light.GREY:
        shows.append(Show(task.signal.light.value))
    if task.waiting:
        shows.append(Show.OPEN)
    if task.book.filling_unit_id in heads and to_sign(task, today):
        shows.append(Show.SIGN)
    return shows


def _fits(task: Task, wanted: Wanted) -> bool:
    return wanted.period in ("", task.period.key) and wanted.unit in ("", task.book.unit)


def _whose(view: View, fills: frozenset[int], filler: Unit | None) -> list[ColumnElement[bool]]:
    if view is View.OURS:
        return [Target.filling_unit_id.not_in(fills), Target.filling_unit_id != Target.unit_id]
    if view is View.UNITS:
        return [Target.filling_unit_id == (filler.id if filler else 0)]
    return [Target.filling_unit_id.in_(fills)]


def _said(text: str) -> list[ColumnElement[bool]]:
    """Both names in question, with the signs that mean something to LIKE taken as they are."""
    if not text.strip():
        return []
    words = text.strip()[:60]
    return [
        or_(
            Indicator.name.icontains(words, autoescape=True),
            Indicator.code == words.upper(),
            Unit.name.icontains(words, autoescape=True),
        )
    ]


def _filler(code: str) -> Unit | None:
    return db.session.scalars(select(Unit).where(Unit.code == code[:64])).one_or_none()


def _by_units(person: Actor, year: int, today: date, wanted: Wanted, views: list[View]) -> Overview:
    """One page of filling units; only their ledgers are read."""
    filler = aliased(Unit)
    mine = (
        select(filler.id, filler.code, filler.short_name)
        .join(Target, Target.filling_unit_id == filler.id)
        .join(Sheet, Target.sheet_id == Sheet.id)
        .where(Target.year_id == year, Target.source_mode != SourceMode.SYSTEM, Sheet.state.in_(IN_FORCE))
        .where(visible_targets(person, Permission.LEDGER_READ))
    )
    if wanted.text.strip():
        mine = mine.where(filler.name.icontains(wanted.text.strip()[:60], autoescape=True))
    total = db.session.scalar(mine.with_only_columns(func.count(distinct(filler.id)))) or 0
    result = Overview(View.UNITS, views, Show.OPEN, Counter(), 1, 1, 0)
    _number(result, total, wanted.page, UNITS_PER_PAGE)
    page = mine.distinct().add_columns(filler.place).order_by(filler.place, filler.id)
    rows = db.session.execute(page.limit(UNITS_PER_PAGE).offset((result.page - 1) * UNITS_PER_PAGE)).all()
    counts = {row[0]: UnitCount(row[1], row[2]) for row in rows}
    kept = books(Target.year_id == year, Target.filling_unit_id.in_(counts),
                 visible_targets(person, Permission.LEDGER_READ))  # fmt: skip
    for one in kept:
        counts[one.filling_unit_id].ledgers += 1
    for task in tasks(kept, today):
        counts[task.book.filling_unit_id].lights[task.signal.light] += 1
    result.units = list(counts.values())
    return result


def _cut(result: Overview, everything: Sequence, page: int, size: int) -> list:
    _number(result, len(everything), page, size)
    return list(everything[(result.page - 1) * size : result.page * size])


def _number(result: Overview, total: int, page: int, size: int) -> None:
    result.total, result.pages = total, max(1, -(-total // size))
    result.page = min(max(page, 1), result.pages)
