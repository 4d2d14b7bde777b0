"""What the library holds: one indicator, or those that somebody looks for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.indicators.models import Indicator, LedgerField
from portal.indicators.rules import FormulaState
from portal.indicators.rules.filters import PAGE, Filters
from portal.web.db import db

COLUMNS = {
    "code": Indicator.code,
    "name": Indicator.name,
    "kind": Indicator.kind,
    "level": Indicator.level,
    "frequency": Indicator.frequency,
    "direction": Indicator.direction,
    "formulas": Indicator.formulas,
}


def indicator(indicator_id: int) -> Indicator:
    """One indicator with its form, its year and its parent."""
    return db.one_or_404(
        select(Indicator)
        .where(Indicator.id == indicator_id)
        .options(
            joinedload(Indicator.year, innerjoin=True),
            joinedload(Indicator.parent),
            selectinload(Indicator.fields),
        )
    )


def called(code: str, year: int) -> Indicator | None:
    return db.session.scalars(
        select(Indicator).where(Indicator.year_id == year, Indicator.code == code)
    ).one_or_none()


@dataclass(frozen=True, slots=True)
class Found:
    indicators: list[Indicator]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def library(filters: Filters, year: int, conditions: Collection[ColumnElement[bool]] = ()) -> Found:
    """One page of a year's indicators. ``conditions`` are those that only a later season can put."""
    wanted = select(Indicator, func.count().over()).where(
        Indicator.year_id == year, *_conditions(filters), *conditions
    )
    column = COLUMNS[filters.column]
    wanted = wanted.order_by(column.desc() if filters.descending else column.asc(), Indicator.code)
    rows = _page(wanted, filters.page)
    if not rows and filters.page > 1:
        return library(replace(filters, page=1), year, conditions)  # the list has become shorter
    return Found([row[0] for row in rows], rows[0][1] if rows else 0, filters.page)


def _page(wanted: Select, page: int) -> Sequence[Row]:
    return db.session.execute(wanted.limit(PAGE).offset((page - 1) * PAGE)).all()


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    exact = ("kind", "level", "frequency", "direction", "formulas")
    found = [COLUMNS[name] == value for name in exact if (value := getattr(filters, name))]
    if filters.q:
        labels = select(LedgerField.id).where(
            LedgerField.indicator_id == Indicator.id, LedgerField.label.icontains(filters.q, autoescape=True)
        )
        found.append(
            or_(
                Indicator.code.icontains(filters.q, autoescape=True),
                Indicator.name.icontains(filters.q, autoescape=True),
                labels.exists(),
            )
        )
    return found


def broken(year: int) -> int:
    """How many indicators of a year have a formula that cannot be computed."""
    wanted = Indicator.year_id == year, Indicator.formulas == FormulaState.BROKEN
    return db.session.scalar(select(func.count(Indicator.id)).where(*wanted)) or 0


def of_year(year: int) -> list[Indicator]:
    """All of a year's indicators with their forms."""
    return list(
        db.session.scalars(
            select(Indicator)
            .where(Indicator.year_id == year)
            .options(selectinload(Indicator.fields))
            .order_by(Indicator.code)
        )
    )


def descends(candidate: Indicator, ancestor: Indicator) -> bool:
    """Whether ``candidate`` is ``ancestor`` or stands below it."""
    seen: set[int] = set()
    line: Indicator | None = candidate
    while line is not None and line.id not in seen:
        if line.id == ancestor.id:
            return True
        seen.add(line.id)
        line = line.parent
    return False


def next_place(year: int) -> int:
    return (db.session.scalar(select(func.max(Indicator.place)).where(Indicator.year_id == year)) or 0) + 1
