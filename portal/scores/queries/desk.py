"""What My work shows of the scores: the unit's figures, and formulas to repair."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import url_for
from sqlalchemy import select

from portal.accounts.models import Person, Unit
from portal.core.lights import Light, Signal
from portal.core.policy import EVERYTHING, UNIT_ROLES, Permission, may, reach
from portal.core.sentences import Sentence, say
from portal.core.todo import Glance, Outlook, Panel, ToDo
from portal.scores.models import Score
from portal.scores.queries.boards import Standing, Summary, hindmost, summary
from portal.scores.queries.faults import faults_waiting
from portal.scores.queries.months import AsOf, as_of
from portal.scores.queries.sheets import chances_of, scored_targets
from portal.scores.rules import Chance, Sums, Total, total_of
from portal.scores.rules.months import last_month
from portal.scores.sources import asked
from portal.web.db import db
from portal.year.models import Year

UNITS_SHOWN = 6


def panels(person: Person, today: date) -> Sequence[Panel | Outlook]:
    """Who stands over several units sees them together; who works for one, its total and its next points."""
    at = as_of("", today)
    if at is None or not last_month(at.year.id, today):
        return []
    if oversees(person):
        return [*_of_many(person, summary(person, at)), _hindmost_of(person, at)]
    mine = {unit for role in UNIT_ROLES for unit in person.roles.get(role, ())}
    if len(mine) == 1:
        return _of_one(min(mine), at)
    totals = unit_totals(mine, at.year, at.month) if mine else {}
    units = db.session.scalars(select(Unit).where(Unit.id.in_(totals)).order_by(Unit.place)) if totals else ()
    return [_panel(unit, totals[unit.id]) for unit in units]


def oversees(person: Person) -> bool:
    return reach(person, Permission.SCORE_READ) is EVERYTHING or bool(person.charge)


def _panel(unit: Unit, total: Total) -> Panel:
    detail = say(
        "of {scored} points of weight scored so far; targets pending: {pending}",
        scored=f"{total.scored_weight:.2f}",
        pending=total.pending,
    )
    title = say("Score of {unit}", unit=unit.name)
    return Panel(title, f"{total.total:.2f}", detail, url_for("scores.sheet", unit=unit.code))


def _of_many(person: Person, found: Summary) -> list[Panel]:
    whole = reach(person, Permission.SCORE_READ) is EVERYTHING
    title = say("Mean of the total scores") if whole else say("Mean score of the units in your charge")
    detail = say("Units with an issued sheet: {n}", n=found.units)
    return [
        Panel(title, f"{found.mean:.2f}", detail, url_for("scores.index")),
        Panel(
            say("Targets that wait for figures"), str(found.pending),
            say("They count nothing yet."), url_for("scores.index", sort="-pending"),
        ),
    ]  # fmt: skip


def _hindmost_of(person: Person, at: AsOf) -> Outlook:
    lines = [_glance(one) for one in hindmost(person, at, UNITS_SHOWN)]
    every = url_for("scores.index", sort="total")
    return Outlook(say("Lowest share of points so far"), lines, say("All units"), every)


def _of_one(unit_id: int, at: AsOf) -> list[Panel | Outlook]:
    kept = scored_targets(unit_id, at)
    if not kept:
        return []
    unit = next(iter(kept)).unit
    off = asked("deductions", [unit_id], at.year.id, at.month).get(unit_id, ())
    total = total_of(Sums.over(kept.values()), cap=at.year.bonus_cap, deductions=off)
    lines = [
        Glance(
            one.ref.indicator.name,
            url_for("scores.explanation", unit=unit.code, target=one.ref.id),
            _way(one),
            figure=f"+{one.gain:.2f}",
        )
        for one in chances_of(kept, at.month)
    ]
    every = url_for("scores.sheet", unit=unit.code)
    return [_panel(unit, total), Outlook(say("The next cheapest points"), lines, say("Score sheet"), every)]


def _way(one: Chance) -> Sentence:
    there = f"{one.there.normalize():f} {one.ref.indicator.unit_of_measure}"
    return (
        say("bonus at {there}", there=there) if one.is_bonus else say("more points at {there}", there=there)
    )


def _glance(one: Standing) -> Glance:
    total = one.total
    note = say(
        "{points} of {scored}, targets pending: {pending}",
        points=f"{total.points:.2f}", scored=f"{total.scored_weight:.2f}", pending=total.pending,
    )  # fmt: skip
    return Glance(one.name, url_for("scores.sheet", unit=one.code), note, figure=f"{total.rate:.2f}%")


def unit_total(unit: Unit, year: Year, month: int) -> Total:
    """One unit's total by the end of that month, without what is confirmed of it."""
    return unit_totals([unit.id], year, month).get(unit.id) or total_of(Sums(), cap=year.bonus_cap)


def unit_totals(unit_ids: Sequence[int] | set[int], year: Year, month: int) -> dict[int, Total]:
    kept = select(*Score.__table__.c).where(
        Score.year_id == year.id, Score.month == month, Score.unit_id.in_(unit_ids)
    )
    sums: dict[int, Sums] = {}
    for score in db.session.execute(kept):
        sums.setdefault(score.unit_id, Sums()).add(score)
    off = asked("deductions", list(sums), year.id, month) if sums else {}
    return {
        unit: total_of(one, cap=year.bonus_cap, deductions=off.get(unit, ())) for unit, one in sums.items()
    }


def to_dos(person: Person, today: date) -> Sequence[ToDo]:
    """One line for the office where formulas fail."""
    count = faults_waiting(today) if may(person, Permission.FORMULA_REPAIR) else 0
    if not count:
        return []
    return [
        ToDo(
            title=say("Formulas that give no score"),
            signal=Signal(Light.RED, say("{count} scores cannot be computed.", count=count)),
            action=say("Repair"),
            address=url_for("scores.broken"),
        )
    ]
