"""The functions that look at some arguments only: conditions, tables, and what to do about a blank."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from portal.formula.arithmetic import rise
from portal.formula.frame import Frame, Run
from portal.formula.tree import Literal, Node
from portal.formula.values import BLANK


def _blank(_: Frame) -> Any:
    return BLANK


def if_(condition: Run, then: Run, otherwise: Run = _blank) -> Run:
    """Blank where the condition is blank, and where it is false and nothing else is said."""

    def run(frame: Frame) -> Any:
        met = condition(frame)
        if met is True:
            return then(frame)
        return otherwise(frame) if met is False else BLANK

    return run


def ifs(*arguments: Run) -> Run:
    """The result of the first condition that holds; a blank condition before it makes the whole blank."""
    pairs = tuple(zip(arguments[::2], arguments[1::2], strict=False))
    otherwise = arguments[-1] if len(arguments) % 2 else _blank

    def run(frame: Frame) -> Any:
        for condition, result in pairs:
            met = condition(frame)
            if met is True:
                return result(frame)
            if met is BLANK:
                return BLANK
        return otherwise(frame)

    return run


def switch(nodes: Sequence[Node], arguments: Sequence[Run]) -> Run:
    """The result beside the first value equal to ``x``; a table where the values are fixed."""
    subject, *rest = arguments
    otherwise = rest.pop() if len(rest) % 2 else _blank
    values, results = rest[::2], rest[1::2]
    fixed = [node.value for node in nodes[1 : 1 + len(rest) : 2] if isinstance(node, Literal)]
    if len(fixed) == len(values):
        table = dict(zip(reversed(fixed), reversed(results), strict=True))

        def look_up(frame: Frame) -> Any:
            x = subject(frame)
            return BLANK if x is BLANK else table.get(x, otherwise)(frame)

        return look_up

    def run(frame: Frame) -> Any:
        x = subject(frame)
        if x is BLANK:
            return BLANK
        for value, result in zip(values, results, strict=True):
            if value(frame) == x:
                return result(frame)
        return otherwise(frame)

    return run


def band(nodes: Sequence[Node], arguments: Sequence[Run]) -> Run:
    """The result of the last threshold that ``x`` reaches (its edge included), zero below the first."""
    subject, thresholds, results = arguments[0], arguments[1::2], (_zero, *arguments[2::2])
    fixed = [node.value for node in nodes[1::2] if isinstance(node, Literal)]
    if len(fixed) == len(thresholds):

        def look_up(frame: Frame) -> Any:
            x = subject(frame)
            return BLANK if x is BLANK else results[bisect_right(fixed, x)](frame)

        return look_up

    def run(frame: Frame) -> Any:
        x = subject(frame)
        edges = [threshold(frame) for threshold in thresholds]
        if x is BLANK or BLANK in edges:
            return BLANK
        rise(edges)
        return results[bisect_right(edges, x)](frame)

    return run


def _zero(_: Frame) -> Decimal:
    return Decimal(0)


def all_of(*parts: Run) -> Run:
    """False as soon as one is false; else blank if one is blank."""
    return _settled_by(False, parts)


def any_of(*parts: Run) -> Run:
    """True as soon as one is true; else blank if one is blank."""
    return _settled_by(True, parts)


def _settled_by(decisive: bool, parts: Sequence[Run]) -> Run:
    def run(frame: Frame) -> Any:
        result: Any = not decisive
        for part in parts:
            met = part(frame)
            if met is decisive:
                return decisive
            if met is BLANK:
                result = BLANK
        return result

    return run


def not_(part: Run) -> Run:
    def run(frame: Frame) -> Any:
        met = part(frame)
        return BLANK if met is BLANK else not met

    return run


def is_blank(part: Run) -> Run:
    return lambda frame: part(frame) is BLANK


def if_blank(part: Run, instead: Run) -> Run:
    def run(frame: Frame) -> Any:
        value = part(frame)
        return instead(frame) if value is BLANK else value

    return run


PLAIN: Mapping[str, Callable[..., Run]] = {
    "IF": if_,
    "IFS": ifs,
    "AND": all_of,
    "OR": any_of,
    "NOT": not_,
    "BLANK": is_blank,
    "IFBLANK": if_blank,
}
BY_SHAPE: Mapping[str, Callable[[Sequence[Node], Sequence[Run]], Run]] = {"SWITCH": switch, "BAND": band}
