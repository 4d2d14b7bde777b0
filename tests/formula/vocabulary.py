"""The words and figures that the formula tests speak with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from portal.formula import Field, Kind, Names, Row, Situation, compile_formula

FIELDS = (
    Field("local", "地方收入"),
    Field("all_revenue", "全口径收入"),
    Field("tax", "税收"),
    Field("non_tax", "非税收入"),
    Field("factor", "系数"),
    Field("started", "已开工", Kind.TRUTH),
    Field("light", "灯", Kind.TEXT, ("绿", "黄", "红")),
    Field("received", "收文日", Kind.DATE),
    Field("answered", "办结日", Kind.DATE),
    Field("invested", "投资(万元)"),
    Field("month", "月份"),
)
MEASURES = (("on_time_rate", "督办按时办结率"),)
SCORE = Names.score(FIELDS, MEASURES)
MEASURE = Names.measure(FIELDS, MEASURES)
BONUS = Names.bonus(FIELDS, MEASURES)


def number(figure: object) -> Any:
    """Decimals from the ints and texts that tests are pleasant to read with."""
    return (
        Decimal(str(figure)) if isinstance(figure, (int, float)) and not isinstance(figure, bool) else figure
    )


def figures(**given: object) -> dict[str, Any]:
    return {("pass" if key == "pass_" else key): number(value) for key, value in given.items()}


def row(month: int, /, ref: object = None, **values: object) -> Row:
    return Row({key: number(value) for key, value in values.items()}, month, ref)


def months(key: str, *values: object) -> list[Row]:
    """One entry a month from January."""
    return [row(month, ref=f"entry-{month}", **{key: value}) for month, value in enumerate(values, 1)]


def result(
    text: str,
    entries: Sequence[Row] = (),
    peers: Sequence[Situation] | None = None,
    previous: Situation | None = None,
    calendar: Any = None,
    names: Names = SCORE,
    **given: object,
) -> Any:
    formula = compile_formula(text, names)
    return formula.evaluate(figures(**given), entries, peers, previous=previous, calendar=calendar)


def units(*actuals: object) -> list[Situation]:
    return [Situation(figures(actual=actual), ref=f"unit-{place}") for place, actual in enumerate(actuals, 1)]


def day(text: str) -> date:
    return date.fromisoformat(text)
