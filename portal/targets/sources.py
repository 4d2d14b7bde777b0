"""What the targets tell the library: which units hold an indicator, and with which numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from flask import url_for
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import lazyload

from portal.accounts.models import Unit
from portal.core.policy import Actor, Permission
from portal.indicators.models import Indicator
from portal.indicators.sources import Holding
from portal.targets.models import Target
from portal.targets.queries import visible_targets
from portal.targets.rules import SourceMode
from portal.web.db import db


class HoldersOfTargets:
    """Plugged into the library by the assembly."""

    modes = SourceMode

    def held_by(self, unit_code: str, year: int) -> ColumnElement[bool]:
        unit = select(Unit.id).where(Unit.code == unit_code).scalar_subquery()
        return Indicator.id.in_(
            select(Target.indicator_id).where(Target.year_id == year, Target.unit_id == unit)
        )

    def fed_by(self, mode: str, year: int) -> ColumnElement[bool]:
        wanted = next((word for word in SourceMode if word.value == mode), SourceMode.SELF)
        return (
            select(Target.id)
            .where(Target.indicator_id == Indicator.id, Target.source_mode == wanted)
            .exists()
        )

    def counts(self, indicator_ids: Collection[int]) -> Mapping[int, int]:
        rows = db.session.execute(
            select(Target.indicator_id, func.count())
            .where(Target.indicator_id.in_(indicator_ids))
            .group_by(Target.indicator_id)
        )
        return dict(tuple(row) for row in rows)

    def holdings(self, indicator: Indicator, actor: Actor) -> Sequence[Holding]:
        targets = db.session.scalars(
            select(Target)
            .join(Target.unit)
            .where(Target.indicator_id == indicator.id, visible_targets(actor, Permission.TARGET_READ))
            .order_by(Unit.place, Unit.code)
            .options(lazyload(Target.collaborations), lazyload(Target.indicator))
        ).unique()
        return [_holding(target) for target in targets]


def _holding(target: Target) -> Holding:
    return Holding(
        target.unit.code,
        target.unit.name,
        url_for("targets.show", year=target.year_id, unit=target.unit.code),
        target.filling_unit.name if target.filling_unit else "",
        target.source_mode,
        values_of(target),
        target.pass_label,
    )


def values_of(target: Target) -> dict[str, object]:
    """The target's numbers by the names that formulas use."""
    return {
        "pass": target.pass_value,
        "pass_upper": target.pass_upper,
        "challenge": target.challenge_value,
        "weight": target.weight,
        "bonus": target.bonus,
        "last_year": target.last_year,
    }
