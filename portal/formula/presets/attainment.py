"""Presets that compare the actual value with the target: reached, in proportion, in steps, within a range."""

from __future__ import annotations

from decimal import Decimal

from portal.core.sentences import say
from portal.formula.presets.parameters import Answers, Asked, Option, Parameter, Preset, figure
from portal.formula.presets.questions import (
    ABOVE,
    AMOUNTS,
    CAP,
    DIRECTION,
    EDGE,
    FLOOR,
    FULL_AT,
    LIMITS,
    REST,
    ROUNDING,
    STEPS,
    actual,
    amount,
    beyond,
    capped,
    finished,
    floored,
    reaches,
    short_of,
    stepped,
)

LEAST = Parameter(
    "least",
    say("No points below this percentage of the pass value"),
    Asked.NUMBER,
    Decimal(60),
    optional=True,
)
NO_LEAST = Parameter(LEAST.key, LEAST.label, Asked.NUMBER, None, optional=True)


def in_proportion(a: Answers, value: str, points: str, full: str = "pass") -> str:
    """``points`` once the least share is reached, held at the weight unless more is allowed."""
    least = a["least"]
    if least:
        points = f"IF({value} < {full} * {figure(least)}%, 0, {points})"
    elif a.get("floor") == "zero":
        points = f"MAX(0, {points})"
    return points


def _proportion(a: Answers) -> str:
    value = actual(a)
    points = f"weight * {value} / pass"
    if a["cap"] == "weight":
        return finished(a, f"IF({value} >= pass, weight, {in_proportion(a, value, points)})")
    return finished(a, in_proportion(a, value, capped(a, points)))


def _all_or_nothing(a: Answers) -> str:
    return f"IF({reaches(a, actual(a), a['full_at'])}, weight, 0)"


def _linear(a: Answers) -> str:
    return finished(a, f"LINEAR({actual(a)}, {figure(a['zero_at'])}, 0, {a['full_at']}, weight)")


def _per_step(a: Answers) -> str:
    value = actual(a)
    lost = floored(a, f"weight - {stepped(a, short_of(a, value, 'pass'))}")
    full = "weight"
    if a["cap"] != "weight":
        # A step is earned only when it is complete, however a step that is lost may be counted.
        part = "proportion" if a["part"] == "proportion" else "whole"
        gained = stepped({**a, "part": part}, beyond(a, value, "pass"))  # type: ignore[arg-type]  # a mapping will do
        full = capped(a, f"weight + {gained}")
    return finished(a, f"IF({reaches(a, value, 'pass')}, {full}, {lost})")


def _table(a: Answers) -> str:
    value, rows = actual(a), sorted(a["rows"])
    if a["direction"] == "higher" and a["edge"] == "reached" and not a["rest"]:
        pairs = ", ".join(f"{figure(mark)}, {amount(a, points)}" for mark, points in rows)
        return f"BAND({value}, {pairs})"
    best_first = rows[::-1] if a["direction"] == "higher" else rows
    bands = [f"{reaches(a, value, figure(mark))}, {amount(a, points)}" for mark, points in best_first]
    return f"IFS({', '.join(bands)}, {amount(a, a['rest'])})"


def _range(a: Answers) -> str:
    value = actual(a)
    or_equal = "=" if a["edge"] == "reached" else ""
    inside = f"AND({value} >{or_equal} pass, {value} <{or_equal} pass_upper)"
    if a["outside"] == "nothing":
        return f"IF({inside}, weight, 0)"
    lost = stepped(a, f"MAX(pass - {value}, {value} - pass_upper)")
    return finished(a, f"IF({inside}, weight, {floored(a, f'weight - {lost}')})")


def _reverse(a: Answers) -> str:
    value = actual(a)
    if a["way"] == "ratio":
        points = f"weight * pass / {value}"
    else:
        points = floored(a, f"weight * (2 - {value} / pass)")
    return finished(a, f"IF({value} <= pass, weight, IF(pass <= 0, 0, {points}))")


