"""The receipt of a score: the formula, the same with numbers, every aggregate with its rows."""

from __future__ import annotations

from decimal import Decimal

from portal.formula import BLANK, Situation, Step, Used, Written, compile_formula
from tests.formula.vocabulary import MEASURE, SCORE, figures, months, row, units

SCORE_TEXT = "IF（完成值 ≥ 合格值，权重，MAX(0, 权重 - (合格值 - 完成值) / 0.1 * 0.5)）"


def step_of(step: Step, text: str) -> Step:
    found = [one for one in walk(step) if one.text == text]
    assert found, text
    return found[0]


def walk(step: Step) -> list[Step]:
    return [step, *(below for child in step.children for below in walk(child))]


def test_a_receipt_shows_the_formula_as_written_and_with_numbers() -> None:
    step = compile_formula(SCORE_TEXT, SCORE).explain(figures(actual=45.2, pass_=45.5, weight=16))
    assert step.text == SCORE_TEXT
    assert step.numbers == "IF（45.2 ≥ 45.5，16，MAX(0, 16 - (45.5 - 45.2) / 0.1 * 0.5)）"
    assert step.value == Decimal("14.5")
    assert step_of(step, "(合格值 - 完成值) / 0.1 * 0.5").value == Decimal("1.5")


def test_only_the_branch_that_was_taken_is_explained() -> None:
    step = compile_formula(SCORE_TEXT, SCORE).explain(figures(actual=46, pass_=45.5, weight=16))
    assert [child.text for child in step.children] == ["完成值 ≥ 合格值", "权重"]
    table = compile_formula("IFS(完成值 > 9, 权重, 完成值 > 5, 权重 / 2, 完成值 > 1, 权重 / 4)", SCORE)
    texts = [child.text for child in table.explain(figures(actual=6, weight=8)).children]
    assert texts == ["完成值 > 9", "完成值 > 5", "权重 / 2"]


def test_an_aggregate_shows_the_rows_it_used_and_what_each_gave() -> None:
    entries = [
        row(1, "one", local=10, all_revenue=40),
        row(2, "two", local=None),
        row(3, "three", local=20, all_revenue=60),
        row(4, "later", local=99, all_revenue=99),
    ]
    formula = compile_formula("SUM(地方收入) / SUM(全口径收入, 地方收入 > 10) * 100", MEASURE)
    step = formula.explain(figures(month=3), entries)
    assert step.numbers == "30 / 60 * 100"
    first, second = step.children
    assert first.rows == (Used("one", 1, Decimal(10)), Used("two", 2, BLANK), Used("three", 3, Decimal(20)))
    assert [used.ref for used in second.rows] == ["three"]


def test_a_rank_shows_the_peers_and_last_year_its_own_figures() -> None:
    formula = compile_formula("RANK(完成值) + PREV(SUM(地方收入))", SCORE)
    before = Situation({}, months("local", 5))
    step = formula.explain(figures(actual=80), peers=units(90, 80, None), previous=before)
    assert step.value == 7 and step.numbers == "2 + 5"
    rank, last_year = step.children
    assert [(used.ref, used.value) for used in rank.rows] == [
        ("unit-1", 90),
        ("unit-2", 80),
        ("unit-3", BLANK),
    ]
    assert last_year.children[0].rows == (Used("entry-1", 1, Decimal(5)),)


def test_an_error_is_shown_where_it_happened_and_nothing_is_raised() -> None:
    formula = compile_formula("1 + 权重 / (完成值 - 3)", SCORE)
    step = formula.explain(figures(actual=3, weight=5))
    assert str(step.error) == "Something is divided by zero here."
    assert step.value is BLANK and step.numbers == "1 + 5 / (3 - 3)"
    assert step_of(step, "(完成值 - 3)").value == 0
    wrong = formula.explain({"actual": "three"})
    assert "should be a number" in str(wrong.error) and wrong.text == formula.text


def test_what_is_missing_is_a_dash_and_parts_keep_the_values_for_the_page_to_format() -> None:
    step = compile_formula("权重 - 完成值", SCORE).explain(figures(weight=16))
    assert step.numbers == "16 - —"
    assert step.parts == (Written(""), Decimal(16), Written(" - "), BLANK, Written(""))


def test_long_numbers_are_shortened_for_reading_only() -> None:
    step = compile_formula("SUM(地方收入) * 3", SCORE).explain({}, months("local", Decimal(1) / 3))
    assert step.numbers == "0.333333 * 3"
    assert step.value != 1


def test_explaining_gives_the_same_value_as_evaluating_for_texts_and_truths() -> None:
    entries = [row(1, light="绿", started=True)]
    for text in ("LAST(灯)", "COUNT(已开工) > 0", "LAST(已开工)"):
        formula = compile_formula(text, MEASURE)
        assert formula.explain({}, entries).value == formula.evaluate({}, entries)
    assert compile_formula('LAST(灯) = "绿"', MEASURE).explain({}, entries).numbers == '"绿" = "绿"'
