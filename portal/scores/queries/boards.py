"""How the units stand against each other: added up by the database, one row for each unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Select,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import joinedload, lazyload

from portal.accounts.models import Unit
from portal.core.figures import round_points
from portal.core.policy import EVERYTHING, Actor, Permission, Tie, reach
from portal.scores.models import Score
from portal.scores.queries.months import AsOf
from portal.scores.rules import ScoreState, Sums, Total, total_of
from portal.scores.sources import asked, confirmed
from portal.targets.models import Sheet, Target
from portal.targets.queries import visible_targets
from portal.targets.rules import IN_FORCE
from portal.web.columns import Fixed
from portal.web.db import db

PAGE = 50
CONTRIBUTED = 100
POINTS = Fixed(2)


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit's line on the board."""

    unit_id: int
    code: str
    name: str
    rank: int
    total: Total


@dataclass(frozen=True, slots=True)
class Board:
    standings: Sequence[Standing]
    page: int
    pages: int
    units: int
    sort: str
    ranked: bool  # the place among all units, shown to those who see all


def _sum(column: Any) -> ColumnElement[Decimal]:
    return func.coalesce(func.sum(column), literal(Decimal(0), POINTS))


def _count(state: ScoreState) -> ColumnElement[int]:
    return func.count(case((Score.state == state, Score.id)))


PENDING_WEIGHT = case((Score.points.is_(None), Score.weight))
COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "targets": func.count(Score.id),
    "pending": _count(ScoreState.PENDING),
    "errors": _count(ScoreState.ERROR),
    "weight": _sum(Score.weight),
    "pending_weight": _sum(PENDING_WEIGHT),
    "points": _sum(Score.points),
    "bonus": _sum(Score.bonus),
    "reachable": _sum(Score.reachable),
    "reachable_bonus": _sum(Score.reachable_bonus),
    "forecast": _sum(Score.forecast),
    "forecast_bonus": _sum(Score.forecast_bonus),
}
SORTS = ("place", "total", "points", "bonus", "pending", "reachable")


def board(actor: Actor, moment: AsOf, *, sort: str = "", page: int = 1) -> Board:
    """The units this person may see the sheets of, a page at a time, in the bureau's order or as sorted."""
    sort = sort if sort.removeprefix("-") in SORTS else "place"
    grouped = _grouped(moment, units_seen(actor)).subquery()
    rank = func.rank().over(order_by=grouped.c.total.desc()).label("rank")
    statement = select(grouped, rank, func.count().over().label("units"))
    statement = statement.order_by(*_order(grouped.c, sort)).limit(PAGE)
    rows = db.session.execute(statement.offset((page - 1) * PAGE)).all()
    if not rows and page > 1:
        return board(actor, moment, sort=sort)
    units = rows[0].units if rows else 0
    ranked = reach(actor, Permission.SCORE_READ) is EVERYTHING
    return Board(_standings(rows, moment), page, max(1, ceil(units / PAGE)), units, sort, ranked)


@dataclass(frozen=True, slots=True)
class Summary:
    """All units of a board together."""

    units: int
    points: Decimal  # what their totals add up to
    pending: int
    errors: int

    @property
    def mean(self) -> Decimal:
        return round_points(self.points / self.units) if self.units else Decimal(0)


def summary(actor: Actor, moment: AsOf) -> Summary:
    """One row for the whole bureau, deductions left aside."""
    one = _grouped(moment, units_seen(actor)).subquery().c
    columns = func.count(), _sum(type_coerce(one.total, POINTS)), func.sum(one.pending), func.sum(one.errors)
    units, points, pending, errors = db.session.execute(select(*columns)).one()
    return Summary(units, points, int(pending or 0), int(errors or 0))


def hindmost(actor: Actor, moment: AsOf, count: int) -> list[Standing]:
    """The units that earn least of the weight that has points so far; rank tells the place from behind."""
    grouped = _grouped(moment, units_seen(actor)).subquery()
    scored = cast(grouped.c.weight - grouped.c.pending_weight, Float)
    rate = cast(grouped.c.points, Float) / func.nullif(scored, 0)
    rank = func.row_number().over(order_by=[rate, grouped.c.place, grouped.c.id]).label("rank")
    chosen = select(grouped, rank).where(scored > 0).order_by(rank).limit(count)
    return _standings(db.session.execute(chosen).all(), moment, confirmed=False)


