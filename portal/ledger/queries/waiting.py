"""What the ledgers ask of a person: periods to fill, periods to sign off, queries to answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.accounts.models import Person, Unit
from portal.core.lights import Light, Signal
from portal.core.periods import Period
from portal.core.policy import Permission, Role, Tie, reach
from portal.core.sentences import say
from portal.core.todo import ToDo
from portal.indicators.models import Indicator
from portal.indicators.rules import RowKind
from portal.ledger.models import Entry, EntryQuery
from portal.ledger.queries.days import bureau_day, calendar
from portal.ledger.queries.reporting import Book, Task, books_kept_by, not_frozen, tasks
from portal.ledger.rules.reporting import DueDays
from portal.targets.models import Target
from portal.web.db import db

ANSWER_WITHIN = 5  # working days until an unanswered query turns yellow, and as many again until red


def to_dos(person: Person, today: date) -> list[ToDo]:
    """One for each ledger and period, one for each query; most urgent first."""
    units = reach(person, Permission.LEDGER_RECORD).get(Tie.FILLING, frozenset())
    if not units:
        return []
    found = [*_of_periods(person, units, today), *_of_queries(units, today)]
    return sorted(found, key=lambda waiting: waiting.urgency)


def _of_periods(person: Person, units: frozenset[int], today: date) -> Iterator[ToDo]:
    heads = person.roles.get(Role.HEAD, frozenset())
    clerks = person.roles.get(Role.CLERK, frozenset())

    def may_ask(book: Book, period: Period, days: DueDays | None) -> bool:
        if period.month in book.recorded:
            return book.filling_unit_id in heads and period.month not in book.signed
        return days is not None and today >= days.warning

    for task in tasks(books_kept_by(units), today, may_ask):
        filler = task.book.filling_unit_id
        late = task.signal.light is Light.RED
        if task.waiting and task.pressing and (filler in clerks or (late and filler in heads)):
            yield _to_fill(task)
        elif filler in heads and to_sign(task, today):
            yield _to_sign(task)


def to_sign(task: Task, today: date) -> bool:
    """Recorded and not yet signed; where more rows may come, once the period is over."""
    if task.period.month not in task.book.recorded or task.signed:
        return False
    return task.book.row_kind is RowKind.FIGURES or task.period.last < today


def _to_fill(task: Task) -> ToDo:
    return ToDo(
        say("{indicator} · {unit} · {period}",
            indicator=task.book.indicator, unit=task.book.unit, period=task.period.label),
        task.signal,
        say("Fill the ledger"),
        url_for("ledger.show", target_id=task.book.target_id, period=task.period.key),
        task.due,
    )  # fmt: skip


def _to_sign(task: Task) -> ToDo:
    return ToDo(
        say("{indicator} · {unit} · {period}",
            indicator=task.book.indicator, unit=task.book.unit, period=task.period.label),
        Signal(Light.GREEN, say("Recorded, waiting for your signature.")),
        say("Sign off"),
        url_for("ledger.show", target_id=task.book.target_id, period=task.period.key),
    )  # fmt: skip


ASKER = aliased(Person)
UNANSWERED = (
    select(EntryQuery.target_id, EntryQuery.entry_id, EntryQuery.question, EntryQuery.asked_at,
           ASKER.name, Indicator.name, Unit.short_name, Entry.period)
    .join(ASKER, EntryQuery.asked_by_id == ASKER.id)
    .join(Entry, EntryQuery.entry_id == Entry.id)
    .join(Target, EntryQuery.target_id == Target.id)
    .join(Indicator, Target.indicator_id == Indicator.id)
    .join(Unit, Target.unit_id == Unit.id)
    .where(EntryQuery.answered_at.is_(None), not_frozen())
    .order_by(EntryQuery.id)
)  # fmt: skip


def _of_queries(units: frozenset[int], today: date) -> Iterator[ToDo]:
    statement = UNANSWERED.where(Target.filling_unit_id.in_(units))
    for target_id, entry_id, question, asked_at, name, indicator, unit, period in db.session.execute(
        statement
    ):
        asked = bureau_day(asked_at)
        yield ToDo(
            say("{indicator} · {unit} · {period}", indicator=indicator, unit=unit, period=period),
            _overdue(asked, name, question, today),
            say("Answer the query"),
            url_for("ledger.entry", target_id=target_id, entry_id=entry_id),
            calendar().add_workdays(asked, ANSWER_WITHIN),
        )


def _overdue(asked: date, name: str, question: str, today: date) -> Signal:
    due = calendar().add_workdays(asked, ANSWER_WITHIN)
    red = calendar().add_workdays(due, ANSWER_WITHIN)
    light = Light.RED if today >= red else Light.YELLOW if today >= due else Light.GREEN
    return Signal(light, say("{name} asks: {question}", name=name, question=question[:80]), asked)
