"""How one score came about: the formulas with numbers put in, the rows behind them, by whom and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Unit
from portal.core.policy import Actor, Permission, Tie, may
from portal.core.sentences import Sentence, say
from portal.formula import Purpose, Step, Used
from portal.indicators.models import Indicator
from portal.scores.models import Score
from portal.scores.queries.gathering import gather
from portal.scores.queries.supposing import outcome_of
from portal.scores.rules import Outcome
from portal.scores.sources import Origin, asked
from portal.targets.models import Target
from portal.web.db import db


@dataclass(frozen=True, slots=True)
class Fact:
    """One row that was read: where it comes from, in which month it counts, what it gave."""

    origin: Origin | None
    peer: str | None  # a unit that shares the indicator; empty where its name is not this reader's to see
    month: int | None
    value: Any


TITLES = {
    Purpose.MEASURE: say("Completion value"),
    Purpose.SCORE: say("Points"),
    Purpose.BONUS: say("Bonus"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One formula of the three, with the rows behind each aggregate of it."""

    purpose: Purpose
    step: Step
    aggregates: Sequence[tuple[Step, Sequence[Fact]]]

    @property
    def title(self) -> Sentence:
        return TITLES[self.purpose]


@dataclass(frozen=True, slots=True)
class Receipt:
    target: Target
    month: int
    outcome: Outcome
    stages: Sequence[Stage]
    late: int
    questions: int
    trend: Sequence[Any]  # kept scores by month


def receipt(target: Target, month: int, *, reader: Actor) -> Receipt:
    """Computed anew from the rows as they now count for that month, by the engine that scores."""
    case = gather([target], months=(month,))[target.id]
    outcome = outcome_of(case, month)
    steps = case.engine.explain(case.engine.view(case.facts, month))
    origins, peers = _told(steps, reader)
    stages = [
        Stage(purpose, step, [(part, _facts(part, origins, peers)) for part in with_rows(step)])
        for purpose, step in steps.items()
    ]
    waiting = outcome.points is None and target.filling_unit_id is not None
    late = asked("awaited", [target], month).get(target.id, 0) if waiting else 0
    questions = asked("open_queries", [target]).get(target.id, 0)
    return Receipt(target, month, outcome, stages, late, questions, trend_of(target, month))


def receipt_target(unit: str, target: int) -> Target:
    """The target of that unit: another unit's number under this one's name is not found."""
    statement = (
        select(Target)
        .join(Target.unit)
        .where(Target.id == target, Unit.code == unit)
        .options(
            joinedload(Target.indicator).joinedload(Indicator.fields),
            joinedload(Target.year),
            joinedload(Target.collaborations),
        )
    )
    found = db.session.scalars(statement).unique().one_or_none()
    return found or abort(404)


def with_rows(step: Step) -> Iterator[Step]:
    """The aggregates and comparisons of a formula, in the order they are read."""
    if step.rows:
        yield step
    for part in step.children:
        yield from with_rows(part)


def trend_of(target: Target, month: int) -> list[Any]:
    columns = select(Score.month, Score.state, Score.actual, Score.actual_text, Score.points, Score.bonus)
    kept = columns.where(Score.target_id == target.id, Score.month <= month)
    return list(db.session.execute(kept.order_by(Score.month)))


def _facts(step: Step, origins: Mapping[object, Origin], peers: Mapping[object, str]) -> list[Fact]:
    def fact(used: Used) -> Fact:
        compared = used.month is None
        peer = peers.get(used.ref, "") if compared else None
        return Fact(None if compared else origins.get(used.ref), peer, used.month, used.value)

    return [fact(used) for used in step.rows]


def _told(
    steps: Mapping[Purpose, Step], reader: Actor
) -> tuple[Mapping[object, Origin], Mapping[object, str]]:
    """What there is to say about the rows: of entries their origins, of peers their units' names."""
    used = [row for step in steps.values() for part in with_rows(step) for row in part.rows]
    entries = sorted({row.ref for row in used if row.month is not None and row.ref is not None}, key=str)
    peers = {row.ref for row in used if row.month is None}
    return (asked("origins", entries) if entries else {}), (_names(peers, reader) if peers else {})


@dataclass(frozen=True, slots=True)
class _Unit:
    ties: Mapping[Tie, frozenset[int]]


def _names(target_ids: set[object], reader: Actor) -> dict[object, str]:
    statement = select(Target.id, Unit.id, Unit.name).join(Unit, Unit.id == Target.unit_id)
    return {
        number: name
        for number, unit_id, name in db.session.execute(statement.where(Target.id.in_(target_ids)))
        if may(reader, Permission.SCORE_READ, _Unit({Tie.RESPONSIBLE: frozenset({unit_id})}))
    }