def units_seen(actor: Actor) -> ColumnElement[bool]:
    """The condition on ``Sheet``: whole sheets are for those responsible, and for those over them."""
    reached = reach(actor, Permission.SCORE_READ)
    if reached is EVERYTHING:
        return true()
    units = reached.get(Tie.RESPONSIBLE)
    return Sheet.unit_id.in_(units) if units else false()


def _in_force() -> ColumnElement[bool]:
    return Sheet.state.in_(IN_FORCE)


def _grouped(moment: AsOf, visible: ColumnElement[bool]) -> Select[Any]:
    cap = literal(moment.year.bonus_cap, POINTS)
    bonus, most = COLUMNS["bonus"], COLUMNS["reachable_bonus"]
    ours = and_(Score.year_id == Sheet.year_id, Score.month == moment.month, Score.unit_id == Sheet.unit_id)
    return (
        select(
            Unit.id, Unit.code, Unit.name, Unit.place,
            *(column.label(name) for name, column in COLUMNS.items()),
            (COLUMNS["points"] + case((bonus > cap, cap), else_=bonus)).label("total"),
            (COLUMNS["reachable"] + case((most > cap, cap), else_=most)).label("most"),
        )
        .select_from(Sheet)
        .join(Unit, Unit.id == Sheet.unit_id)
        .outerjoin(Score, ours)
        .where(Sheet.year_id == moment.year.id, _in_force(), visible)
        .group_by(Unit.id, Unit.code, Unit.name, Unit.place)
    )  # fmt: skip


def _order(columns: Any, sort: str) -> list[ColumnElement[Any]]:
    name = sort.removeprefix("-")
    column = columns["most" if name == "reachable" else name]
    return [column.desc() if sort.startswith("-") else column.asc(), columns.place, columns.id]


def _standings(rows: Sequence[Any], moment: AsOf, *, confirmed: bool = True) -> list[Standing]:
    unit_ids = [row.id for row in rows]
    if not unit_ids:
        return []
    signed = confirmed_sums(unit_ids, moment) if confirmed else {}
    off = asked("deductions", unit_ids, moment.year.id, moment.month)
    return [
        Standing(
            row.id, row.code, row.name, row.rank,
            total_of(
                Sums(**{name: getattr(row, name) for name in COLUMNS}),
                cap=moment.year.bonus_cap,
                deductions=off.get(row.id, ()),
                confirmed=signed.get(row.id, Sums()),
            ),
        )
        for row in rows
    ]  # fmt: skip


def confirmed_sums(unit_ids: Sequence[int], moment: AsOf) -> dict[int, Sums]:
    """By unit: what is signed off, added up."""
    targets = db.session.scalars(
        select(Target)
        .where(Target.year_id == moment.year.id, Target.unit_id.in_(unit_ids))
        .options(lazyload(Target.collaborations), lazyload(Target.unit), lazyload(Target.filling_unit))
    ).all()
    signed = confirmed(targets, moment.month)
    sums: dict[int, Sums] = {}
    if signed:
        kept = select(Score).where(
            Score.year_id == moment.year.id, Score.month == moment.month, Score.unit_id.in_(unit_ids)
        )
        columns = db.session.execute(kept.with_only_columns(*Score.__table__.c))
        for score in columns:
            if score.target_id in signed:
                sums.setdefault(score.unit_id, Sums()).add(score)
    return sums


@dataclass(frozen=True, slots=True)
class Contribution:
    """A target of another unit to which this person's unit contributes, with its score."""

    target: Target
    score: Any


def contributed(actor: Actor, moment: AsOf) -> list[Contribution]:
    """What people see who feed or help other units' targets: the explanations, not the sheets."""
    reached = reach(actor, Permission.SCORE_READ)
    if reached is EVERYTHING or not {Tie.FILLING, Tie.COLLABORATING} & reached.keys():
        return []
    own = reached.get(Tie.RESPONSIBLE, frozenset())
    statement = (
        select(Target, *Score.__table__.c)
        .join(Target.sheet)
        .outerjoin(Score, and_(Score.target_id == Target.id, Score.month == moment.month))
        .where(Target.year_id == moment.year.id, _in_force(), Target.unit_id.not_in(own))
        .where(visible_targets(actor, Permission.SCORE_READ))
        .options(lazyload(Target.collaborations), joinedload(Target.unit))
        .order_by(Target.unit_id, Target.place, Target.id)
        .limit(CONTRIBUTED)
    )
    return [Contribution(row[0], row) for row in db.session.execute(statement)]
