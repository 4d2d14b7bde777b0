"""Every kind of mistake is found before use, at its place, with a sentence and where possible a hint."""

from __future__ import annotations

import pytest

from portal.formula import FormulaError, Kind, Names, Purpose, Severity, check, compile_formula
from tests.formula.vocabulary import BONUS, FIELDS, MEASURE, SCORE, figures

FIELD_OUTSIDE = "“税收” is a field of the ledger form and must stand inside an aggregate."
MISTAKES: list[tuple[str, str, str, str | None]] = [
    ("", "", "The formula is empty.", "Pick a preset, or write one as in a spreadsheet."),
    ("  ", "", "The formula is empty.", "Pick a preset, or write one as in a spreadsheet."),
    ("完成值 + 合格直", "合格直", "“合格直” is not a known name.", "Did you mean “合格值”?"),
    ("完成值 + wieght", "wieght", "“wieght” is not a known name.", "Did you mean “weight”?"),
    ("完成值 + 甲乙丙丁", "甲乙丙丁", "“甲乙丙丁” is not a known name.", None),
    ("ROUDN(1)", "ROUDN", "“ROUDN” is not a known function.", "Did you mean “ROUND”?"),
    ("四舍五如(1)", "四舍五如", "“四舍五如” is not a known function.", "Did you mean “四舍五入”?"),
    ("ABS + 1", "ABS", "“ABS” is a function and needs brackets.", None),
    ("本季 + 1", "本季", "“本季” can only be the last argument of an aggregate.", None),
    ("IF(1 > 2)", "IF", "IF takes 2 to 3 arguments, not 1.", "Write IF(condition, then, else)."),
    ("ABS(1, 2)", "ABS", "ABS takes 1 argument(s), not 2.", "Write ABS(x)."),
    ("MAX()", "MAX", "MAX takes at least 1 argument(s), not 0.", "Write MAX"),
    (
        "BAND(1, 2, 3, 4)",
        "BAND",
        "BAND takes one value and then pairs of a threshold and a result.",
        "Write BAND",
    ),
    ("BAND(1, 5, 1, 3, 2)", "3", "The thresholds must rise from left to right.", None),
    (
        "税收 + 1",
        "税收",
        "“税收” is a field of the ledger form and must stand inside an aggregate.",
        "Write for",
    ),
    (
        "MAX(0, 税收)",
        "税收",
        "“税收” is a field of the ledger form and must stand inside an aggregate.",
        "Write for",
    ),
    (
        "SUM(税收 + MAX(税收))",
        "MAX",
        "MAX cannot stand inside SUM: one pass over the entries at a time.",
        None,
    ),
    ("SUM(RANK(完成值) + 税收)", "RANK", "RANK cannot stand inside SUM.", None),
    ("RANK(RANK(完成值))", "RANK", "RANK cannot stand inside RANK.", None),
    ("PREV(RANK(完成值))", "RANK", "RANK cannot stand inside PREV.", None),
    ("SUM(PREV(完成值) + 税收)", "PREV", "PREV cannot stand inside SUM.", None),
    ("SUM(1)", "1", "SUM goes over the entries, but no field of the ledger form stands in it.", "To add"),
    ("SUM(税收, 系数)", "系数", "yes or no is needed here, not a number.", "Compare it"),
    ("SUM(税收, 系数 > 1, 系数 > 2)", "系数 > 2", "After the expression come at most one condition", "Join"),
    ("SUM(灯)", "灯", "a number is needed here, not a text.", None),
    ("MAX(灯)", "灯", "a number is needed here, not a text.", None),
    ('完成值 = "绿"', '完成值 = "绿"', "a number cannot be compared with a text.", "Numbers are written"),
    ("COUNT(灯 = 1)", "灯 = 1", "a text cannot be compared with a number.", "Numbers are written"),
    ('"a" < "b"', '"a" < "b"', "Only numbers and dates have an order; here = or <> is needed.", None),
    ("完成值 + 是", "是", "a number is needed here, not yes or no.", "Write IF(condition, 1, 0)"),
    (
        "(完成值 > 1) * 权重",
        "(完成值 > 1)",
        "a number is needed here, not yes or no.",
        "Write IF(condition, 1, 0)",
    ),
    ("COUNT(办结日 - 收文日 > 3)", "办结日", "a number is needed here, not a date.", "DAYS and WORKDAYS"),
    ("IF(完成值, 1, 0)", "完成值", "yes or no is needed here, not a number.", "Compare it"),
    ('IF(1 < 2, 1, "一")', '"一"', "This result is a text, the first one is a number.", None),
    ("60 < 完成值 < 80", "<", "Only two things can be compared at once.", "Write a <= x AND x <= b."),
    ("(1 + 2", "", "A closing bracket is missing.", "Add 1 × “)”."),
    ("1 + 2)", ")", "This bracket closes nothing.", None),
    ("1 +", "", "The formula ends too early.", None),
    ("1 + * 2", "*", "Something is missing before “*”.", None),
    ("IF(1 > 2, , 3)", ",", "Something is missing before “,”.", None),
    ("1 2", "2", "An operator is missing before “2”.", "Write for example"),
    ("完成值(2)", "(", "“完成值” is a name, not a function.", "Put an"),
    ("1, 2", ",", "“,” separates the arguments of a function; here is none.", None),
    ("1 == 2", "=", "“=” cannot follow another comparison sign.", "Not equal is <> or ≠."),
    ('"绿', '"绿', "This text has no closing quotation mark.", None),
    ("完成值 & 1", "&", "“&” cannot be used in a formula.", None),
    ("完成值 = '绿'", "'", "“'” cannot be used in a formula.", "Put texts between"),
    ("1 + \x00", "\x00", "“U+0000” cannot be used in a formula.", None),
    ("1 + \ud800", "\ud800", "“U+D800” cannot be used in a formula.", None),
    ("1 + 😀", "😀", "“😀” cannot be used in a formula.", None),
    ("__import__('os')", "'", "“'” cannot be used in a formula.", "Put texts"),
    ("完成值.real", ".", "“.” cannot be used in a formula.", None),
    ("1" * 29, "1" * 29, "A number can have at most 28 digits.", None),
]


