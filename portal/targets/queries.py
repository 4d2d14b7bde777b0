"""Sheets and targets, narrowed to what the person may see."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import selectinload

from portal.accounts.models import Unit
from portal.core.policy import EVERYTHING, Actor, Permission, Tie, reach
from portal.targets.models import Collaboration, Sheet, Target
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


def sheet(year: int, unit_code: str) -> Sheet:
    """The sheet with its targets: one that is not there, or not this person's to see, is 404."""
    return db.one_or_404(
        select(Sheet)
        .join(Sheet.unit)
        .where(Sheet.year_id == year, Unit.code == unit_code)
        .options(selectinload(Sheet.targets))
    )


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
