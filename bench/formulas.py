"""How many formulas one core evaluates in a second, and what the language costs over hand-written Python."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from timeit import Timer
from typing import Any

from bench.figures import Measured, table
from portal.formula import Field, Names, Row, compile_formula

NAMES = Names.score([Field("local", "地方收入"), Field("total", "全口径收入")])
SIMPLE = compile_formula("IF(完成值 >= 合格值, 权重, MAX(0, 权重 - (合格值 - 完成值) / 0.1 * 0.5))", NAMES)
AGGREGATE = compile_formula("SUM(地方收入)", NAMES)
RATIO = compile_formula("SUM(地方收入) / SUM(全口径收入) * 100", NAMES)

SHORT = {"actual": Decimal("45.2"), "pass": Decimal("45.5"), "weight": Decimal(16), "month": Decimal(12)}
PASSED = {**SHORT, "actual": Decimal("45.7")}
ENTRIES = [Row({"local": Decimal(month), "total": Decimal(month * 2)}, month) for month in range(1, 13)]

RUN, REPEATS = 2_000, 100

ZERO, TENTH, HALF, HUNDRED = Decimal(0), Decimal("0.1"), Decimal("0.5"), Decimal(100)


def score_by_hand(values: dict[str, Any]) -> Decimal:
    if values["actual"] >= values["pass"]:
        return values["weight"]
    return max(ZERO, values["weight"] - (values["pass"] - values["actual"]) / TENTH * HALF)


def ratio_by_hand(values: dict[str, Any], entries: Iterable[Row]) -> Decimal:
    month = int(values["month"])
    local = sum((row.values["local"] for row in entries if row.month <= month), ZERO)
    total = sum((row.values["total"] for row in entries if row.month <= month), ZERO)
    return local / total * HUNDRED


def per_second(act: Callable[[], object]) -> float:
    """The best of many short runs: what the machine can do when nobody else wants it."""
    return RUN / min(Timer(act).repeat(REPEATS, RUN))


def measure() -> list[Measured]:
    short = per_second(lambda: SIMPLE.evaluate(SHORT))
    passed = per_second(lambda: SIMPLE.evaluate(PASSED))
    single = per_second(lambda: AGGREGATE.evaluate(SHORT, ENTRIES))
    ratio = per_second(lambda: RATIO.evaluate(SHORT, ENTRIES))
    short_by_hand = per_second(lambda: score_by_hand(SHORT))
    by_hand = per_second(lambda: ratio_by_hand(SHORT, ENTRIES))
    return [
        Measured("score, short of the pass value", short, "formulas/s", 500_000, at_least=True),
        Measured("score, passed", passed, "formulas/s", 500_000, at_least=True),
        Measured("aggregate over 12 entries", single, "aggregates/s", 100_000, at_least=True),
        Measured("two aggregates and their ratio", 2 * ratio, "aggregates/s", 100_000, at_least=True),
        Measured("ratio of two aggregates, against Python by hand", by_hand / ratio, "×", 2),
        Measured("score, against Python by hand", short_by_hand / short, "×"),
    ]


if __name__ == "__main__":
    sys.stdout.write(table(measure()) + "\n")
