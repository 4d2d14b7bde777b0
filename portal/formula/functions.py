"""The functions of the language: one table for the lexer, the checker, the compiler and the help page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

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
    chinese: tuple[str, ...]
    usage: str
    sort: Sort
    least: int
    most: int
    takes: tuple[Kind | None, ...] = (Kind.NUMBER,)
    gives: Kind | None = Kind.NUMBER
    odd: bool = False

    def accepts(self, count: int) -> bool:
        return self.least <= count <= self.most and (not self.odd or count % 2 == 1)


MANY = 999
NUMBER, TRUTH, DATE = Kind.NUMBER, Kind.TRUTH, Kind.DATE

TABLE: tuple[Function, ...] = (
    Function("SUM", ("求和", "合计"), "SUM(x, condition, window)", Sort.ENTRIES, 1, 3),
    Function("AVG", ("平均", "平均值"), "AVG(x, condition, window)", Sort.ENTRIES, 1, 3),
    Function(
        "MIN",
        ("最小", "最小值"),
        "MIN(x, condition, window), MIN(a, b, …)",
        Sort.EITHER,
        1,
        MANY,
        (None,),
        None,
    ),
    Function(
        "MAX",
        ("最大", "最大值"),
        "MAX(x, condition, window), MAX(a, b, …)",
        Sort.EITHER,
        1,
        MANY,
        (None,),
        None,
    ),
    Function("COUNT", ("计数", "个数"), "COUNT(x, condition, window)", Sort.ENTRIES, 0, 3, (None,)),
    Function("FIRST", ("首个", "最早"), "FIRST(x, condition, window)", Sort.ENTRIES, 1, 3, (None,), None),
    Function("LAST", ("最新", "最近"), "LAST(x, condition, window)", Sort.ENTRIES, 1, 3, (None,), None),
    Function("TRIMMEAN", ("去极值平均",), "TRIMMEAN(x, n, condition, window)", Sort.ENTRIES, 2, 4),
    Function("IF", ("如果", "若"), "IF(condition, then, else)", Sort.CHOICE, 2, 3, (TRUTH, None), None),
    Function("IFS", ("多条件",), "IFS(condition, result, …, else)", Sort.CHOICE, 2, MANY, (None,), None),
    Function("SWITCH", ("匹配",), "SWITCH(x, value, result, …, else)", Sort.CHOICE, 3, MANY, (None,), None),
    Function(
        "BAND",
        ("分段",),
        "BAND(x, from, result, from, result, …)",
        Sort.CHOICE,
        3,
        MANY,
        (None,),
        None,
        odd=True,
    ),
    Function("BLANK", ("为空",), "BLANK(x)", Sort.CHOICE, 1, 1, (None,), TRUTH),
    Function("IFBLANK", ("空则", "如为空"), "IFBLANK(x, instead)", Sort.CHOICE, 2, 2, (None,), None),
    Function("AND", ("且",), "AND(a, b, …)", Sort.CHOICE, 1, MANY, (TRUTH,), TRUTH),
    Function("OR", ("或",), "OR(a, b, …)", Sort.CHOICE, 1, MANY, (TRUTH,), TRUTH),
    Function("NOT", ("非",), "NOT(a)", Sort.CHOICE, 1, 1, (TRUTH,), TRUTH),
    Function("CLAMP", ("限定",), "CLAMP(x, low, high)", Sort.VALUES, 3, 3),
    Function("ABS", ("绝对值",), "ABS(x)", Sort.VALUES, 1, 1),
    Function("INT", ("取整",), "INT(x)", Sort.VALUES, 1, 1),
    Function("ROUND", ("四舍五入",), "ROUND(x, places)", Sort.VALUES, 1, 2),
    Function("ROUNDUP", ("向上舍入", "进位"), "ROUNDUP(x, places)", Sort.VALUES, 1, 2),
    Function("ROUNDDOWN", ("向下舍入", "舍去"), "ROUNDDOWN(x, places)", Sort.VALUES, 1, 2),
    Function("MOD", ("余数", "求余"), "MOD(x, divisor)", Sort.VALUES, 2, 2),
    Function("LINEAR", ("线性",), "LINEAR(x, x0, y0, x1, y1)", Sort.VALUES, 5, 5),
    Function("STEPS", ("每档",), "STEPS(x, size)", Sort.VALUES, 2, 2),
    Function("WHOLE_STEPS", ("整档",), "WHOLE_STEPS(x, size)", Sort.VALUES, 2, 2),
    Function("DAYS", ("天数",), "DAYS(from, to)", Sort.VALUES, 2, 2, (DATE,)),
    Function("WORKDAYS", ("工作日",), "WORKDAYS(from, to)", Sort.VALUES, 2, 2, (DATE,)),
    Function("RANK", ("名次", "排名"), "RANK(x)", Sort.PEERS, 1, 1),
    Function("RANK_ASC", ("升序名次", "逆序名次"), "RANK_ASC(x)", Sort.PEERS, 1, 1),
    Function("PEERS_AVG", ("同组平均",), "PEERS_AVG(x)", Sort.PEERS, 1, 1),
    Function("PEERS_MIN", ("同组最小",), "PEERS_MIN(x)", Sort.PEERS, 1, 1),
    Function("PEERS_MAX", ("同组最大",), "PEERS_MAX(x)", Sort.PEERS, 1, 1),
    Function("PEERS_COUNT", ("同组个数", "同组数量"), "PEERS_COUNT(x)", Sort.PEERS, 1, 1),
    Function("PREV", ("上年同期",), "PREV(x)", Sort.PREVIOUS, 1, 1, (None,), None),
)

FUNCTIONS: Mapping[str, Function] = {function.key: function for function in TABLE}
SPELLINGS: Mapping[str, Function] = {word.casefold(): f for f in TABLE for word in (f.key, *f.chinese)}

# Windows of months, by how far back they reach; each ends with the month as of.
WINDOWS: Mapping[str, tuple[str, ...]] = {
    "THIS_MONTH": ("本月", "当月"),
    "THIS_QUARTER": ("本季", "本季度"),
    "THIS_HALF": ("本半年",),
    "TO_DATE": ("累计", "本年累计"),
}
WINDOW_SPELLINGS: Mapping[str, str] = {w.casefold(): key for key, zh in WINDOWS.items() for w in (key, *zh)}

TRUTHS: Mapping[str, bool] = {"true": True, "是": True, "真": True, "false": False, "否": False, "假": False}
TRUTH_WORDS: Mapping[bool, tuple[str, str]] = {True: ("TRUE", "是"), False: ("FALSE", "否")}

INFIX_WORDS: Mapping[str, str] = {
    "and": "AND",
    "且": "AND",
    "or": "OR",
    "或": "OR",
    "not": "NOT",
    "非": "NOT",
}
HAN_INFIX = frozenset("且或非")
