"""What real rules leave open and an author must choose, asked in the same words by every preset."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from portal.core.sentences import say
from portal.formula.presets.parameters import Answers, Asked, Option, Parameter, figure

HIGHER, LOWER = "higher", "lower"

DIRECTION = Parameter(
    "direction",
    say("Which way is better"),
    Asked.CHOICE,
    HIGHER,
    (Option(HIGHER, say("Higher is better")), Option(LOWER, say("Lower is better"))),
)
SIZE = Parameter("size", say("Size of a step"), Asked.POSITIVE, Decimal(1))
EACH = Parameter("points", say("Points for each step"), Asked.POSITIVE, Decimal(1))
PART = Parameter(
    "part",
    say("A part of a step counts"),
    Asked.CHOICE,
    "proportion",
    (
        Option("proportion", say("In proportion")),
        Option("begun", say("As a whole step, once begun")),
        Option("whole", say("Not at all; only whole steps count")),
    ),
)
FLOOR = Parameter(
    "floor",
    say("The points may fall"),
    Asked.CHOICE,
    "zero",
    (Option("zero", say("To zero")), Option("none", say("Below zero"))),
)
CAP = Parameter(
    "cap",
    say("The points may rise"),
    Asked.CHOICE,
    "weight",
    (
        Option("weight", say("To the weight")),
        Option("above", say("A few points above the weight")),
        Option("none", say("Without limit")),
    ),
)
ABOVE = Parameter(
    "above", say("Points above the weight"), Asked.POSITIVE, Decimal(1), only_if=("cap", ("above",))
)
EDGE = Parameter(
    "edge",
    say("Who is exactly on the line"),
    Asked.CHOICE,
    "reached",
    (Option("reached", say("Has reached it")), Option("missed", say("Has not reached it yet"))),
)
TIES = Parameter(
    "ties",
    say("Units of equal value"),
    Asked.CHOICE,
    "best",
    (
        Option("best", say("Share the best of their places")),
        Option("average", say("Share the average of their places")),
    ),
)
BASE = Parameter(
    "base",
    say("Last year was zero or below"),
    Asked.CHOICE,
    "pending",
    (
        Option("pending", say("The score stays pending")),
        Option("zero", say("No points")),
        Option("full", say("Full marks")),
        Option("better", say("Full marks if better than last year, else none")),
    ),
)
ROUND = Parameter(
    "round",
    say("Round"),
    Asked.CHOICE,
    "none",
    (
        Option("none", say("Nothing before the points are final")),
        Option("actual", say("The actual value")),
        Option("points", say("The points")),
    ),
)
PLACES = Parameter(
    "places", say("Decimal places"), Asked.WHOLE, Decimal(2), only_if=("round", ("actual", "points"))
)
AMOUNTS = Parameter(
    "amounts",
    say("The table gives"),
    Asked.CHOICE,
    "points",
    (Option("points", say("Points")), Option("percent", say("Percent of the weight"))),
)
REST = Parameter("rest", say("Otherwise"), Asked.NUMBER, Decimal(0))
FULL_AT = Parameter(
    "full_at",
    say("Full marks at"),
    Asked.CHOICE,
    "pass",
    (Option("pass", say("The pass value")), Option("challenge", say("The challenge value"))),
)

STEPS = (SIZE, EACH, PART)
LIMITS = (FLOOR, CAP, ABOVE)
ROUNDING = (ROUND, PLACES)


def actual(a: Answers) -> str:
    return f"ROUND(actual, {figure(a['places'])})" if a["round"] == "actual" else "actual"


def finished(a: Answers, points: str) -> str:
    return f"ROUND({points}, {figure(a['places'])})" if a["round"] == "points" else points


def floored(a: Answers, points: str) -> str:
    return f"MAX(0, {points})" if a["floor"] == "zero" else points


def capped(a: Answers, points: str, full: str = "weight") -> str:
    match a["cap"]:
        case "weight":
            return f"MIN({full}, {points})"
        case "above":
            return f"MIN({full} + {figure(a['above'])}, {points})"
    return points


def reaches(a: Answers, value: str, mark: str) -> str:
    """The condition that ``value`` is as good as ``mark``, by direction and edge where they are asked."""
    sign = ">" if a.get("direction", HIGHER) == HIGHER else "<"
    return f"{value} {sign}{'' if a.get('edge') == 'missed' else '='} {mark}"


def stepped(a: Answers, distance: str) -> str:
    """Points for a distance, by steps."""
    size, each = figure(a["size"]), figure(a["points"])
    times = "" if each == "1" else f" * {each}"
    if a["part"] != "proportion":
        function = "STEPS" if a["part"] == "begun" else "WHOLE_STEPS"
        return f"{function}({distance}, {size}){times}"
    if size == "1":
        return f"{bracketed(distance)}{times}"
    if comes_out_even(a["size"]):
        return f"{bracketed(distance)} / {size}{times}"
    return f"{bracketed(distance)}{times} / {size}"


def comes_out_even(size: Decimal) -> bool:
    """Does dividing by it stay exact? If not, the division comes last, so that it cannot blur a boundary."""
    rest = Fraction(size).numerator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return rest == 1


def bracketed(text: str) -> str:
    """Brackets around a sum; a single call or name needs none."""
    return text if text.startswith("MAX(") or " " not in text else f"({text})"


def amount(a: Answers, points: Decimal) -> str:
    return f"weight * {figure(points)}%" if a["amounts"] == "percent" and points else figure(points)


def short_of(a: Answers, value: str, mark: str) -> str:
    """How far ``value`` is on the wrong side of ``mark``."""
    return f"{mark} - {value}" if a["direction"] == HIGHER else f"{value} - {mark}"


def beyond(a: Answers, value: str, mark: str) -> str:
    return f"{value} - {mark}" if a["direction"] == HIGHER else f"{mark} - {value}"
