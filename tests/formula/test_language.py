"""What an office worker would type into a spreadsheet works, with names in place of cells."""

from __future__ import annotations

from decimal import Decimal

import pytest

from portal.formula import Field, FormulaError, Names, compile_formula
from tests.formula.vocabulary import FIELDS, SCORE, figures, months, result, row

PAGE_SCORE = "IF(完成值 >= 合格值, 权重, MAX(0, 权重 - (合格值 - 完成值) / 0.1 * 0.5))"


@pytest.mark.parametrize(
    ("actual", "points"),
    [("45.5", 16), ("46", 16), ("45.4", "15.5"), ("45.45", "15.75"), ("42.3", 0), ("0", 0)],
)
def test_the_score_of_the_page_is_exact_at_every_boundary(actual: str, points: object) -> None:
    assert result(PAGE_SCORE, actual=Decimal(actual), pass_=45.5, weight=16) == Decimal(str(points))


def test_the_measure_of_the_page_divides_two_sums() -> None:
    entries = [row(1, local=30, all_revenue=60), row(2, local=15, all_revenue=40)]
    assert result("SUM(地方收入) / SUM(全口径收入) * 100", entries) == 45


def test_the_bonus_of_the_page_is_all_or_nothing() -> None:
    text = "IF(完成值 >= 挑战值, 加分, 0)"
    assert result(text, actual=46, challenge=46, bonus=2) == 2
    assert result(text, actual=Decimal("45.99"), challenge=46, bonus=2) == 0


@pytest.mark.parametrize(
    "text",
    [
        "IF(actual >= pass, weight, 0)",
        "if(Actual >= PASS, Weight, 0)",
        "如果(完成值 >= 合格值, 权重, 0)",
        "如果（完成值≥合格值，权重，０）",
        "如果（完成值 ＞＝ 合格值；权重；0）",
        "IF(完成值 >= pass; weight; 0)",
        "=IF(完成值>=合格值,权重,0)",
        "\n\tIF ( actual>=pass ,\n weight , 0 ) ",
        "若(非(完成值<合格值),权重,0)",
    ],
)
def test_both_languages_and_both_widths_mean_the_same(text: str) -> None:
    assert result(text, actual=9, pass_=8, weight=5) == 5
    assert result(text, actual=7, pass_=8, weight=5) == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"),
        ("12.5", "12.5"),
        (".5", "0.5"),
        ("95%", "0.95"),
        ("９５％", "0.95"),
        ("1,000", "1000"),
        ("1，234，567.5", "1234567.5"),
        ("(1,000)", "1000"),
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 2 - 3", "5"),
        ("100 / 10 / 5", "2"),
        ("2 ^ 3 ^ 2", "64"),
        ("-2 ^ 2", "4"),
        ("-(2 ^ 2)", "-4"),
        ("2 ^ -1", "0.5"),
        ("3 × 4 ÷ 6", "2"),
        ("3 ＊ 4 ／ 6 － 1 ＋ 2", "3"),
        ("+5 - -5", "10"),
        ("50%%", "0.005"),
        ("(40 + 10)%", "0.5"),
        ("0.1 + 0.2", "0.3"),
        ("1 / 3 * 3", "0.9999999999999999999999999999"),
    ],
)
def test_numbers_are_read_and_joined_as_in_a_spreadsheet_but_exactly(text: str, value: str) -> None:
    assert result(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("0.1 + 0.2 = 0.3", True),
        ("1 <> 2", True),
        ("1 ≠ 1", False),
        ("2 ≤ 2", True),
        ("2 ≥ 3", False),
        ("2 < 3 AND 3 < 4", True),
        ("2 < 3 且 4 < 3", False),
        ("1 > 2 OR 2 > 1", True),
        ("1 > 2 或 2 > 3", False),
        ("NOT 1 = 2", True),
        ("非 1 = 2", True),
        ("非(1=2)", True),
        ("1 > 2 AND 1 > 2 OR 2 > 1", True),
        ("2 > 1 OR 1 > 2 AND 1 > 2", True),
        ("AND(1<2, 2<3, 3<4)", True),
        ("或(1>2, 2>3)", False),
        ("TRUE", True),
        ("否", False),
        ('"绿" = “绿”', True),
        ('"绿" <> "黄"', True),
        ('"说""好""" = "说""好"""', True),
    ],
)
def test_comparisons_and_conditions(text: str, truth: bool) -> None:
    assert result(text) is truth


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("MAX(1,000)", 1000),
        ("MAX(1,000, 5)", 1000),
        ("MAX(1, 000)", 1),
        ("MAX(1,234)", 234),
        ("BAND(85,60,100,80,200)", 200),
        ("MAX((1,234), 5)", 1234),
        ("(1,000,5)", None),
        ("1,00", None),
        ("1,0000", None),
    ],
)
def test_a_comma_separates_arguments_and_groups_thousands_elsewhere(text: str, value: int | None) -> None:
    if value is None:
        with pytest.raises(FormulaError):
            compile_formula(text, SCORE)
    else:
        assert result(text) == value


