"""No text can crash, hang or execute anything: only a FormulaError comes out, and quickly."""

from __future__ import annotations

import time
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.formula import EvaluationError, FormulaError, Severity, check, compile_formula, curve, plain
from portal.formula.functions import HAN_INFIX, SPELLINGS, WINDOW_SPELLINGS
from tests.formula.vocabulary import FIELDS, SCORE, figures, months

NAMES = "完成值 actual 合格值 权重 是 否 TRUE and OR not 非税 12月"
NUMBERS = "1 0 0.1 95% 1,000 28 -1 999999999 1e9"
SIGNS = "( ) （ ） , ， ; ； + - * / ^ % = < > <= >= <> ≠ ≤ ≥ × ÷ “ ” \" ' . ．"
STRANGE = [" ", "\n", "\x00", "\ud800", "😀", "__class__", "{0}", "%s", "lambda", "\u202e", "²", "٣"]
FRAGMENTS = [
    *SPELLINGS,
    *WINDOW_SPELLINGS,
    *HAN_INFIX,
    *(word for field in FIELDS for word in (field.key, field.label)),
    *(word for words in (NAMES, NUMBERS, SIGNS) for word in words.split()),
    *STRANGE,
]
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join) | st.text(max_size=60)
SPACED = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map(" ".join)


@settings(max_examples=600, deadline=2000)
@given(TEXTS | SPACED)
@example("9^9^9^9")
@example("1.0000000001^9999999999999999999999999999")
@example("0.5^(9^30)")
@example("ROUND(1,10^20)")
@example("MOD(10^90,0.1^90)")
def test_any_text_gives_findings_or_a_value(text: str) -> None:
    findings = check(text, SCORE)
    for one in findings:
        assert 0 <= one.position <= len(text)
        assert str(one.message) and str(one.hint)
    failed = any(one.severity is Severity.ERROR for one in findings)
    try:
        formula = compile_formula(text, SCORE)
    except FormulaError as error:
        assert failed and not isinstance(error, EvaluationError)
        return
    values = figures(actual=45, pass_=50, weight=10, month=6)
    step = formula.explain(values, months("tax", 1, 2))
    assert isinstance(step.numbers, str)
    curve(formula, values, points=3)
    try:
        plain(formula.evaluate(values, months("tax", 1, 2)))
    except EvaluationError as error:
        assert step.error == error.message


@pytest.mark.parametrize(
    "text",
    [
        "1" * 1_000_000,
        "(" * 1_000_000,
        "((((" * 490 + "1",
        "ABS(" * 499,
        "-" * 1999 + "1",
        "非" * 2000,
        "非" * 1999 + "是",
        "且" * 2000,
        "税收且" * 660,
        "未知且" * 660,
        "非未知或" * 490,
        '"' * 1999,
        "2^" * 999 + "2",
        "9^" * 999 + "9",
        "1%" + "%" * 1990,
        "1 且 " * 480 + "是",
        "IF(" * 660,
        "甲" * 2000,
        "1," * 999,
        "MAX(" + "1," * 990 + "1)",
        "😀" * 2000,
        "\x00" * 2000,
        "1<" * 999 + "1",
        "RANK(" * 49 + "完成值" + ")" * 49,
        "PREV(" * 49 + "完成值" + ")" * 49,
    ],
    ids=lambda text: f"{text[:8]!r}-{len(text)}",
)
def test_large_and_deep_texts_are_answered_at_once(text: str) -> None:
    begun = time.perf_counter()
    check(text, SCORE)
    with suppress(FormulaError):
        compile_formula(text, SCORE).evaluate(figures(actual=1))
    assert time.perf_counter() - begun < 3


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "open(“/etc/passwd”)",
        "(lambda: 1)()",
        "完成值.__class__",
        "actual.__init__.__globals__",
        "exec(“1”)",
        "{{ 7 * 7 }}",
        "[x for x in (1)]",
        "完成值 := 1",
        "f“{1}”",
    ],
)
def test_code_is_only_a_mistake(text: str) -> None:
    with pytest.raises(FormulaError):
        compile_formula(text, SCORE)


def test_a_text_is_never_code_or_a_template() -> None:
    text = 'IF("{actual} %s __import__" = “{actual} %s __import__”, 1, 0)'
    assert compile_formula(text, SCORE).evaluate({}) == Decimal(1)
