"""What a ledger earns, and what it would earn with the row that is being typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.core.periods import Period
from portal.core.sentences import Sentence
from portal.formula import Row
from portal.ledger.queries.facts import readers_of, rows, rows_with_places, understood
from portal.ledger.rules.reporting import counts_from
from portal.scores.queries import would_score
from portal.scores.rules import Outcome
from portal.scores.rules.months import last_month
from portal.targets.models import Target


@dataclass(frozen=True, slots=True)
class Trial:
    """An outcome by the end of ``month``; ``typed`` where it counts what is in the form and not yet saved."""

    outcome: Outcome
    month: int
    typed: bool = False
    hint: Sentence | None = None  # why what is typed does not count yet


def month_shown(target: Target, today: date) -> int:
    """The month that is running: what everybody else sees as the score of today."""
    return max(last_month(target.year_id, today), 1)


def standing(
    target: Target, month: int, *, recorded: Sequence[Row] | None = None, hint: Sentence | None = None
) -> Trial:
    """As recorded."""
    known = rows([target])[target.id] if recorded is None else recorded
    return Trial(would_score(target, known, month), month, hint=hint)


def trial(
    target: Target, period: Period, values: Mapping[str, str], month: int, *, recorded: date,
    figures_of: str | None = None, instead_of: int | None = None,
) -> Trial:  # fmt: skip
    """With one more row; it stands in for the period's row of figures, or for the row being corrected."""
    readers = readers_of(target.indicator.fields)
    others = [
        fact
        for fact, place in rows_with_places(target, readers)
        if fact.ref != instead_of and (figures_of is None or place != figures_of)
    ]
    counting = counts_from(period.month, target.year_id, recorded)
    rows_then = [*others, Row(understood(values, readers), counting)]
    return Trial(would_score(target, rows_then, month), month, typed=True)
