"""Scores that no formula could give: for the office to repair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload, lazyload

from portal.scores.models import Score
from portal.scores.queries.months import AsOf
from portal.scores.rules import ScoreState
from portal.scores.rules.months import DECEMBER
from portal.targets.models import Target
from portal.web.db import db
from portal.year.models import Year
from portal.year.rules import FROZEN

PAGE = 50


@dataclass(frozen=True, slots=True)
class Fault:
    target: Target
    error: Any


def fault_count(year: int, month: int) -> int:
    return db.session.scalar(select(func.count()).select_from(Score).where(*_broken(year, month))) or 0


def faults_waiting(today: date) -> int:
    """Of the years that are not frozen, as they stand today: asked for on every page, so in one statement."""
    now = and_(Score.year_id == today.year, Score.month == today.month)
    last_year = and_(Score.year_id == today.year - 1, Score.month == DECEMBER)
    statement = (
        select(func.count())
        .select_from(Score)
        .join(Year, Year.id == Score.year_id)
        .where(Score.state == ScoreState.ERROR, or_(now, last_year), Year.state.not_in(FROZEN))
    )
    return db.session.scalar(statement) or 0


def faults(moment: AsOf, page: int) -> Sequence[Fault]:
    statement = (
        select(Target, Score.error)
        .join(Score, Score.target_id == Target.id)
        .where(*_broken(moment.year.id, moment.month))
        .options(lazyload(Target.collaborations), joinedload(Target.indicator))
        .order_by(Target.indicator_id, Target.unit_id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return [Fault(target, error) for target, error in db.session.execute(statement)]


def _broken(year: int, month: int) -> tuple[Any, ...]:
    return Score.state == ScoreState.ERROR, Score.year_id == year, Score.month == month
