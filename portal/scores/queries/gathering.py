"""Everything the engine needs about some targets, in a number of statements that does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import contains_eager, lazyload

from portal.core.calendar import WorkCalendar
from portal.formula import BLANK, Row
from portal.indicators.models import Indicator
from portal.scores.models import Score
from portal.scores.queries.laws import laws_of
from portal.scores.rules import MONTHS, Engine, Facts, Group, Law
from portal.scores.sources import asked
from portal.targets.models import Sheet, Target
from portal.targets.rules import IN_FORCE
from portal.web.db import db
from portal.year.queries import work_calendar

Rows = Mapping[int, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Case:
    """One target with its engine and its facts."""

    target: Target
    engine: Engine
    facts: Facts


@dataclass(frozen=True, slots=True)
class Material:
    """What was read for a set of targets, by target."""

    rows: Rows
    monthly: Mapping[int, Mapping[int, Mapping[str, Any]]]
    previous: Mapping[int, Facts]

    def facts(self, target: Target) -> Facts:
        return Facts(
            numbers_of(target),
            self.rows.get(target.id, ()),
            monthly=self.monthly.get(target.id, {}),
            previous=self.previous.get(target.id),
            ref=target.id,
        )


def gather(
    targets: Collection[Target], *, months: Sequence[int] = MONTHS, instead: Rows | None = None
) -> dict[int, Case]:
    """By target. ``instead`` gives rows that stand in for those of the sources: what is being typed."""
    laws = laws_of(targets)
    everyone = with_peers(targets, laws)
    material = _read(everyone, laws, months, instead or {})
    calendar = work_calendar() if any(law.counts_workdays for law in laws.values()) else None
    facts = {target.id: material.facts(target) for target in everyone}
    engines = _engines(everyone, laws, facts, calendar)
    return {target.id: Case(target, engines[target.indicator_id], facts[target.id]) for target in targets}


def with_peers(targets: Iterable[Target], laws: Mapping[int, Law]) -> list[Target]:
    """The targets, and all others of the indicators whose formulas look across the units."""
    everyone = {target.id: target for target in targets}
    compared = [number for number, law in laws.items() if law.needs_peers]
    if compared:
        everyone |= {target.id: target for target in in_force(Target.indicator_id.in_(compared))}
    return sorted(everyone.values(), key=lambda target: target.id)


def in_force(*conditions: Any) -> list[Target]:
    statement = (
        select(Target)
        .join(Target.sheet)
        .where(Sheet.state.in_(IN_FORCE), *conditions)
        .options(lazyload(Target.collaborations))
        .order_by(Target.id)
    )
    return list(db.session.scalars(statement).unique())


def numbers_of(target: Target) -> dict[str, Decimal | None]:
    """By their names in formulas."""
    return {
        "pass": target.pass_value,
        "pass_upper": target.pass_upper,
        "challenge": target.challenge_value,
        "weight": target.weight,
        "bonus": target.bonus,
        "last_year": target.last_year,
    }


def _engines(
    targets: Iterable[Target],
    laws: Mapping[int, Law],
    facts: Mapping[int, Facts],
    calendar: WorkCalendar | None,
) -> dict[int, Engine]:
    members: defaultdict[int, list[Facts]] = defaultdict(list)
    for target in targets:
        members[target.indicator_id].append(facts[target.id])
    engines = {}
    for number, law in laws.items():
        group = Group(law, members[number], calendar) if law.needs_peers else None
        engines[number] = Engine(law, group=group, calendar=calendar)
    return engines


def _read(
    targets: Sequence[Target], laws: Mapping[int, Law], months: Sequence[int], instead: Rows
) -> Material:
    before = _last_years([target for target in targets if laws[target.indicator_id].uses_previous])
    asking = [target for target in targets if target.id not in instead] + list(before.values())
    rows = {**(asked("rows", asking) if asking else {}), **instead}
    monthly = _own_figures([t for t in targets if laws[t.indicator_id].own_figures], months)
    kept = _kept_actuals([target.id for target in before.values()])
    previous = {
        number: Facts(
            numbers_of(target), rows.get(target.id, ()), monthly=kept.get(target.id, {}), ref=target.id
        )
        for number, target in before.items()
    }
    return Material(rows, monthly, previous)


def _own_figures(
    targets: Collection[Target], months: Sequence[int]
) -> dict[int, dict[int, Mapping[str, Decimal]]]:
    """The portal's own measures of each target's unit, by month."""
    found: dict[int, dict[int, Mapping[str, Decimal]]] = {}
    for year in {target.year_id for target in targets}:
        units = sorted({target.unit_id for target in targets if target.year_id == year})
        answers = asked("measures", units, year, months)
        for target in targets:
            if target.year_id == year:
                found[target.id] = {month: answers.get((target.unit_id, month), {}) for month in months}
    return found


def _last_years(targets: Collection[Target]) -> dict[int, Target]:
    """By target: the same unit's target of the same indicator code, a year before."""
    if not targets:
        return {}
    wanted = {(t.year_id - 1, t.unit_id, t.indicator.code): t.id for t in targets}
    statement = (
        select(Target)
        .join(Target.indicator)
        .where(tuple_(Target.year_id, Target.unit_id, Indicator.code).in_(list(wanted)))
        .options(contains_eager(Target.indicator), lazyload(Target.collaborations))
    )
    found = db.session.scalars(statement).unique()
    return {wanted[t.year_id, t.unit_id, t.indicator.code]: t for t in found}


def _kept_actuals(target_ids: Collection[int]) -> dict[int, dict[int, dict[str, Any]]]:
    """Last year's completion values as they were kept, so that PREV gives what was published."""
    kept: defaultdict[int, dict[int, dict[str, Any]]] = defaultdict(dict)
    if target_ids:
        columns = select(Score.target_id, Score.month, Score.actual).where(Score.target_id.in_(target_ids))
        for number, month, actual in db.session.execute(columns):
            kept[number][month] = {"actual": BLANK if actual is None else actual}
    return kept
