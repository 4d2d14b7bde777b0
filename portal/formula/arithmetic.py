"""The functions of values, as plain Python on exact decimals: what each one means, without blanks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from itertools import pairwise
from typing import Any

from portal.core.sentences import say
from portal.formula.errors import Unfit

ZERO, ONE = Decimal(0), Decimal(1)
MOST_PLACES = 20


def rounded(rounding: str) -> Callable[..., Decimal]:
    def round_(x: Decimal, places: Decimal = ZERO) -> Decimal:
        """As in a spreadsheet: negative places round to tens and hundreds, a part of a place is dropped."""
        if abs(places) > MOST_PLACES:
            raise Unfit(say("Numbers can be rounded to at most {most} places.", most=MOST_PLACES))
        exponent = -int(places)
        if x.as_tuple().exponent >= exponent:  # type: ignore[operator]  # values are finite
            return x
        return x.quantize(Decimal(1).scaleb(exponent), rounding) + ZERO

    return round_


def clamp(x: Decimal, low: Decimal, high: Decimal) -> Decimal:
    if low > high:
        raise Unfit(say("The lower limit {low} is above the upper limit {high}.", low=low, high=high))
    return low if x < low else high if x > high else x


def floor(x: Decimal) -> Decimal:
    """The whole number at or below ``x``: INT(-1.5) is -2, as in a spreadsheet."""
    whole = x.to_integral_value(ROUND_DOWN)
    return (whole - 1 if whole > x else whole) + ZERO


def modulo(x: Decimal, divisor: Decimal) -> Decimal:
    """The remainder with the sign of the divisor, as in a spreadsheet."""
    remainder = x % divisor
    return remainder + divisor if remainder and (remainder < 0) != (divisor < 0) else remainder + ZERO


def linear(x: Decimal, x0: Decimal, y0: Decimal, x1: Decimal, y1: Decimal) -> Decimal:
    """The line through two points, held flat outside; two points at one place make a step at it."""
    if x0 > x1:
        x0, y0, x1, y1 = x1, y1, x0, y0
    if x >= x1:
        return y1
    if x <= x0:
        return y0
    return y0 + (x - x0) * (y1 - y0) / (x1 - x0)


def whole_steps(x: Decimal, size: Decimal) -> Decimal:
    """How many steps are complete; none at or below zero."""
    if size <= 0:
        raise Unfit(say("A step must be larger than zero."))
    return x // size if x > 0 else ZERO


def steps(x: Decimal, size: Decimal) -> Decimal:
    """How many steps have begun: a part of one counts as one; none at or below zero."""
    whole = whole_steps(x, size)
    return whole + 1 if x > whole * size else whole


def days(start: date, end: date) -> Decimal:
    return Decimal((end - start).days)


def weekdays_between(start: date, end: date) -> int:
    """Mondays to Fridays after ``start`` up to and including ``end``: the count without a calendar."""
    if end < start:
        return -weekdays_between(end, start)
    weeks, rest = divmod((end - start).days, 7)
    return weeks * 5 + sum((end - timedelta(day)).weekday() < 5 for day in range(rest))


def smallest(*values: Any) -> Any:
    return min(values)


def largest(*values: Any) -> Any:
    return max(values)


# Functions that give blank as soon as one argument is blank. WORKDAYS is not here: it asks the calendar.
STRICT: Mapping[str, Callable[..., Any]] = {
    "MIN": smallest,
    "MAX": largest,
    "CLAMP": clamp,
    "ABS": abs,
    "INT": floor,
    "ROUND": rounded(ROUND_HALF_UP),
    "ROUNDUP": rounded(ROUND_UP),
    "ROUNDDOWN": rounded(ROUND_DOWN),
    "MOD": modulo,
    "LINEAR": linear,
    "STEPS": steps,
    "WHOLE_STEPS": whole_steps,
    "DAYS": days,
}


# Aggregates over the values that are not blank, in the order of the months.


def total(values: list[Decimal]) -> Decimal:
    return sum(values, ZERO)


def mean(values: list[Decimal]) -> Decimal:
    return total(values) / len(values)


def trimmed_mean(values: list[Decimal], trim: Decimal) -> Decimal | None:
    """The mean without the ``trim`` highest and lowest, or ``None`` where nothing remains."""
    if trim < 0 or trim != trim.to_integral_value():
        raise Unfit(say("The number of values to leave out must be a whole number."))
    if 2 * trim >= len(values):
        return None
    kept = sorted(values)[int(trim) : len(values) - int(trim)]
    return mean(kept)


REDUCE: Mapping[str, Callable[[list[Any]], Any]] = {
    "SUM": total,
    "AVG": mean,
    "MIN": min,
    "MAX": max,
    "FIRST": lambda values: values[0],
    "LAST": lambda values: values[-1],
}


def rise(thresholds: list[Decimal]) -> None:
    if any(lower >= upper for lower, upper in pairwise(thresholds)):
        raise Unfit(say("The thresholds must rise from left to right."))
