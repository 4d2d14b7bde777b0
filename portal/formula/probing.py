"""Tries a formula on invented but plausible targets: a hundred examples find what proofs miss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portal.formula.errors import EvaluationError
from portal.formula.formula import Formula
from portal.formula.names import ACTUAL, Field
from portal.formula.tree import Literal, Node
from portal.formula.values import Kind, Peers, Row, Situation, Values

# Higher is better, lower is better, a range of small numbers, nothing allowed, large amounts.
TARGETS: tuple[Mapping[str, Decimal], ...] = tuple(
    {key: Decimal(figure) for key, figure in zip(keys.split(), figures.split(), strict=True)}
    for keys in ["pass pass_upper challenge last_year weight bonus month elapsed"]
    for figures in (
        "95 102 100 90 10 2 12 1",
        "5 8 2 6 10 2 12 1",
        "0.3 0.8 0.9 0.5 10 2 12 1",
        "0 2 0 1 10 2 6 0.5",
        "1000 1200 1100 900 10 2 9 0.75",
    )
)
_SHARES = tuple(
    Decimal(percent) / 100
    for percent in (-10, 0, 10, 40, 50, 59, 60, 61, 80, 90, 97, 99, 100, 101, 110, 150, 300)
)
_OTHERS = (Decimal(0), Decimal(50), Decimal(100))
MONTHS = range(1, 13)
KNOTS = ("pass", "pass_upper", "challenge", "last_year")


@dataclass(frozen=True, slots=True)
class Trial:
    values: Values
    points: Decimal


@dataclass(frozen=True, slots=True)
class Trials:
    """``done`` are the trials that gave a number, ``failed`` counts those that gave an error."""

    done: tuple[Trial, ...]
    failed: int


def try_out(formula: Formula, tree: Node, figures: Values | None = None) -> Trials:
    """``figures`` are those of a real target, tried instead of the invented ones."""
    done, failed = [], 0
    literals = [node.value for node in tree.walk() if isinstance(node, Literal)]
    for values in _situations(formula, literals, [figures] if figures else TARGETS):
        for entries in _ledgers(formula):
            peers = _peers(values, entries) if formula.needs_peers else None
            before = Situation(values, entries)
            try:
                points = formula.evaluate(values, entries, peers, previous=before)
            except EvaluationError:
                failed += 1
            else:
                if isinstance(points, Decimal):
                    done.append(Trial(values, points))
    return Trials(tuple(done), failed)


def _situations(formula: Formula, literals: Sequence[Any], targets: Sequence[Values]) -> Iterator[Values]:
    others = [
        name
        for name in formula.vocabulary.scalars
        if name.key in formula.names and name.key not in TARGETS[0]
    ]
    for target in targets:
        for number, actual in enumerate(_actuals(formula, literals, target)):
            figures = {name.key: _OTHERS[number % len(_OTHERS)] for name in others}
            yield {**figures, **target, ACTUAL.key: actual}


def _actuals(formula: Formula, literals: Sequence[Any], target: Values) -> list[Any]:
    kind = next((name.kind for name in formula.vocabulary.scalars if name.key == ACTUAL.key), Kind.NUMBER)
    if kind is Kind.TRUTH:
        return [True, False]
    if kind is Kind.TEXT:
        return [text for text in literals if isinstance(text, str)] or ["?"]
    if ACTUAL.key not in formula.names:
        return [Decimal(0), Decimal(1), Decimal(100)]
    numbers = [number for number in literals if isinstance(number, Decimal)]
    marks = {mark for key in KNOTS if isinstance(mark := target.get(key), Decimal)} or set(_OTHERS)
    scaled = {mark * share for mark in marks for share in _SHARES}
    return sorted(scaled.union(marks, numbers[:40], (number + 1 for number in numbers[:40])))


def _ledgers(formula: Formula) -> list[list[Row]]:
    if not formula.aggregates:
        return [[]]
    fields = [field for field in formula.vocabulary.fields if field.key in formula.fields]
    rising = [Row({field.key: _figure(field, month) for field in fields}, month) for month in MONTHS]
    level = [Row({field.key: _figure(field, 1) for field in fields}, month) for month in MONTHS]
    return [[], level[:1], rising, level]


def _figure(field: Field, number: int) -> Any:
    match field.kind:
        case Kind.NUMBER:
            return Decimal(number * 10)
        case Kind.TRUTH:
            return number % 2 == 1
        case Kind.DATE:
            return date(2025, number, number)
    return field.choices[number % len(field.choices)] if field.choices else str(number)


def _peers(values: Values, entries: Sequence[Row]) -> Peers:
    actual = values.get(ACTUAL.key)
    others = [actual * share for share in _SHARES[::4]] if isinstance(actual, Decimal) else []
    return Peers(
        [Situation(values, entries), *(Situation({**values, ACTUAL.key: other}, entries) for other in others)]
    )
