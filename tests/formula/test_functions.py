"""Every function, by examples at and around its boundaries."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from portal.formula import BLANK, EvaluationError, Row, Situation, compile_formula
from portal.formula.functions import TABLE
from portal.formula.lexer import tokens_of
from tests.formula.vocabulary import MEASURE, SCORE, day, figures, months, result, row, units

EXAMPLES: list[tuple[str, object]] = [
    ("IF(1 < 2, 10, 20)", 10),
    ("IF(1 > 2, 10, 20)", 20),
    ("IF(1 > 2, 10)", BLANK),
    ("IFS(1 > 2, 10, 2 > 1, 20, 30)", 20),
    ("IFS(1 > 2, 10, 2 > 3, 20, 30)", 30),
    ("多条件(1 > 2, 10, 2 > 3, 20)", BLANK),
    ("SWITCH(2, 1, 10, 2, 20, 30)", 20),
    ("SWITCH(9, 1, 10, 2, 20, 30)", 30),
    ("匹配(9, 1, 10, 2, 20)", BLANK),
    ('SWITCH("黄", "绿", 14, "黄", 8, 0)', 8),
    ("SWITCH(2, 1 + 1, 10, 2, 20)", 10),
    ("MIN(3, 1, 2)", 1),
    ("MAX(3, 1, 2)", 3),
    ("MIN(2, 1)", 1),
    ("最大(2, 1)", 2),
    ("MAX(7)", 7),
    ("CLAMP(5, 0, 10)", 5),
    ("CLAMP(-1, 0, 10)", 0),
    ("限定(11, 0, 10)", 10),
    ("ABS(-3.5)", "3.5"),
    ("绝对值(3)", 3),
    ("INT(1.9)", 1),
    ("INT(-1.5)", -2),
    ("取整(-2)", -2),
    ("ROUND(2.345, 2)", "2.35"),
    ("ROUND(-2.345, 2)", "-2.35"),
    ("ROUND(2.344, 2)", "2.34"),
    ("ROUND(0.5)", 1),
    ("ROUND(1250, -2)", 1300),
    ("四舍五入(2.5, 5)", "2.5"),
    ("ROUNDUP(2.341, 2)", "2.35"),
    ("ROUNDUP(-2.341, 2)", "-2.35"),
    ("ROUNDUP(2.34, 2)", "2.34"),
    ("ROUNDDOWN(2.349, 2)", "2.34"),
    ("ROUNDDOWN(-2.349, 2)", "-2.34"),
    ("MOD(7, 3)", 1),
    ("MOD(-7, 3)", 2),
    ("MOD(7, -3)", -2),
    ("求余(6, 3)", 0),
    ("BAND(59.9, 60, 1, 80, 2)", 0),
    ("BAND(60, 60, 1, 80, 2)", 1),
    ("BAND(79.99, 60, 1, 80, 2)", 1),
    ("分段(80, 60, 1, 80, 2)", 2),
    ("BAND(80, 60, 1, 79 + 1, 2)", 2),
    ("LINEAR(50, 60, 0, 80, 10)", 0),
    ("LINEAR(60, 60, 0, 80, 10)", 0),
    ("LINEAR(70, 60, 0, 80, 10)", 5),
    ("LINEAR(80, 60, 0, 80, 10)", 10),
    ("LINEAR(90, 60, 0, 80, 10)", 10),
    ("线性(70, 80, 0, 60, 10)", 5),
    ("LINEAR(90, 80, 0, 60, 10)", 0),
    ("LINEAR(80, 80, 0, 80, 10)", 10),
    ("LINEAR(79, 80, 0, 80, 10)", 0),
    ("STEPS(0, 0.5)", 0),
    ("STEPS(0.1, 0.5)", 1),
    ("STEPS(0.5, 0.5)", 1),
    ("每档(0.6, 0.5)", 2),
    ("STEPS(-3, 0.5)", 0),
    ("STEPS(0.3, 0.1)", 3),
    ("WHOLE_STEPS(0.4, 0.5)", 0),
    ("WHOLE_STEPS(0.5, 0.5)", 1),
    ("整档(1.4, 0.5)", 2),
    ("WHOLE_STEPS(-3, 0.5)", 0),
    ("AND(TRUE, 是)", True),
    ("OR(否, FALSE)", False),
    ("NOT(否)", True),
    ("BLANK(完成值)", True),
    ("为空(0)", False),
    ("IFBLANK(完成值, 7)", 7),
    ("空则(3, 7)", 3),
]


def expected(value: object) -> Any:
    return Decimal(str(value)) if isinstance(value, (int, str)) and not isinstance(value, bool) else value


@pytest.mark.parametrize(("text", "value"), EXAMPLES)
def test_functions_of_values(text: str, value: object) -> None:
    found = result(text)
    assert found is value if value is BLANK or isinstance(value, bool) else found == expected(value)


FIGURES = months("tax", 10, 20, None, 40, 50, 60, 70)

OVER_ENTRIES: list[tuple[str, int | None, object]] = [
    ("SUM(税收)", None, 250),
    ("求和(税收)", 2, 30),
    ("SUM(税收)", 1, 10),
    ("SUM(税收, THIS_MONTH)", 5, 50),
    ("SUM(税收, 本月)", 3, BLANK),
    ("SUM(税收, 本季)", 6, 150),
    ("SUM(税收, THIS_QUARTER)", 5, 90),
    ("SUM(税收, THIS_QUARTER)", 4, 40),
    ("SUM(税收, THIS_HALF)", 6, 180),
    ("SUM(税收, 本半年)", 7, 70),
    ("SUM(税收, TO_DATE)", 6, 180),
    ("SUM(税收, 累计)", 12, 250),
    ("SUM(税收, 税收 > 20)", None, 220),
    ("SUM(税收, 税收 > 20, 本季)", 7, 70),
    ("SUM(税收, 本季, 税收 > 20)", 6, 150),
    ("SUM(税收 * 2)", 2, 60),
    ("SUM(IF(税收 > 20, 1, 0))", None, 4),
    ("SUM(分段(税收, 20, 1, 50, 3))", None, 11),
    ("SUM(MAX(0, 税收 - 50))", None, 30),
    ("SUM(税收 * 权重)", 1, 30),
    ("AVG(税收)", 4, "23.33333333333333333333333333"),
    ("平均(税收)", 2, 15),
    ("MIN(税收)", None, 10),
    ("最小(税收, 税收 > 10)", None, 20),
    ("MAX(税收)", 6, 60),
    ("最大(税收, 本季)", 6, 60),
    ("COUNT(税收)", None, 6),
    ("COUNT()", None, 7),
    ("计数(税收 > 20)", None, 4),
    ("COUNT(税收 = 999)", None, 0),
    ("FIRST(税收)", None, 10),
    ("首个(税收, 税收 > 10)", None, 20),
    ("LAST(税收)", None, 70),
    ("最新(税收)", 3, 20),
    ("TRIMMEAN(税收, 1)", None, "42.5"),
    ("TRIMMEAN(税收, 0)", 2, 15),
    ("去极值平均(税收, 1)", 2, BLANK),
    ("TRIMMEAN(税收, 1, 税收 > 10)", None, "50"),
]


@pytest.mark.parametrize(("text", "month", "value"), OVER_ENTRIES)
def test_functions_over_entries(text: str, month: int | None, value: object) -> None:
    found = result(text, FIGURES, month=month, weight=3)
    assert found is BLANK if value is BLANK else found == expected(value)


def test_first_and_last_go_by_month_and_then_by_order() -> None:
    entries = [row(5, tax=51), row(2, tax=21), row(5, tax=52), row(2, tax=22)]
    assert (result("FIRST(税收)", entries), result("LAST(税收)", entries)) == (21, 52)


def test_texts_dates_and_truths_of_entries() -> None:
    entries = [
        row(1, light="绿", started=True, received=day("2026-01-05"), answered=day("2026-01-09")),
        row(2, light="黄", started=False, received=day("2026-02-02"), answered=day("2026-02-09")),
        row(3, light="", started=None),
    ]
    assert result("LAST(灯)", entries) == "黄"
    assert result("COUNT(灯)", entries) == 2
    assert result("COUNT(灯 = “绿”)", entries) == 1
    assert result("COUNT(已开工)", entries) == 1
    assert result("COUNT(已开工 = 否)", entries) == 1
    assert result("MAX(DAYS(收文日, 办结日))", entries) == 7
    assert result("MIN(办结日)", entries) == date(2026, 1, 9)
    assert result("COUNT(天数(收文日, 办结日) <= 5)", entries) == 1
    assert result("SUM(工作日(收文日, 办结日))", entries) == 9


@pytest.mark.parametrize(
    ("start", "end", "days", "workdays"),
    [
        ("2026-11-20", "2026-11-20", 0, 0),
        ("2026-11-20", "2026-11-21", 1, 0),
        ("2026-11-20", "2026-11-23", 3, 1),
        ("2026-11-16", "2026-11-30", 14, 10),
        ("2026-11-30", "2026-11-16", -14, -10),
        ("2024-02-28", "2024-03-01", 2, 2),
    ],
)
def test_days_and_workdays_count_what_comes_after_the_first_day(
    start: str, end: str, days: int, workdays: int
) -> None:
    entries = [row(1, received=day(start), answered=day(end))]
    assert result("SUM(DAYS(收文日, 办结日))", entries) == days
    assert result("SUM(WORKDAYS(收文日, 办结日))", entries) == workdays


def test_workdays_ask_the_calendar_that_is_given() -> None:
    class Holidays:
        def workdays_between(self, start: date, end: date, /) -> int:
            return 42

    entries = [row(1, received=datetime(2026, 1, 1, 8), answered=day("2026-01-02"))]
    assert result("SUM(WORKDAYS(收文日, 办结日))", entries, calendar=Holidays()) == 42


@pytest.mark.parametrize(
    ("text", "actual", "value"),
    [
        ("RANK(完成值)", 90, 1),
        ("RANK(完成值)", 80, 2),
        ("名次(完成值)", 70, 4),
        ("RANK_ASC(完成值)", 70, 1),
        ("RANK_ASC(完成值)", 80, 2),
        ("升序名次(完成值)", 90, 4),
        ("PEERS_AVG(完成值)", 90, 80),
        ("同组平均(完成值)", 70, 80),
        ("PEERS_MIN(完成值)", 90, 70),
        ("PEERS_MAX(完成值)", 70, 90),
        ("PEERS_COUNT(完成值)", 70, 4),
    ],
)
def test_functions_across_units(text: str, actual: int, value: int) -> None:
    assert result(text, peers=units(90, 80, 80, 70, None), actual=actual) == value


def test_without_known_peers_a_rank_is_blank_and_a_unit_without_a_value_has_none() -> None:
    assert result("RANK(完成值)", actual=3) is BLANK
    assert result("RANK(完成值)", peers=units(None, 3), actual=None) is BLANK
    assert result("PEERS_AVG(完成值)", peers=units(None)) is BLANK
    assert result("PEERS_COUNT(完成值)", peers=()) == 0


def test_a_peer_whose_figures_have_no_answer_does_not_spoil_the_others() -> None:
    peers = [*units(4, 2, 0)]
    assert result("RANK(8 / 完成值)", peers=peers, actual=4) == 2


def test_a_rank_may_be_that_of_an_aggregate() -> None:
    mine, other = months("tax", 1, 2), months("tax", 5)
    peers = [Situation({}, mine), Situation({}, other)]
    assert result("RANK(SUM(税收))", mine, peers=peers) == 2


def test_last_year_is_read_with_its_own_figures_and_entries() -> None:
    last_year = Situation(figures(actual=80, month=2), months("tax", 1, 2, 4))
    entries = months("tax", 3, 3, 3)
    assert result("完成值 - PREV(完成值)", actual=90, previous=last_year) == 10
    assert (
        result("SUM(税收) / 上年同期(SUM(税收)) * 100", entries, previous=last_year, month=2, names=MEASURE)
        == 200
    )
    assert result("PREV(完成值)", actual=90) is BLANK
    assert result("PREV(PREV(完成值))", actual=90, previous=last_year) is BLANK


@pytest.mark.parametrize(
    "text",
    [
        "1 / 0",
        "1 / (完成值 - 完成值)",
        "MOD(1, 0)",
        "0 / 0",
        "9 ^ 9 ^ 9 ^ 9",
        "0 ^ -1",
        "(-8) ^ 0.5",
        "STEPS(1, 0)",
        "WHOLE_STEPS(1, -1)",
        "CLAMP(1, 3, 2)",
        "ROUND(1, 99)",
        "BAND(5, 3, 1, 2 + 0, 1)",
        "TRIMMEAN(税收, 0.5)",
        "SUM(1 / (税收 - 10))",
        "10 ^ 99 * 10",
    ],
)
def test_what_has_no_answer_is_an_error_with_a_sentence_and_a_place(text: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        result(text, FIGURES, actual=3)
    assert str(caught.value.message).endswith(".")
    assert 0 <= caught.value.position < len(text)


def test_a_division_by_zero_marks_the_division() -> None:
    with pytest.raises(EvaluationError) as caught:
        result("1 + 权重 / (完成值 - 3) * 2", actual=3, weight=5)
    assert (caught.value.position, caught.value.length) == (4, len("权重 / (完成值 - 3)"))


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), "12", 1.5, object()])
def test_figures_of_the_wrong_kind_are_errors_too(value: object) -> None:
    with pytest.raises(EvaluationError):
        compile_formula("完成值 + 1", SCORE).evaluate({"actual": value})
    with pytest.raises(EvaluationError):
        result("SUM(税收 + 1)", [Row({"tax": value}, 1)])
    for function in ("SUM", "AVG", "MIN", "MAX", "LAST"):
        with pytest.raises(EvaluationError):
            result(f"{function}(税收)", [Row({"tax": value}, 1), Row({"tax": value}, 2)])


def test_every_function_has_an_example_here() -> None:
    source = Path(__file__).read_text("utf-8")
    missing = [f.key for f in TABLE if not re.search(rf"\b{f.key}\(", source)]
    assert missing == []


def test_every_alias_reads_as_its_function_and_none_means_two() -> None:
    aliases = [alias for function in TABLE for alias in (function.key, *function.chinese)]
    assert len(aliases) == len(set(aliases))
    for function in TABLE:
        for alias in function.chinese:
            (token, *_) = tokens_of(f"{alias}(1)", SCORE).tokens
            assert (token.type, token.value) == ("FUNCTION", function.key)