@pytest.mark.parametrize(("text", "stretch", "message", "hint"), MISTAKES)
def test_mistakes_are_marked_and_explained(text: str, stretch: str, message: str, hint: str | None) -> None:
    errors = [finding for finding in check(text, SCORE) if finding.severity is Severity.ERROR]
    found = next(one for one in errors if str(one.message).startswith(message))
    assert text[found.position : found.position + found.length] == stretch
    assert (found.hint is None) if hint is None else str(found.hint).startswith(hint)
    with pytest.raises(FormulaError) as caught:
        compile_formula(text, SCORE)
    assert (caught.value.position, caught.value.message) == (errors[0].position, errors[0].message)


def test_positions_are_those_of_the_full_width_text() -> None:
    text = "ＭＡＸ（０，　合格直）"
    (found,) = check(text, SCORE)
    assert text[found.position : found.position + found.length] == "合格直"


def test_several_mistakes_are_reported_together_and_each_once() -> None:
    text = "合格直 + 权众 * 税收 + ABS()"
    assert [str(one.message)[:6] for one in check(text, SCORE)] == [
        "“合格直” ",
        "“权众” i",
        "“税收” i",
        "ABS ta",
    ]


def test_unknown_names_are_reported_beside_an_error_of_syntax() -> None:
    messages = [str(one.message) for one in check("(合格直 + 1", SCORE)]
    assert messages == ["A closing bracket is missing.", "“合格直” is not a known name."]


def test_an_unknown_name_between_known_ones_is_marked_alone() -> None:
    for text in ("完成值>1且合格直>2", "合格直>2且完成值>1", "完成值>1且合格直且权重>1"):
        found = check(text, SCORE)[0]
        assert text[found.position : found.position + found.length] == "合格直"


def test_text_over_2000_characters_is_refused_and_2000_are_not() -> None:
    assert compile_formula("1+" * 999 + "10", SCORE).evaluate({}) == 1009
    (found,) = check("1+" * 1000 + "1", SCORE)
    assert str(found.message) == "The formula has 2001 characters; 2000 are allowed."


