"""The short codes by which the indicator table names its scoring rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

CODE = re.compile(r"([ABCDEFG])(?:([\d.]+)(?::([\d.]+))?(?:/\w+)?)?")
NAMED = re.compile(r"(\w+?)=(\d+)")


class Shape(StrEnum):
    PROPORTION = "A"  # full weight at the pass value, else in proportion; below first % of it nothing
    SHORT = "B"  # second points off for each first short of the pass value
    RANGE = "C"  # full weight inside, second off for each first outside
    EVENTS = "D"  # first points off per event
    NAMED = "E"  # points by name
    ABOVE = "F"  # second points off for each first above the pass value
    BALLOTS = "G"  # full weight at the pass value, else in proportion


@dataclass(frozen=True, slots=True)
class Rule:
    shape: Shape
    first: Decimal = Decimal(0)
    second: Decimal = Decimal(0)
    named: tuple[tuple[str, Decimal], ...] = ()


def read_rule(code: str) -> Rule:
    if code.startswith(Shape.NAMED):
        named = tuple((name, Decimal(points)) for name, points in NAMED.findall(code[1:]))
        return Rule(Shape.NAMED, named=named)
    found = CODE.fullmatch(code)
    if not found:
        raise ValueError(code)
    shape, first, second = found.groups()
    return Rule(Shape(shape), Decimal(first or 0), Decimal(second or 0))
