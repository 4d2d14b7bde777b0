"""Sheets and targets, narrowed to what the person may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask import abort
from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import joinedload, lazyload

from portal.accounts.models import Unit
from portal.accounts.rules import UnitKind
from portal.core.policy import EVERYTHING, Actor, Permission, Tie, may, reach
from portal.indicators.models import Indicator
from portal.indicators.rules import IndicatorClass
from portal.targets.models import Collaboration, Round, Sheet, Target
from portal.targets.rules import SheetState
from portal.targets.rules.weights import Weights, weigh
from portal.web.db import db


def target(target_id: int) -> Target:
    return db.get_or_404(Target, target_id)


def visible_targets(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """The condition on ``Target`` that leaves what this person may: the page's policy, as SQL."""
    reached = reach(actor, permission)
    if reached is EVERYTHING:
        return true()
    return or_(false(), *(_tied(tie, units) for tie, units in reached.items() if units))


def _tied(tie: Tie, unit_ids: Collection[int]) -> ColumnElement[bool]:
    match tie:
        case Tie.RESPONSIBLE:
            return Target.unit_id.in_(unit_ids)
        case Tie.FILLING:
            return Target.filling_unit_id.in_(unit_ids)
        case Tie.COLLABORATING:
            return Target.id.in_(select(Collaboration.target_id).where(Collaboration.unit_id.in_(unit_ids)))


def sheet(year: int, unit: str) -> Sheet:
    """One unit's sheet with all that its page shows; ``unit`` is the unit's code."""
    each = joinedload(Sheet.targets)
    found = (
        db.session.scalars(
            select(Sheet)
            .join(Sheet.unit)
            .where(Sheet.year_id == year, Unit.code == unit)
            .options(
                each.selectinload(Target.collaborations).joinedload(Collaboration.unit, innerjoin=True),
                each.selectinload(Target.rounds).joinedload(Round.person, innerjoin=True),
                each.selectinload(Target.plan),
                each.joinedload(Target.indicator, innerjoin=True).selectinload(Indicator.fields),
                each.joinedload(Target.person),
            )
        )
        .unique()
        .one_or_none()
    )
    return found or abort(404)


def targets_of(year: int, unit_id: int) -> list[Target]:
    """One unit's targets in the order of its sheet."""
    return list(
        db.session.scalars(
            select(Target)
            .where(Target.year_id == year, Target.unit_id == unit_id)
            .order_by(Target.place, Target.id)
        ).unique()
    )


def filling(unit_ids: Collection[int], year: int) -> list[Target]:
    """The targets whose ledgers these units write."""
    return list(
        db.session.scalars(
            select(Target)
            .where(Target.year_id == year, Target.filling_unit_id.in_(unit_ids))
            .order_by(Target.filling_unit_id, Target.place, Target.id)
        ).unique()
    )


PAGE = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit on the page of all sheets. ``weights`` only where the whole sheet may be seen."""

    unit: Unit
    sheet: Sheet | None
    targets: int
    weights: Weights | None


@dataclass(frozen=True, slots=True)
class Standings:
    rows: list[Standing]
    total: int
    page: int
    states: Mapping[SheetState | None, int]  # how many units stand where; None has no sheet yet

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def standings(actor: Actor, year: int, state: SheetState | None = None, page: int = 1) -> Standings:
    """Where the sheets of the year stand, as far as this person may see them."""
    mine = visible_targets(actor, Permission.TARGET_READ)
    joined = and_(Sheet.unit_id == Unit.id, Sheet.year_id == year)
    seen = _units_seen(actor, year)
    counted = db.session.execute(
        select(Sheet.state, func.count(Unit.id)).select_from(Unit).outerjoin(Sheet, joined)
        .where(seen).group_by(Sheet.state)
    )  # fmt: skip
    states = {row[0]: row[1] for row in counted}
    total = states.get(state, 0) if state else sum(states.values())
    page = min(page, max(1, -(-total // PAGE)))
    alone = lazyload(Sheet.year), lazyload(Sheet.unit)  # joining them would drop units without a sheet
    wanted = select(Unit, Sheet).outerjoin(Sheet, joined).where(seen).options(*alone)
    if state:
        wanted = wanted.where(Sheet.state == state)
    found = db.session.execute(
        wanted.order_by(Unit.place, Unit.code).limit(PAGE).offset((page - 1) * PAGE)
    ).all()
    lines = _lines([unit.id for unit, _sheet in found], year, mine)
    rows = [
        Standing(unit, sheet, *_weighed(lines.get(unit.id, []), may(actor, Permission.TARGET_READ, unit)))
        for unit, sheet in found
    ]
    return Standings(rows, total, page, states)


def _units_seen(actor: Actor, year: int) -> ColumnElement[bool]:
    """Units whose sheet the person may open: the bureau's own ones, narrowed like the targets."""
    inside = and_(Unit.active, Unit.kind.in_((UnitKind.DEPARTMENT, UnitKind.INSTITUTION)))
    reached = reach(actor, Permission.TARGET_READ)
    if reached is EVERYTHING:
        return inside
    shared = select(Target.unit_id).where(
        Target.year_id == year, visible_targets(actor, Permission.TARGET_READ)
    )
    return and_(inside, or_(Unit.id.in_(reached.get(Tie.RESPONSIBLE, ())), Unit.id.in_(shared)))


Lines = list[tuple[IndicatorClass, Decimal, int]]


def _lines(unit_ids: Collection[int], year: int, condition: ColumnElement[bool]) -> dict[int, Lines]:
    """By unit: weight and number of its visible targets of each class."""
    rows = db.session.execute(
        select(Target.unit_id, Indicator.kind, func.sum(Target.weight), func.count())
        .join(Indicator, Indicator.id == Target.indicator_id)
        .where(Target.year_id == year, Target.unit_id.in_(unit_ids), condition)
        .group_by(Target.unit_id, Indicator.kind)
    )
    found: dict[int, Lines] = {}
    for unit_id, kind, weight, number in rows:
        found.setdefault(unit_id, []).append((kind, weight, number))
    return found


def _weighed(lines: Lines, whole: bool) -> tuple[int, Weights | None]:
    weights = weigh((kind, weight) for kind, weight, _number in lines)
    return sum(number for *_, number in lines), weights if whole else None
