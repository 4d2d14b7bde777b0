"""Many made one: over the entries of a target, and across the units that share an indicator."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from portal.formula.arithmetic import REDUCE, mean, trimmed_mean
from portal.formula.errors import EvaluationError
from portal.formula.frame import NOTHING, Frame, Reads, Run
from portal.formula.functions import Function
from portal.formula.values import BLANK, Row, Situation

Chosen = Callable[[Frame], list[Any]]
JANUARY = 1

# The first month of each window, given the month as of.
WINDOW_STARTS: Mapping[str, Callable[[int], int]] = {
    "THIS_MONTH": lambda month: month,
    "THIS_QUARTER": lambda month: (month - 1) // 3 * 3 + 1,
    "THIS_HALF": lambda month: 7 if month > 6 else 1,
    "TO_DATE": lambda month: JANUARY,
}


def in_window(frame: Frame, window: str) -> list[Row]:
    """The entries from the window's first month to the month as of, in the order they came."""
    month = frame.month
    first = WINDOW_STARTS[window](month)
    return [row for row in frame.entries if first <= row.month <= month]


def in_order(function: Function, rows: list[Row]) -> list[Row]:
    """FIRST and LAST go by month; within a month, by the order in which the entries came."""
    return sorted(rows, key=lambda row: row.month) if function.key in ("FIRST", "LAST") else rows


def values_of(
    rows: Sequence[Row], frame: Frame, expression: Run, condition: Run | None
) -> Iterator[tuple[Row, Any]]:
    """Each entry that meets the condition with its value; a blank condition is not met."""
    try:
        for row in rows:
            frame.row = row.values
            if condition is None or condition(frame) is True:
                yield row, expression(frame)
    finally:
        frame.row = NOTHING


def aggregate(
    function: Function, window: str, expression: Run, condition: Run | None, trim: Run | None
) -> Run:
    """Blank values are left out. Over no values at all the result is blank, but COUNT is 0."""

    def chosen(frame: Frame) -> list[Any]:
        rows = in_order(function, in_window(frame, window))
        return [value for _, value in values_of(rows, frame, expression, condition) if value is not BLANK]

    return reduced(function, chosen, trim)


def aggregate_of_field(function: Function, window: str, key: str, otherwise: Run) -> Run:
    """The most common aggregate, of a number field; ``otherwise`` does it where a value is missing."""
    start = WINDOW_STARTS[window]
    reduce = REDUCE[function.key]

    def run(frame: Frame) -> Any:
        month = frame.month
        first = start(month)
        values = [row.values.get(key) for row in frame.entries if first <= row.month <= month]
        if not values:
            return BLANK
        try:
            result = reduce(values)
        except TypeError:  # a value is missing
            return otherwise(frame)
        return result if result.__class__ is Decimal else otherwise(frame)

    return run


def each(_: Frame) -> Any:
    """What COUNT() counts: every entry, nil reports too."""
    return True


def reduced(function: Function, chosen: Chosen, trim: Run | None) -> Run:
    if function.key == "COUNT":
        return lambda frame: Decimal(sum(value is not False for value in chosen(frame)))
    if trim is not None:
        return _trimmed(chosen, trim)
    reduce = REDUCE[function.key]

    def run(frame: Frame) -> Any:
        values = chosen(frame)
        return reduce(values) if values else BLANK

    return run


def _trimmed(chosen: Chosen, trim: Run) -> Run:
    def run(frame: Frame) -> Any:
        left_out = trim(frame)
        if left_out is BLANK:
            return BLANK
        result = trimmed_mean(chosen(frame), left_out)
        return BLANK if result is None else result

    return run


def across(function: Function, expression: Run, reads: Reads) -> Run:
    """Compared with the peers whose value is neither blank nor an error; blank where no peers are known."""
    compare = COMPARE[function.key]
    needs_own = function.key in ("RANK", "RANK_ASC")

    def run(frame: Frame) -> Any:
        if frame.peers is None:
            return BLANK
        own = expression(frame) if needs_own else None
        values = frame.peers.memo.get(run)
        if values is None:
            values = tuple(sorted(v for _, v in peer_values(frame, expression, reads) if v is not BLANK))
            frame.peers.memo[run] = values
        return BLANK if own is BLANK else compare(values, own)

    return run


def peer_values(frame: Frame, expression: Run, reads: Reads) -> Iterator[tuple[Situation, Any]]:
    for situation in frame.peers or ():
        try:
            yield situation, expression(reads.frame(situation, frame.calendar))
        except (EvaluationError, ArithmeticError):
            yield situation, BLANK


COMPARE: Mapping[str, Callable[[Sequence[Any], Any], Any]] = {
    "RANK": lambda values, own: Decimal(1 + len(values) - bisect_right(values, own)),
    "RANK_ASC": lambda values, own: Decimal(1 + bisect_left(values, own)),
    "PEERS_AVG": lambda values, _: mean(list(values)) if values else BLANK,
    "PEERS_MIN": lambda values, _: values[0] if values else BLANK,
    "PEERS_MAX": lambda values, _: values[-1] if values else BLANK,
    "PEERS_COUNT": lambda values, _: Decimal(len(values)),
}


def previous(expression: Run, reads: Reads) -> Run:
    """Blank where last year is not known."""

    def run(frame: Frame) -> Any:
        if frame.previous is None:
            return BLANK
        return expression(reads.frame(frame.previous, frame.calendar))

    return run
