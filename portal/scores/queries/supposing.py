"""What a target is worth, were these its rows. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence

from portal.formula import Row
from portal.scores.queries.gathering import Case, gather
from portal.scores.rules import Outcome
from portal.scores.rules.missing import with_missing
from portal.scores.sources import asked
from portal.targets.models import Target


def would_score(target: Target, rows: Sequence[Row], month: int) -> Outcome:
    """The outcome by the end of that month with these rows for the whole year, and what is still missing."""
    case = gather([target], months=(month,), instead={target.id: rows})[target.id]
    outcome = outcome_of(case, month)
    if outcome.points is None:
        outcome = outcome._replace(awaited=asked("awaited", [target], month).get(target.id, 0))
    return outcome


def outcome_of(case: Case, month: int) -> Outcome:
    view = case.engine.view(case.facts, month)
    outcome = case.engine.outcome(view, case.engine.judge(view), month)
    return with_missing(case.engine, view, outcome)
