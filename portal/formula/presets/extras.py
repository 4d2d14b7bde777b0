"""Presets for the bonus beyond the challenge value, and for measuring the actual value from the ledger."""

from __future__ import annotations

from decimal import Decimal

from portal.core.sentences import say
from portal.formula.names import Purpose
from portal.formula.presets.parameters import Answers, Asked, Option, Parameter, Preset, figure
from portal.formula.presets.questions import (
    DIRECTION,
    EDGE,
    HIGHER,
    ROUNDING,
    STEPS,
    actual,
    beyond,
    finished,
    reaches,
    stepped,
)


def _fixed(a: Answers) -> str:
    return f"IF({reaches(a, actual(a), 'challenge')}, bonus, 0)"


def _proportional(a: Answers) -> str:
    value = actual(a)
    line = f"LINEAR({value}, pass, 0, challenge, bonus)"
    if a["direction"] == HIGHER:
        return finished(a, line)
    return finished(a, f"IF({value} <= challenge, bonus, IF({value} >= pass, 0, {line}))")


def _per_step(a: Answers) -> str:
    value, start = actual(a), a["start"]
    points = stepped(a, beyond(a, value, start))
    match a["cap"]:
        case "bonus":
            points = f"MIN(bonus, {points})"
        case "number":
            points = f"MIN({figure(a['at_most'])}, {points})"
    return finished(a, f"IF({reaches(a, value, start)}, {points}, 0)")


def _total(a: Answers) -> str:
    return f"SUM({a['field']})"


def _latest(a: Answers) -> str:
    return f"LAST({a['field']})"


def _ratio(a: Answers) -> str:
    return finished(a, f"SUM({a['part_of']}) / SUM({a['whole']}) * 100")


def _average(a: Answers) -> str:
    trim = a["trim"]
    return finished(a, f"TRIMMEAN({a['field']}, {figure(trim)})" if trim else f"AVG({a['field']})")


START = Parameter(
    "start",
    say("Steps count from"),
    Asked.CHOICE,
    "challenge",
    (Option("challenge", say("The challenge value")), Option("pass", say("The pass value"))),
)
CAP = Parameter(
    "cap",
    say("The points may rise"),
    Asked.CHOICE,
    "bonus",
    (
        Option("bonus", say("To the bonus")),
        Option("number", say("To a number of points")),
        Option("none", say("Without limit")),
    ),
)
AT_MOST = Parameter("at_most", say("At most"), Asked.POSITIVE, Decimal(1), only_if=("cap", ("number",)))
FIELD = Parameter("field", say("Field"), Asked.FIELD)

BONUSES: tuple[Preset, ...] = (
    Preset(
        "bonus_fixed",
        say("Challenge bonus, all of it"),
        say("The bonus when the challenge value is reached."),
        (DIRECTION, EDGE, *ROUNDING),
        _fixed,
        Purpose.BONUS,
    ),
    Preset(
        "bonus_proportional",
        say("Challenge bonus in proportion"),
        say("Evenly from nothing at the pass value to the bonus at the challenge value, and no more."),
        (DIRECTION, *ROUNDING),
        _proportional,
        Purpose.BONUS,
    ),
    Preset(
        "bonus_per_step",
        say("Challenge bonus by steps"),
        say("Some points for each step beyond, up to a limit."),
        (DIRECTION, START, *STEPS, CAP, AT_MOST, *ROUNDING),
        _per_step,
        Purpose.BONUS,
    ),
)

MEASURES: tuple[Preset, ...] = (
    Preset("total", say("Total"), say("All entries added up."), (FIELD,), _total, Purpose.MEASURE),
    Preset(
        "latest", say("Latest"), say("The value of the latest entry."), (FIELD,), _latest, Purpose.MEASURE
    ),
    Preset(
        "ratio",
        say("Ratio in percent"),
        say("One field's total in percent of another's."),
        (
            Parameter("part_of", say("Part"), Asked.FIELD),
            Parameter("whole", say("Whole"), Asked.FIELD),
            *ROUNDING,
        ),
        _ratio,
        Purpose.MEASURE,
    ),
    Preset(
        "average",
        say("Average"),
        say("The mean of all entries, if wanted without the highest and lowest ones."),
        (FIELD, Parameter("trim", say("Highest and lowest left out"), Asked.WHOLE, Decimal(0)), *ROUNDING),
        _average,
        Purpose.MEASURE,
    ),
)
