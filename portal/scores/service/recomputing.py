"""Recomputing a whole year in portions, and saying in words what was not as it should be."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from portal.audit.rules import Event
from portal.audit.service import leave_trace
from portal.core.sentences import Sentence, say
from portal.scores.queries.gathering import in_force
from portal.scores.rules import ScoreState
from portal.scores.rules.outcomes import KEPT
from portal.scores.service.rescoring import Change, differences, write
from portal.targets.models import Target
from portal.web.db import db, transactional
from portal.year.models import Year

PORTION = 500
TOLD = 20
STATE, POINTS, BONUS = KEPT.index("state"), KEPT.index("points"), KEPT.index("bonus")


@dataclass
class Report:
    """How many scores were recomputed, how many differed, and the first of these in words."""

    year: int
    targets: int = 0
    differences: int = 0
    told: list[Sentence] = field(default_factory=list)
    after: int = 0  # the last target done: where the next portion begins
    done: bool = False

    def add(self, changes: list[Change]) -> None:
        self.differences += len(changes)
        self.told += [in_words(change) for change in changes[: TOLD - len(self.told)]]


@transactional
def recompute_portion(report: Report, *, writing: bool) -> None:
    """The next targets of the year, in one act; a frozen year is compared and never written."""
    year = db.session.get(Year, report.year)
    numbers = numbers_after(report.year, report.after)
    report.done = len(numbers) < PORTION
    if not numbers:
        return
    targets = in_force(Target.id.in_(numbers))
    changes = differences(targets)
    if writing and year is not None and not year.frozen:
        write(changes)
    report.targets += len(targets)
    report.after = numbers[-1]
    report.add(changes)


@transactional
def tell(report: Report, *, writing: bool) -> None:
    """One line in the trail for the whole run."""
    found = {"year": report.year, "targets": report.targets, "differences": report.differences}
    leave_trace(Event.SCORES_RECOMPUTED, title=str(report.year), after=found | {"written": writing})


def numbers_after(year: int, after: int) -> list[int]:
    statement = select(Target.id).where(Target.year_id == year, Target.id > after)
    return list(db.session.scalars(statement.order_by(Target.id).limit(PORTION)))


def in_words(change: Change) -> Sentence:
    before = change.before
    kept = _points(before[STATE], before[POINTS], before[BONUS]) if before else say("nothing")
    after = change.after
    return say(
        "{target}, month {month}: kept {before}, recomputed {after}",
        target=str(change.target),
        month=change.month,
        before=kept,
        after=_points(after.state, after.points, after.bonus),
    )


def _points(state: ScoreState, points: object, bonus: object) -> Sentence:
    if points is None:
        return state.label
    return say("{points} + {bonus}", points=points, bonus=0 if bonus is None else bonus)
