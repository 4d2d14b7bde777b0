"""Rescoring a district: the engine against the same sums written by hand, in one run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from time import process_time
from typing import Any

from bench.figures import Measured, table
from portal.formula import Field, Names, Row, compile_formula
from portal.scores.rules import MONTHS, Engine, Facts, Law, Outcome, ScoreState

UNITS, TARGETS = 1000, 30
GOAL = 2.0
SCORED, PENDING, FAILED = ScoreState.SCORED, ScoreState.PENDING, ScoreState.ERROR
CENT, MICRO, ZERO, HUNDRED = Decimal("0.01"), Decimal("0.000001"), Decimal("0.00"), Decimal(100)
TENTH, HALF = Decimal("0.1"), Decimal("0.5")
LAW = (
    "SUM(local) / SUM(total) * 100",
    "IF(actual >= pass, weight, MAX(0, weight - (pass - actual) / 0.1 * 0.5))",
    "IF(actual >= challenge, bonus, 0)",
)
NUMBERS = {
    "pass": Decimal("45.5"),
    "pass_upper": None,
    "challenge": Decimal(46),
    "weight": Decimal(16),
    "bonus": Decimal("1.5"),
    "last_year": None,
}


def measure(units: int = UNITS) -> list[Measured]:
    agree()
    plain, engine = _seconds(units, by_hand, by_engine)
    ratio = engine / plain
    size = f"{units:,} units × {TARGETS} targets × 12 months"
    return [
        Measured(f"rescore by hand-written Python, {size}", plain, "s"),
        Measured(f"rescore by the engine, {size}", engine, "s"),
        Measured("engine against hand-written Python", ratio, "×", GOAL),
    ]


def _seconds(units: int, *ways: Callable[[Sequence[list[Row]]], Any]) -> list[float]:
    """Unit after unit, each way in turn: what else the machine does burdens them alike."""
    spent = [0.0] * len(ways)
    for unit in range(units):
        ledgers = [_ledger(unit * TARGETS + target) for target in range(TARGETS)]
        for place, way in enumerate(ways):
            started = process_time()
            way(ledgers)
            spent[place] += process_time() - started
    return spent


def _ledger(number: int) -> list[Row]:
    """Twelve months of figures that no two targets share."""
    return [
        Row({"local": Decimal(4000 + number % 997 + month) / 10, "total": Decimal(9000 + month) / 10}, month)
        for month in MONTHS
    ]


def by_engine(ledgers: Sequence[list[Row]]) -> list[Outcome]:
    engine = Engine(COMPILED)
    return [one for rows in ledgers for one in engine.outcomes(Facts(NUMBERS, rows), MONTHS)]


def law() -> Law:
    fields = (Field("local", "地方收入"), Field("total", "全口径收入"))
    measure, score, bonus = LAW
    return Law(
        compile_formula(measure, Names.measure(fields)),
        compile_formula(score, Names.score(fields)),
        compile_formula(bonus, Names.bonus(fields)),
    )


COMPILED = law()  # once for each indicator of a year, not for each of its thousand units


def by_hand(ledgers: Sequence[list[Row]]) -> list[Outcome]:
    return [outcome for rows in ledgers for outcome in _by_hand(rows)]


def _by_hand(rows: list[Row]) -> Iterator[Outcome]:
    """What a programmer would write for this one law: months, blanks, sums, a division that may fail,
    steps, two roundings, what is still reachable; the same outcomes as the engine's.
    """
    mark, challenge, weight, bonus = (NUMBERS[name] for name in ("pass", "challenge", "weight", "bonus"))
    for month in MONTHS:
        counted = [row.values for row in rows if row.month <= month]
        local = [value for values in counted if (value := values.get("local")) is not None]
        total = [value for values in counted if (value := values.get("total")) is not None]
        if not local or not total:
            yield Outcome(weight, PENDING, reachable=weight, reachable_bonus=bonus)
            continue
        try:
            actual = (sum(local, ZERO) / sum(total, ZERO) * HUNDRED).quantize(MICRO, ROUND_HALF_UP)
        except ArithmeticError:
            yield Outcome(weight, FAILED, reachable=weight, reachable_bonus=bonus)
            continue
        points = weight if actual >= mark else max(ZERO, weight - (mark - actual) / TENTH * HALF)
        points = points.quantize(CENT, ROUND_HALF_UP)
        extra = (bonus if actual >= challenge else ZERO).quantize(CENT, ROUND_HALF_UP)
        last = month == 12
        most = points if last else max(points, weight)
        whole = extra if last else max(extra, bonus)
        yield Outcome(weight, SCORED, actual, "", points, extra, None, most, whole, points, extra)


def agree() -> None:
    """Both ways must come to the same outcomes, else their times mean nothing."""
    sample = [_ledger(number) for number in range(500)]
    assert by_engine(sample) == by_hand(sample)


if __name__ == "__main__":
    sys.stdout.write(table(measure()) + "\n")
