"""Generated formulas agree to the last digit with decimal arithmetic written a second time, here."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from math import ceil, floor
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.formula import BLANK, EvaluationError, Row, compile_formula
from tests.formula.vocabulary import SCORE

NAMES = {"actual": "完成值", "pass": "合格值", "weight": "weight", "challenge": "挑战值"}
TRAPS = [InvalidOperation, DivisionByZero, Overflow]


class Fault(Exception):
    """This formula has no answer."""


Figures = dict[str, Decimal | None]


@dataclass(frozen=True)
class Written:
    """A formula as text beside a second way to compute it; ``None`` is blank."""

    text: str
    value: Callable[[Figures], Decimal | None]


def applied(act: Callable[..., Any], *parts: Written) -> Callable[[Figures], Any]:
    def value(figures: Figures) -> Any:
        given = [part.value(figures) for part in parts]
        if None in given:
            return None
        try:
            return act(*given)
        except ArithmeticError:
            raise Fault from None

    return value


def join(sign: str, left: Written, right: Written) -> Written:
    acts = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
    return Written(f"({left.text} {sign} {right.text})", applied(acts[sign], left, right))


def choose(first: Written, second: Written, then: Written, other: Written) -> Written:
    met = applied(operator.ge, first, second)

    def value(figures: Figures) -> Decimal | None:
        match met(figures):
            case True:
                return then.value(figures)
            case False:
                return other.value(figures)
        return None

    return Written(f"如果({first.text} ≥ {second.text}，{then.text}；{other.text})", value)


def called(call: tuple[str, Callable[..., Decimal]], part: Written) -> Written:
    return Written(call[0].format(part.text), applied(call[1], part))


def instead(part: Written) -> Written:
    def value(figures: Figures) -> Decimal | None:
        found = part.value(figures)
        return Decimal(7) if found is None else found

    return Written(f"空则({part.text}, 7)", value)


def half_up(x: Decimal) -> Decimal:
    return x.quantize(Decimal("0.01"), ROUND_HALF_UP) if x.as_tuple().exponent < -2 else x


def begun(x: Decimal) -> Decimal:
    return Decimal(max(0, ceil(x / Decimal("0.25"))))


def band(x: Decimal) -> Decimal:
    return Decimal(0 if x < 0 else 1 if x < 10 else 2)


CALLS: list[tuple[str, Callable[..., Decimal]]] = [
    ("ABS({})", abs),
    ("四舍五入({}, 2)", half_up),
    ("INT({})", lambda x: Decimal(floor(x))),
    ("每档({}, 0.25)", begun),
    ("BAND({}, 0, 1, 10, 2)", band),
    ("-({})", operator.neg),
]

numbers = st.decimals(-1000, 1000, places=3)
figures = st.fixed_dictionaries({key: st.none() | numbers for key in NAMES})
literals = numbers.map(lambda number: Written(f"{number:f}", lambda _: number))
names = st.sampled_from(sorted(NAMES)).map(lambda key: Written(NAMES[key], operator.itemgetter(key)))


def grown(parts: st.SearchStrategy[Written]) -> st.SearchStrategy[Written]:
    return st.one_of(
        st.builds(join, st.sampled_from("+-*/"), parts, parts),
        st.builds(choose, parts, parts, parts, parts),
        st.builds(lambda a, b: Written(f"MAX({a.text}, {b.text})", applied(max, a, b)), parts, parts),
        st.builds(lambda a, b: Written(f"最小({a.text}；{b.text})", applied(min, a, b)), parts, parts),
        st.builds(
            lambda call, a: Written(call[0].format(a.text), applied(call[1], a)),
            st.sampled_from(CALLS),
            parts,
        ),
        parts.map(instead),
    )


formulas = st.recursive(literals | names, grown, max_leaves=14)


@settings(max_examples=400, deadline=None)
@given(formulas, figures)
def test_formulas_agree_with_independent_arithmetic(written: Written, values: Figures) -> None:
    expected: Any
    with localcontext(Context(prec=28, Emin=-99, Emax=99, traps=TRAPS)):
        try:
            expected = written.value(values)
        except Fault:
            expected = Fault
    formula = compile_formula(written.text, SCORE)
    try:
        found = formula.evaluate(values)
    except EvaluationError:
        found = Fault
    assert found == (BLANK if expected is None else expected)
    step = formula.explain(values)
    assert (step.error is not None) == (found is Fault)
    assert found is Fault or step.value == found


entries = st.lists(st.tuples(st.integers(1, 12), st.none() | numbers, st.none() | numbers), max_size=15)


@settings(max_examples=300, deadline=None)
@given(entries, st.integers(1, 12), st.sampled_from(["本月", "本季", "本半年", "累计"]))
def test_aggregates_agree_with_plain_loops(drawn: list[Any], month: int, window: str) -> None:
    first = {
        "本月": month,
        "本季": 3 * ((month - 1) // 3) + 1,
        "本半年": 6 * ((month - 1) // 6) + 1,
        "累计": 1,
    }
    rows = [Row({"tax": tax, "factor": factor}, at) for at, tax, factor in drawn]
    seen = [(at, tax, factor) for at, tax, factor in drawn if first[window] <= at <= month]
    taxes = [tax for _, tax, _ in seen if tax is not None]
    products = [tax * factor for _, tax, factor in seen if None not in (tax, factor)]
    large = [tax for _, tax, factor in seen if tax is not None and factor is not None and factor > 0]
    by_month = [tax for _, tax, _ in sorted(seen, key=lambda one: one[0]) if tax is not None]
    expected = {
        f"SUM(税收, {window})": sum(taxes) if taxes else BLANK,
        f"AVG(税收, {window})": Context(prec=28).divide(sum(taxes), len(taxes)) if taxes else BLANK,
        f"MIN(税收, {window})": min(taxes, default=BLANK),
        f"MAX(税收, {window})": max(taxes, default=BLANK),
        f"COUNT(税收, {window})": len(taxes),
        f"FIRST(税收, {window})": by_month[0] if by_month else BLANK,
        f"LAST(税收, {window})": by_month[-1] if by_month else BLANK,
        f"SUM(税收 * 系数, {window})": sum(products) if products else BLANK,
        f"SUM(税收, 系数 > 0, {window})": sum(large) if large else BLANK,
        f"COUNT(系数 > 0, {window})": sum(factor is not None and factor > 0 for _, _, factor in seen),
    }
    values = {"month": Decimal(month)}
    found = {text: compile_formula(text, SCORE).evaluate(values, rows) for text in expected}
    assert found == expected
