"""Bringing kept scores up to their facts, inside the act that moved them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from portal.indicators.models import Indicator
from portal.scores.models import Score
from portal.scores.queries.gathering import gather, in_force, with_peers
from portal.scores.queries.laws import laws_of
from portal.scores.rules import MONTHS, Outcome
from portal.scores.rules.outcomes import KEPT
from portal.targets.models import Sheet, Target
from portal.targets.rules import IN_FORCE
from portal.web.clock import now, today
from portal.web.db import db

Kept = tuple[Any, ...]
COLUMNS = [getattr(Score, name) for name in KEPT]
TABLE: Any = Score.__table__


@dataclass(frozen=True, slots=True)
class Change:
    """A score that is not what was kept; ``before`` is ``None`` where nothing was."""

    target: Target
    month: int
    before: Kept | None
    after: Outcome
    score_id: int | None = None


def rescore(targets: Collection[Target], *, since: int = 1) -> list[Change]:
    """Recompute these targets from that month on and write what changed; the caller's act commits.

    Where a formula looks across the units, all targets of its indicator are recomputed;
    where last year is corrected, so is what this year compares with it. Targets that are
    not in force have no score. A second writer of the same target waits here for the first.
    """
    everyone = _lock(_followed(with_peers(targets, laws_of(targets))))
    changes = differences(everyone, since=since)
    write(changes)
    return changes


def rescore_indicator(indicator: Indicator) -> list[Change]:
    """The law has changed, and with it every score it gave this year."""
    db.session.flush()
    return rescore(in_force(Target.indicator_id == indicator.id))


def differences(targets: Sequence[Target], *, since: int = 1) -> list[Change]:
    """What recomputing would change, from that month on and where nothing is kept yet. Nothing is written."""
    if not targets:
        return []
    kept = _kept([target.id for target in targets])
    cases = gather(targets)
    changes = []
    for target in targets:
        case = cases[target.id]
        months = [month for month in MONTHS if month >= since or (target.id, month) not in kept]
        for month, outcome in zip(months, case.engine.outcomes(case.facts, months), strict=True):
            number, before = kept.get((target.id, month), (None, None))
            if before != outcome[: len(KEPT)]:
                changes.append(Change(target, month, before, outcome, number))
    return changes


def write(changes: Iterable[Change]) -> None:
    """Two statements, however many there are."""
    moment = now()
    new, known = [], []
    for change in changes:
        row = dict(zip(KEPT, change.after, strict=False)) | {"computed_at": moment}
        if change.score_id is None:
            target = change.target
            new.append(
                row | {"target_id": target.id, "month": change.month}
                | {"year_id": target.year_id, "unit_id": target.unit_id}
            )  # fmt: skip
        else:
            known.append(row | {"number": change.score_id})
    if new:
        db.session.execute(insert(TABLE), new)
    if known:
        db.session.execute(update(TABLE).where(TABLE.c.id == bindparam("number")), known)


def _kept(target_ids: Sequence[int]) -> Mapping[tuple[int, int], tuple[int, Kept]]:
    statement = select(Score.target_id, Score.month, Score.id, *COLUMNS).where(
        Score.target_id.in_(target_ids)
    )
    rows: Iterable[Row[Any]] = db.session.execute(statement)
    return {(row[0], row[1]): (row[2], tuple(row[3:])) for row in rows}


def _lock(targets: Sequence[Target]) -> list[Target]:
    """Those in force, one writer at a time."""
    db.session.flush()
    statement = (
        select(Target.id)
        .join(Target.sheet)
        .where(Target.id.in_([target.id for target in targets]), Sheet.state.in_(IN_FORCE))
        .order_by(Target.id)
        .with_for_update(of=Target)
    )
    locked = set(db.session.scalars(statement))
    return [target for target in targets if target.id in locked]


def _followed(targets: Sequence[Target]) -> list[Target]:
    """The targets, and those of the next year that look back at them."""
    past = [target for target in targets if target.year_id < today().year]
    if not past:
        return list(targets)
    unit_and_code = {(target.year_id + 1, target.unit_id, target.indicator.code) for target in past}
    nearby = in_force(
        Target.year_id.in_({year for year, _, _ in unit_and_code}),
        Target.unit_id.in_({unit for _, unit, _ in unit_and_code}),
    )
    later = [one for one in nearby if (one.year_id, one.unit_id, one.indicator.code) in unit_and_code]
    laws = laws_of(later)
    return [*targets, *(one for one in later if laws[one.indicator_id].uses_previous)]
