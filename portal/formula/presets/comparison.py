"""Presets that compare with the other units or with last year."""

from __future__ import annotations

from decimal import Decimal

from portal.core.sentences import say
from portal.formula.presets.parameters import Answers, Asked, Parameter, Preset, figure
from portal.formula.presets.questions import (
    AMOUNTS,
    BASE,
    DIRECTION,
    FLOOR,
    HIGHER,
    REST,
    ROUNDING,
    STEPS,
    TIES,
    actual,
    amount,
    finished,
    floored,
    reaches,
    short_of,
    stepped,
)


def _rank(a: Answers) -> str:
    place = _place(a, actual(a))
    pairs = ", ".join(f"{place} <= {figure(last)}, {amount(a, points)}" for last, points in sorted(a["rows"]))
    return f"IFS({pairs}, {amount(a, a['rest'])})"


def _place(a: Answers, value: str) -> str:
    """The place; of equals either the best of their places or the average of the best and the worst."""
    own, other = ("RANK", "RANK_ASC") if a["direction"] == HIGHER else ("RANK_ASC", "RANK")
    if a["ties"] == "best":
        return f"{own}({value})"
    return f"({own}({value}) + PEERS_COUNT({value}) - {other}({value}) + 1) / 2"


def _growth(a: Answers) -> str:
    growth, goal = "(actual - last_year) / last_year * 100", figure(a["goal"])
    if a["round"] == "actual":
        growth = f"ROUND({growth}, {figure(a['places'])})"
    lost = floored(a, f"weight - {stepped(a, short_of(a, growth, goal))}")
    points = finished(a, f"IF({reaches(a, growth, goal)}, weight, {lost})")
    better = ">" if a["direction"] == HIGHER else "<"
    otherwise = {
        "pending": "",
        "zero": ", 0",
        "full": ", weight",
        "better": f", IF(actual {better} last_year, weight, 0)",
    }
    return f"IF(last_year > 0, {points}{otherwise[a['base']]})"


PLACES_TABLE = Parameter(
    "rows",
    say("Table"),
    Asked.TABLE,
    columns=(
        Parameter("place", say("Up to place"), Asked.POSITIVE),
        Parameter("points", say("Points"), Asked.NUMBER),
    ),
)

COMPARISON: tuple[Preset, ...] = (
    Preset(
        "rank",
        say("Rank table"),
        say("Points by the place among the units that share the indicator."),
        (DIRECTION, PLACES_TABLE, REST, AMOUNTS, TIES, *ROUNDING),
        _rank,
    ),
    Preset(
        "growth",
        say("Growth on last year"),
        say("The weight when the growth reaches the goal; for each step short some points less."),
        (
            DIRECTION,
            Parameter("goal", say("Growth in percent; a decrease is negative"), Asked.NUMBER, Decimal(0)),
            *STEPS,
            FLOOR,
            BASE,
            *ROUNDING,
        ),
        _growth,
    ),
)
