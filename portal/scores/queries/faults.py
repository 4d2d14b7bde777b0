"""Scores that no formula could give: for the office to repair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, lazyload

from portal.scores.models import Score
from portal.scores.queries.months import AsOf
from portal.scores.rules import ScoreState
from portal.targets.models import Target
from portal.web.db import db

PAGE = 50


@dataclass(frozen=True, slots=True)
class Fault:
    target: Target
    error: Any


def fault_count(year: int, month: int) -> int:
    return db.session.scalar(select(func.count()).select_from(Score).where(*_broken(year, month))) or 0


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
