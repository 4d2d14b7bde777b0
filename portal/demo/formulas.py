"""The scoring rules of the indicator table, written as ordinary formulas by the presets."""

from __future__ import annotations

from typing import Any

from portal.demo.rules import Rule, Shape, read_rule
from portal.demo.tables import Law
from portal.formula import Purpose
from portal.formula.presets import PRESETS
from portal.indicators.rules import Direction, names_for

# How a form of each model counts what went wrong; elsewhere the measure itself is the count.
FAILURES = {"share": "SUM({1} - {0})", "incidents": "MAX(0, actual)"}


def score_of(law: Law) -> str:
    """The score formula, in the words of the form."""
    preset, answers = _preset(law, read_rule(law.rule))
    return PRESETS[preset].write(names=names_for(law.form.fields, Purpose.SCORE), **answers)


def bonus_of(law: Law) -> str:
    """The bonus formula; empty where there is no bonus to earn."""
    if not law.bonus or law.challenge is None:
        return ""
    return PRESETS["bonus_fixed"].write(direction=_direction(law))


def _preset(law: Law, rule: Rule) -> tuple[str, dict[str, Any]]:
    match rule.shape:
        case Shape.PROPORTION:
            return "proportion", {"least": rule.first}
        case Shape.BALLOTS:
            return "ballots", {}
        case Shape.SHORT | Shape.ABOVE:
            return "per_step", {"direction": _direction(law), "size": rule.first, "points": rule.second}
        case Shape.RANGE:
            return "range", {"size": rule.first, "points": rule.second}
        case Shape.NAMED:
            return "by_name", {"rows": rule.named}
    return "per_event_off", {"events": _failures(law), "points": rule.first}


def _direction(law: Law) -> str:
    return "lower" if law.direction is Direction.LOWER else "higher"


def _failures(law: Law) -> str:
    counted = FAILURES.get(law.form.model, "actual")
    return counted.format(*(field.key for field in law.form.fields))