@pytest.mark.parametrize(
    ("opening", "closing"), [("(", ")"), ("ABS(", ")"), ("-", ""), ("IF(TRUE, ", ", 0)"), ("非 ", " 是")]
)
def test_nesting_is_allowed_to_a_depth_of_50(opening: str, closing: str) -> None:
    core = "是" if opening.startswith("非") else "1"
    closing = "" if opening.startswith("非") else closing
    fine = opening * 50 + core + closing * 50
    assert compile_formula(fine, SCORE).text == fine
    findings = check(opening * 51 + core + closing * 51, SCORE)
    assert "nested more than 50 levels" in str(findings[0].message)


WARNINGS = [
    ("MAX(1,000, 完成值)", "“1,000” is read here as 1000."),
    ("分段(完成值,60,100,80,200)", "“60,100” is read here as 60; 100."),
    ("(-完成值 ^ 2) + 1", "The sign belongs to the base here, as in a spreadsheet: -2^2 is 4."),
    ("COUNT(灯 = “绿色”)", "“绿色” is not one of the choices of “灯”."),
    ("权重 * 完成值 / 合格值", "against a pass value of"),
    ("MIN(0, 完成值)", "This can never give more than zero points."),
    ("完成值 / 0", "This gave an error on every example that was tried."),
    ("权重 + COUNT(税收)", "This can give"),
]


@pytest.mark.parametrize(("text", "message"), WARNINGS)
def test_what_is_probably_not_meant_is_a_warning(text: str, message: str) -> None:
    findings = check(text, SCORE)
    assert any(message in str(one.message) for one in findings)
    assert all(one.severity is Severity.WARNING for one in findings)
    compile_formula(text, SCORE)


@pytest.mark.parametrize("text", ["0", "-3", "1 - 1"])
def test_a_fixed_score_of_nothing_is_an_error(text: str) -> None:
    (found,) = check(text, SCORE)
    assert found.severity is Severity.ERROR


@pytest.mark.parametrize(
    "text",
    [
        "IF(完成值 >= 合格值, 权重, MAX(0, 权重 - (合格值 - 完成值) / 0.1 * 0.5))",
        "MIN(权重, 权重 * 完成值 / 合格值)",
        "IF(完成值 <= 合格值, 权重, 0)",
        "IF(完成值 >= 合格值, 14, 0)",
        "MAX(0, 权重 - COUNT(税收) * 2)",
        "BAND(名次(完成值), 1, 权重, 4, 权重 / 2, 9, 0)",
    ],
)
def test_sound_scores_are_left_in_peace(text: str) -> None:
    assert check(text, SCORE) == ()


def test_points_must_be_a_number_but_a_measure_may_be_a_text() -> None:
    assert "Points must be a number" in str(check("完成值 > 1", SCORE)[0].message)
    assert check("LAST(灯)", MEASURE) == ()
    assert compile_formula("LAST(灯)", MEASURE).kind is Kind.TEXT


def test_a_measure_does_not_know_the_actual_value() -> None:
    assert "完成值" in str(check("完成值 + 1", MEASURE)[0].message)


def test_a_bonus_is_measured_by_the_bonus() -> None:
    assert check("IF(完成值 >= 挑战值, 加分, 0)", BONUS) == ()
    assert "more" not in str(check("IF(完成值 >= 挑战值, 加分, 0)", BONUS))
    (found,) = check("加分 * 2", BONUS)
    assert found.severity is Severity.WARNING
    assert check("加分 * 2", BONUS, purpose=Purpose.MEASURE) == ()


def test_a_real_target_can_be_tried_instead_of_examples() -> None:
    text = "IF(完成值 >= 合格值, 14, 0)"
    real = figures(pass_=98, weight=12, bonus=0)
    (found,) = check(text, SCORE, figures=real)
    assert "14 points; 12 are possible" in str(found.message)
    assert check(text, SCORE, figures={**real, "weight": real["weight"] + 2}) == ()


def test_points_by_name_compare_texts() -> None:
    names = Names.score(FIELDS, actual=Kind.TEXT)
    assert check('SWITCH(完成值, "绿", 14, "黄", 8, 0)', names) == ()
    assert "not a text" in str(check("完成值 + 1", names)[0].message)


def test_a_real_target_with_gaps_is_tried_as_far_as_it_goes() -> None:
    for real in ({"weight": None}, {"pass": None, "weight": "ten"}, figures(weight=10)):
        check("权重 * 完成值 / 合格值", SCORE, figures=real)
        check("加分 * 完成值", BONUS, figures=real)
