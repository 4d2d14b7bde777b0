"""The functions of the language: one table for the lexer, the checker, the compiler and the help page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from portal.formula import words
from portal.formula.values import Kind


class Sort(Enum):
    ENTRIES = "over the entries"
    EITHER = "over the entries or of values"
    PEERS = "across the units"
    PREVIOUS = "last year"
    VALUES = "of values"
    CHOICE = "chooses"


@dataclass(frozen=True, slots=True)
class Function:
    """One function. ``takes`` are the kinds of its arguments, the last repeating; ``None`` is any kind."""

    key: str
    usage: str
    sort: Sort
    least: int
    most: int
    takes: tuple[Kind | None, ...] = (Kind.NUMBER,)
    gives: Kind | None = Kind.NUMBER
    odd: bool = False

    @property
    def chinese(self) -> tuple[str, ...]:
        """Its Chinese names, the one to write first."""
        return words.FUNCTIONS[self.key]

    def accepts(self, count: int) -> bool:
        return self.least <= count <= self.most and (not self.odd or count % 2 == 1)


MANY = 999
NUMBER, TRUTH, DATE = Kind.NUMBER, Kind.TRUTH, Kind.DATE

TABLE: tuple[Function, ...] = (
    Function("SUM", "SUM(x, condition, window)", Sort.ENTRIES, 1, 3),
    Function("AVG", "AVG(x, condition, window)", Sort.ENTRIES, 1, 3),
    Function(
        "MIN",
        "MIN(x, condition, window), MIN(a, b, …)",
        Sort.EITHER,
        1,
        MANY,
        (None,),
        None,
    ),
    Function(
        "MAX",
        "MAX(x, condition, window), MAX(a, b, …)",
        Sort.EITHER,
        1,
        MANY,
        (None,),
        None,
    ),
    Function("COUNT", "COUNT(x, condition, window)", Sort.ENTRIES, 0, 3, (None,)),
    Function("FIRST", "FIRST(x, condition, window)", Sort.ENTRIES, 1, 3, (None,), None),
    Function("LAST", "LAST(x, condition, window)", Sort.ENTRIES, 1, 3, (None,), None),
    Function("TRIMMEAN", "TRIMMEAN(x, n, condition, window)", Sort.ENTRIES, 2, 4),
    Function("IF", "IF(condition, then, else)", Sort.CHOICE, 2, 3, (TRUTH, None), None),
    Function("IFS", "IFS(condition, result, …, else)", Sort.CHOICE, 2, MANY, (None,), None),
    Function("SWITCH", "SWITCH(x, value, result, …, else)", Sort.CHOICE, 3, MANY, (None,), None),
    Function(
        "BAND",
        "BAND(x, from, result, from, result, …)",
        Sort.CHOICE,
        3,
        MANY,
        (None,),
        None,
        odd=True,
    ),
    Function("BLANK", "BLANK(x)", Sort.CHOICE, 1, 1, (None,), TRUTH),
    Function("IFBLANK", "IFBLANK(x, instead)", Sort.CHOICE, 2, 2, (None,), None),
    Function("AND", "AND(a, b, …)", Sort.CHOICE, 1, MANY, (TRUTH,), TRUTH),
    Function("OR", "OR(a, b, …)", Sort.CHOICE, 1, MANY, (TRUTH,), TRUTH),
    Function("NOT", "NOT(a)", Sort.CHOICE, 1, 1, (TRUTH,), TRUTH),
    Function("CLAMP", "CLAMP(x, low, high)", Sort.VALUES, 3, 3),
    Function("ABS", "ABS(x)", Sort.VALUES, 1, 1),
    Function("INT", "INT(x)", Sort.VALUES, 1, 1),
    Function("ROUND", "ROUND(x, places)", Sort.VALUES, 1, 2),
    Function("ROUNDUP", "ROUNDUP(x, places)", Sort.VALUES, 1, 2),
    Function("ROUNDDOWN", "ROUNDDOWN(x, places)", Sort.VALUES, 1, 2),
    Function("MOD", "MOD(x, divisor)", Sort.VALUES, 2, 2),
    Function("LINEAR", "LINEAR(x, x0, y0, x1, y1)", Sort.VALUES, 5, 5),
    Function("STEPS", "STEPS(x, size)", Sort.VALUES, 2, 2),
    Function("WHOLE_STEPS", "WHOLE_STEPS(x, size)", Sort.VALUES, 2, 2),
    Function("DAYS", "DAYS(from, to)", Sort.VALUES, 2, 2, (DATE,)),
    Function("WORKDAYS", "WORKDAYS(from, to)", Sort.VALUES, 2, 2, (DATE,)),
    Function("RANK", "RANK(x)", Sort.PEERS, 1, 1),
    Function("RANK_ASC", "RANK_ASC(x)", Sort.PEERS, 1, 1),
    Function("PEERS_AVG", "PEERS_AVG(x)", Sort.PEERS, 1, 1),
    Function("PEERS_MIN", "PEERS_MIN(x)", Sort.PEERS, 1, 1),
    Function("PEERS_MAX", "PEERS_MAX(x)", Sort.PEERS, 1, 1),
    Function("PEERS_COUNT", "PEERS_COUNT(x)", Sort.PEERS, 1, 1),
    Function("PREV", "PREV(x)", Sort.PREVIOUS, 1, 1, (None,), None),
)

FUNCTIONS: Mapping[str, Function] = {function.key: function for function in TABLE}
SPELLINGS: Mapping[str, Function] = {word.casefold(): f for f in TABLE for word in (f.key, *f.chinese)}

# How far back from the month as of an aggregate looks.
WINDOWS = words.WINDOWS
WINDOW_SPELLINGS: Mapping[str, str] = {w.casefold(): key for key, zh in WINDOWS.items() for w in (key, *zh)}

TRUTH_WORDS: Mapping[bool, tuple[str, str]] = {
    truth: (str(truth).upper(), chinese[0]) for truth, chinese in words.TRUTHS.items()
}
TRUTHS: Mapping[str, bool] = {
    word.casefold(): truth for truth, chinese in words.TRUTHS.items() for word in (str(truth), *chinese)
}

INFIX_WORDS: Mapping[str, str] = {w.casefold(): key for key, zh in words.INFIX.items() for w in (key, zh)}
HAN_INFIX = frozenset(words.INFIX.values())
