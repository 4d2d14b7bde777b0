"""Lines of the trail, latest first. Every way of asking goes along an index or stays within a bound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, select

from portal.audit.models import Trace, TrailHead
from portal.audit.rules import Event, Result
from portal.web.clock import zone
from portal.web.db import db

PAGE = 50
STRETCH = 20_000  # lines looked through at once where no index serves the question
SLACK = 1_000  # moments and numbers agree but for acts that ran side by side
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Filter:
    first: date | None = None
    last: date | None = None
    account: str = ""
    event: Event | None = None
    result: Result | None = None
    subject: str = ""  # a part of what the thing is called
    kind: str = ""
    number: int | None = None

    @property
    def words(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items() if value not in (None, "")}

    @property
    def on_an_index(self) -> bool:
        """At most one of the words that have an index of their own, and none without."""
        asked = (self.account, self.event, self.result, self.kind)
        return not self.subject and sum(map(bool, asked)) <= 1

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        if self.first:
            yield Trace.at >= start_of(self.first)
        if self.last:
            yield Trace.at < start_of(self.last + timedelta(days=1))
        if self.account:
            yield Trace.account == self.account
        if self.event:
            yield Trace.event == self.event
        if self.result:
            yield Trace.result == self.result
        if self.kind:
            yield (Trace.subject_kind == self.kind) & (Trace.subject_id == self.number)
        if self.subject:
            yield Trace.subject.icontains(self.subject, autoescape=True)


@dataclass(frozen=True, slots=True)
class Page:
    lines: list[Trace]
    older: int | None  # lines before this number are on the next page
    searched: int | None  # nothing more was found down to this number, and there are older ones


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), zone())


def page_of(asked: Filter, before: int | None = None) -> Page:
    lowest, highest = bounds(asked)
    highest = min(highest, (before or highest + 1) - 1)
    floor = lowest if asked.on_an_index else max(lowest, highest - STRETCH + 1)
    lines = list(db.session.scalars(_between(asked, floor, highest).limit(PAGE + 1)))
    if len(lines) > PAGE:
        return Page(lines[:PAGE], lines[PAGE - 1].id, None)
    return Page(lines, None, floor if floor > lowest else None)


def bounds(asked: Filter) -> tuple[int, int]:
    """The numbers between which the asked days lie; cheap, for they are looked up and not counted."""
    highest = db.session.scalar(select(TrailHead.last)) or 0
    lowest = 1
    if asked.first:
        first = select(Trace.id).where(Trace.at >= start_of(asked.first)).order_by(Trace.at).limit(1)
        lowest = max(1, (db.session.scalar(first) or highest + 1) - SLACK)
    if asked.last:
        end = start_of(asked.last + timedelta(days=1))
        last = select(Trace.id).where(Trace.at < end).order_by(Trace.at.desc()).limit(1)
        highest = min(highest, (db.session.scalar(last) or 0) + SLACK)
    return lowest, highest


def _between(asked: Filter, lowest: int, highest: int):
    return (
        select(Trace)
        .where(Trace.id >= lowest, Trace.id <= highest, *asked.conditions())
        .order_by(Trace.id.desc())
    )


def everything(asked: Filter) -> Iterator[Trace]:
    """All lines asked for, latest first, in short transactions: a slow reader holds up nobody."""
    lowest, highest = bounds(asked)
    while highest >= lowest:
        floor = max(lowest, highest - BATCH + 1)
        lines = list(db.session.scalars(_between(asked, floor, highest)))
        let_go(lines)
        db.session.rollback()
        yield from lines
        highest = floor - 1


def let_go(lines: Iterable[Trace]) -> None:
    """The session need not remember what is only read: memory stays bounded."""
    for line in lines:
        db.session.expunge(line)


def line_numbered(number: int) -> Trace:
    return db.get_or_404(Trace, number)
