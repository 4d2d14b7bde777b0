"""One unit's score sheet: every target with its score, and a total that adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload, lazyload

from portal.accounts.models import Unit
from portal.indicators.models import Indicator
from portal.scores.models import Score
from portal.scores.queries.gathering import numbers_of
from portal.scores.queries.laws import laws_of
from portal.scores.queries.months import AsOf
from portal.scores.rules import (
    Chance,
    Deduction,
    Engine,
    Facts,
    Outcome,
    ScoreState,
    Sums,
    Total,
    cheapest,
    total_of,
)
from portal.scores.rules.missing import with_missing
from portal.scores.rules.outcomes import KEPT, ZERO
from portal.scores.rules.totals import chance
from portal.scores.sources import asked, confirmed
from portal.targets.models import Sheet, Target
from portal.targets.rules import IN_FORCE
from portal.web.db import db


@dataclass(frozen=True, slots=True)
class Line:
    """One target on the sheet. ``late`` counts the periods that should have been recorded by now."""

    target: Target
    score: Outcome
    late: int
    questions: int
    confirmed: bool

    @property
    def late_elsewhere(self) -> bool:
        """Data late, and not this unit's fault."""
        return self.late > 0 and self.target.filling_unit_id != self.target.unit_id


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    unit: Unit
    moment: AsOf
    lines: Sequence[Line]
    deductions: Sequence[Deduction]
    total: Total
    chances: Sequence[Chance]  # their ``ref`` is the target

    @property
    def questions(self) -> int:
        return sum(line.questions for line in self.lines)

    @property
    def late_elsewhere(self) -> list[Line]:
        """The targets whose figures another unit owes."""
        return [line for line in self.lines if line.late_elsewhere]

    @property
    def weight(self) -> Decimal:
        return sum((line.score.weight for line in self.lines), ZERO)


def score_sheet(unit: Unit, moment: AsOf) -> ScoreSheet:
    kept = scored_targets(unit.id, moment)
    targets = list(kept)
    filled = [target for target in targets if target.filling_unit_id is not None]
    late: Mapping[int, int] = asked("awaited", filled, moment.month) if filled else {}
    questions: Mapping[int, int] = asked("open_queries", targets) if targets else {}
    signed = confirmed(targets, moment.month) if targets else frozenset()
    lines = [
        Line(one, kept[one], late.get(one.id, 0), questions.get(one.id, 0), one.id in signed)
        for one in targets
    ]
    deductions = asked("deductions", [unit.id], moment.year.id, moment.month).get(unit.id, ())
    total = total_of(
        Sums.over(line.score for line in lines),
        cap=moment.year.bonus_cap,
        deductions=deductions,
        confirmed=Sums.over(line.score for line in lines if line.confirmed),
    )
    chances = chances_of(kept, moment.month) if moment.latest else []
    return ScoreSheet(unit, moment, lines, deductions, total, chances)


def scored_targets(unit_id: int, moment: AsOf) -> dict[Target, Outcome]:
    """The unit's targets in the sheet's order, each with what is kept of it, in one statement."""
    statement = (
        select(Target, *(getattr(Score, name).label(f"kept_{name}") for name in KEPT))
        .join(Target.sheet)
        .outerjoin(Score, and_(Score.target_id == Target.id, Score.month == moment.month))
        .where(Target.year_id == moment.year.id, Target.unit_id == unit_id, Sheet.state.in_(IN_FORCE))
        .options(
            lazyload(Target.collaborations),
            joinedload(Target.indicator).joinedload(Indicator.fields),
        )
        .order_by(Target.place, Target.id)
    )
    return {row[0]: _outcome(row[0], row) for row in db.session.execute(statement).unique()}


def _outcome(target: Target, row: Any) -> Outcome:
    if row.kept_state is None:
        return Outcome(target.weight, ScoreState.PENDING)
    return Outcome(*row[1:])


def chances_of(kept: Mapping[Target, Outcome], month: int) -> list[Chance]:
    """The next cheapest points, from the kept figures alone: laws that read more are left out."""
    laws = laws_of(list(kept))
    found: list[Chance | None] = []
    for target, score in kept.items():
        law = laws[target.indicator_id]
        if score.points is None or law.needs_peers or law.uses_previous or law.own_figures or law.weighs_rows:
            continue
        engine = Engine(law)
        outcome = with_missing(engine, engine.view(Facts(numbers_of(target)), month), score)
        bonus = score.bonus or ZERO
        if score.reachable > score.points:
            found.append(chance(target, score.reachable - score.points, score.actual, outcome.full_at))
        if score.reachable_bonus > bonus:
            gain = score.reachable_bonus - bonus
            found.append(chance(target, gain, score.actual, outcome.bonus_at, is_bonus=True))
    return cheapest(found)