def _efficacy(a: Answers) -> str:
    value, low, full, base = actual(a), figure(a["low"]), a["full_at"], figure(a["start"])
    rise = figure(100 - a["start"])
    points = f"weight * ({base} + {rise} * ({value} - {low}) / ({full} - {low})) / 100"
    points = capped(a, points)
    if a["below"] == "zero":
        worse = "<" if a["direction"] == "higher" else ">"
        points = f"IF({value} {worse} {low}, 0, {points})"
    elif a["below"] == "start":
        points = f"MAX(weight * {base}%, {points})"
    return finished(a, points)


OUTSIDE = Parameter(
    "outside",
    say("Outside the range"),
    Asked.CHOICE,
    "deduct",
    (Option("deduct", say("Points off for each step")), Option("nothing", say("No points"))),
)
WAY = Parameter(
    "way",
    say("Above the pass value"),
    Asked.CHOICE,
    "ratio",
    (
        Option("ratio", say("Pass value divided by actual")),
        Option("mirror", say("As much off as it is above")),
    ),
)
BELOW = Parameter(
    "below",
    say("Worse than the value not to be tolerated"),
    Asked.CHOICE,
    "zero",
    (
        Option("zero", say("No points")),
        Option("start", say("The points of that value")),
        Option("none", say("Further down on the same line")),
    ),
)
ROWS = Parameter(
    "rows",
    say("Table"),
    Asked.TABLE,
    columns=(Parameter("mark", say("Value"), Asked.NUMBER), Parameter("points", say("Points"), Asked.NUMBER)),
)

ATTAINMENT: tuple[Preset, ...] = (
    Preset(
        "proportion",
        say("Full marks when passed, else in proportion"),
        say("The weight from the pass value on; below it the same share of the weight as of the pass value."),
        (LEAST, *LIMITS, *ROUNDING),
        _proportion,
    ),
    Preset(
        "all_or_nothing",
        say("All or nothing"),
        say("The weight when the value is reached, else nothing."),
        (DIRECTION, FULL_AT, EDGE, *ROUNDING),
        _all_or_nothing,
    ),
    Preset(
        "linear",
        say("Straight line"),
        say("From no points at one value evenly to the weight at another; flat outside."),
        (Parameter("zero_at", say("No points at"), Asked.NUMBER, Decimal(0)), FULL_AT, *ROUNDING),
        _linear,
    ),
    Preset(
        "per_step",
        say("Points off for each step short"),
        say("The weight when passed; for each step short of the pass value some points less."),
        (DIRECTION, *STEPS, *LIMITS, *ROUNDING),
        _per_step,
    ),
    Preset(
        "step_table",
        say("Step table"),
        say("Points by bands of the actual value; they may exceed the weight."),
        (DIRECTION, ROWS, REST, AMOUNTS, EDGE, *ROUNDING),
        _table,
    ),
    Preset(
        "range",
        say("Range"),
        say("The weight within the range; outside points off for each step, or none at all."),
        (OUTSIDE, *STEPS, FLOOR, EDGE, *ROUNDING),
        _range,
    ),
    Preset(
        "reverse",
        say("Lower is better, in proportion"),
        say("The weight up to the pass value; above it fewer points the further above."),
        (WAY, FLOOR, *ROUNDING),
        _reverse,
    ),
    Preset(
        "efficacy",
        say("Efficacy coefficient"),
        say("A base share at the value not to be tolerated, rising evenly to the weight at the target."),
        (
            DIRECTION,
            Parameter("low", say("Value not to be tolerated"), Asked.NUMBER),
            FULL_AT,
            Parameter("start", say("Percent of the weight at that value"), Asked.NUMBER, Decimal(60)),
            BELOW,
            CAP,
            ABOVE,
            *ROUNDING,
        ),
        _efficacy,
    ),
)
