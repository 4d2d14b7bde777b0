"""What formulas compute with: kinds, the blank, exact decimals, and the rows and situations they read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import (
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    FloatOperation,
    InvalidOperation,
    Overflow,
)
from typing import Any, Protocol, TypeAlias

from portal.core.sentences import Word, say
from portal.formula.errors import Unfit

# Exact within 28 digits. The narrow exponents are the guard against 9^9^9^9: whatever
# passes 10^99 is an error at once instead of a long computation. Binary floats are refused.
TRAPS = [InvalidOperation, DivisionByZero, Overflow, FloatOperation]
EXACT = Context(prec=28, rounding=ROUND_HALF_EVEN, Emin=-99, Emax=99, traps=TRAPS)

SHOWN_PLACES = 6


class Kind(Word):
    NUMBER = "number", say("a number")
    TEXT = "text", say("a text")
    DATE = "date", say("a date")
    TRUTH = "truth", say("yes or no")


class Blank:
    """What is missing. It runs through arithmetic and comparisons of order; it equals only itself in Python.

    In a formula ``=`` and ``<>`` with a blank are blank too, ``IF`` of a blank is blank,
    and ``AND``/``OR`` are blank unless the other conditions settle them.
    """

    __slots__ = ()

    def _absorb(self, *_: object) -> Blank:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _absorb
    __truediv__ = __rtruediv__ = __pow__ = __rpow__ = __neg__ = __pos__ = _absorb
    __lt__ = __le__ = __gt__ = __ge__ = _absorb

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "BLANK"

    def __reduce__(self) -> str:
        return "BLANK"


BLANK = Blank()

Value: TypeAlias = Decimal | str | bool | date | Blank
Values: TypeAlias = Mapping[str, Any]

PYTHON_TYPES: Mapping[Kind, type] = {Kind.NUMBER: Decimal, Kind.TEXT: str, Kind.DATE: date, Kind.TRUTH: bool}


@dataclass(frozen=True, slots=True)
class Row:
    """One ledger entry: its fields, the month it counts in, and whatever the caller knows it by.

    A nil report is a row whose values are blank or absent.
    """

    values: Values
    month: int
    ref: object = None


@dataclass(frozen=True, slots=True)
class Situation:
    """All that one unit's formula reads: for a peer, or for the same period of last year."""

    values: Values
    entries: Sequence[Row] = ()
    previous: Situation | None = None
    ref: object = None


class Peers(tuple[Situation, ...]):
    """Situations of the units that share an indicator, one's own included.

    Passing the same ``Peers`` for every unit lets each peer be computed once, not once per unit.
    """

    memo: dict[object, tuple[Any, ...]]

    def __new__(cls, situations: Sequence[Situation] = ()) -> Peers:
        peers = super().__new__(cls, situations)
        peers.memo = {}
        return peers


class Calendar(Protocol):
    def workdays_between(self, start: date, end: date, /) -> int:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` is earlier."""


def clean(value: object, kind: Kind) -> Value:
    """The value as formulas use it: ``None`` is blank, whole numbers become decimals, a moment is its day."""
    if value is None or value is BLANK:
        return BLANK
    if kind is Kind.NUMBER and isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        number = Decimal(value)
        if number.is_finite():
            return number
    elif kind is Kind.DATE and isinstance(value, datetime):
        return value.date()
    elif kind is Kind.TEXT and value == "":
        return BLANK
    elif isinstance(value, PYTHON_TYPES[kind]):
        return value  # type: ignore[return-value]  # narrowed by the table
    raise Unfit(say("{kind} is needed here, but the data holds something else.", kind=kind.label))


def plain(value: Value) -> str:
    """A value the way a reader expects it in a formula: no exponent, at most six decimals."""
    if isinstance(value, Decimal):
        shown = value
        if value.is_finite() and value.as_tuple().exponent < -SHOWN_PLACES:  # type: ignore[operator]  # finite
            shown = value.quantize(Decimal(1).scaleb(-SHOWN_PLACES), ROUND_HALF_UP, Context(prec=200))
        text = f"{shown:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text in ("-0", "") else text
    if value is BLANK:
        return "—"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return str(value)