@pytest.mark.parametrize(
    "text", ["完成值>=合格值且权重>0", "完成值>3且非完成值>9", "是且是", "完成值>3且3<完成值且完成值<9或否"]
)
def test_han_conditions_need_no_blanks(text: str) -> None:
    assert result(text, actual=5, pass_=5, weight=1) is True


def test_a_name_wins_over_the_word_it_begins_with() -> None:
    entries = [row(1, non_tax=7, tax=5)]
    assert result("SUM(非税收入)", entries) == 7
    assert result("COUNT(税收>3且非税收入>6)", entries) == 1


def test_without_that_name_the_word_is_not() -> None:
    names = Names.score([Field("open", "公开"), *FIELDS[5:6]])
    entries = [row(1, started=True), row(2, started=False)]
    assert result("COUNT(非已开工)", entries, names=names) == 1


def test_a_field_is_written_by_key_label_or_the_label_before_its_bracket() -> None:
    entries = [row(1, invested=3)]
    assert {result(f"SUM({word})", entries) for word in ("invested", "INVESTED", "投资")} == {Decimal(3)}


def test_a_label_that_two_fields_share_names_neither() -> None:
    names = Names.score([Field("a", "数量"), Field("b", "数量")])
    with pytest.raises(FormulaError, match="数量"):
        compile_formula("SUM(数量)", names)
    assert result("SUM(a) + SUM(b)", [row(1, a=1, b=2)], names=names) == 3


def test_a_word_for_a_figure_and_a_field_is_the_field_inside_an_aggregate_only() -> None:
    entries = [row(1, month=40), row(2, month=50)]
    assert result("SUM(月份) + 月份", entries, month=2) == 92


def test_a_field_may_begin_with_a_digit() -> None:
    names = Names.score([Field("december", "12月收入")])
    assert result("SUM(12月收入) + 12", [row(1, december=3)], names=names) == 15


def test_system_measures_are_figures() -> None:
    assert result("督办按时办结率 * 2", on_time_rate=40) == 80


def test_a_compiled_formula_is_found_again_and_says_what_it_reads() -> None:
    text = "PREV(SUM(地方收入)) + RANK(完成值) + 权重"
    formula = compile_formula(text, SCORE)
    assert formula is compile_formula(text, Names.score(FIELDS, [("on_time_rate", "督办按时办结率")]))
    assert formula.names == {"actual", "weight"}
    assert formula.fields == {"local"}
    assert formula.aggregates == ("SUM(地方收入)",)
    assert formula.needs_peers and formula.uses_previous
    assert formula.text == text


def test_the_thread_context_is_neither_used_nor_left_changed() -> None:
    from decimal import ROUND_UP, Context, getcontext, localcontext

    with localcontext(Context(prec=3, rounding=ROUND_UP)):
        assert result("1 / 3") == Decimal("0.3333333333333333333333333333")
        assert getcontext().prec == 3


def test_threads_share_a_formula() -> None:
    from concurrent.futures import ThreadPoolExecutor

    formula = compile_formula("SUM(地方收入) * 完成值", SCORE)

    def once(factor: int) -> bool:
        entries = months("local", *range(factor, factor + 12))
        expected = sum(range(factor, factor + 12)) * factor
        return all(formula.evaluate(figures(actual=factor), entries) == expected for _ in range(50))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(once, range(1, 40)))
