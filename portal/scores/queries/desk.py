"""What My work shows of the scores: the unit's figures, and formulas to repair."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import url_for
from sqlalchemy import select

from portal.accounts.models import Person, Unit
from portal.core.lights import Light, Signal
from portal.core.policy import UNIT_ROLES, Permission, may
from portal.core.sentences import say
from portal.core.todo import Panel, ToDo
from portal.scores.models import Score
from portal.scores.queries.faults import faults_waiting
from portal.scores.rules import Sums, Total, total_of
from portal.scores.rules.months import last_month
from portal.scores.sources import asked
from portal.web.db import db
from portal.year.models import Year
from portal.year.queries import current_year


def panels(person: Person, today: date) -> Sequence[Panel]:
    """The total of each unit this person works for."""
    mine = {unit for role in UNIT_ROLES for unit in person.roles.get(role, ())}
    year = current_year(today) if mine else None
    if year is None or not last_month(year.id, today):
        return []
    totals = unit_totals(mine, year, last_month(year.id, today))
    units = db.session.scalars(select(Unit).where(Unit.id.in_(totals)).order_by(Unit.place)) if totals else ()
    return [_panel(unit, totals[unit.id]) for unit in units]


def _panel(unit: Unit, total: Total) -> Panel:
    detail = say(
        "Points {points}, bonus {bonus}, {pending} pending",
        points=f"{total.points:.2f}",
        bonus=f"{total.bonus:.2f}",
        pending=total.pending,
    )
    title = say("Score of {unit}", unit=unit.name)
    return Panel(title, f"{total.total:.2f}", detail, url_for("scores.sheet", unit=unit.code))


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
