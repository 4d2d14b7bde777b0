"""What is missing is blank, not zero; a blank runs through, and aggregates step over it."""

from __future__ import annotations

import copy
import pickle

import pytest

from portal.formula import BLANK
from tests.formula.vocabulary import figures, months, result, row


@pytest.mark.parametrize(
    "text",
    [
        "完成值",
        "完成值 + 1",
        "1 - 完成值",
        "完成值 * 0",
        "1 / 完成值",
        "完成值 / 0",
        "完成值 ^ 2",
        "2 ^ 完成值",
        "-完成值",
        "完成值%",
        "完成值 > 1",
        "1 >= 完成值",
        "完成值 = 0",
        "完成值 <> 0",
        "完成值 = 权重",
        "NOT 完成值 > 1",
        "IF(完成值 > 1, 2, 3)",
        "IFS(完成值 > 1, 2, TRUE, 3)",
        "SWITCH(完成值, 1, 2, 3)",
        "SWITCH(完成值, 0 + 1, 2, 3)",
        "BAND(完成值, 1, 2)",
        "BAND(5, 完成值, 2)",
        "MAX(0, 完成值)",
        "MIN(1, 2, 完成值)",
        "CLAMP(完成值, 0, 1)",
        "ROUND(完成值, 2)",
        "LINEAR(完成值, 0, 0, 1, 1)",
        "STEPS(完成值, 1)",
        "TRUE AND 完成值 > 1",
        "FALSE OR 完成值 > 1",
        "TRIMMEAN(税收, 完成值)",
        "MAX(0, 权重 - (合格值 - 完成值) / 0.1 * 0.5)",
    ],
)
def test_a_blank_runs_through(text: str) -> None:
    assert result(text, months("tax", 1, 2, 3), weight=5, pass_=3) is BLANK


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("FALSE AND 完成值 > 1", False),
        ("TRUE OR 完成值 > 1", True),
        ("IF(TRUE, 3, 完成值)", 3),
        ("IFS(TRUE, 3, 完成值 > 1, 4)", 3),
        ("IFBLANK(完成值, 0) + 1", 1),
        ("IF(BLANK(完成值), 1, 2)", 1),
    ],
)
def test_what_is_settled_without_it_is_not_blank(text: str, value: object) -> None:
    assert result(text) == value


EMPTY = months("tax", None, None)


@pytest.mark.parametrize("entries", [[], EMPTY, [row(1)]])
@pytest.mark.parametrize("function", ["SUM", "AVG", "MIN", "MAX", "FIRST", "LAST"])
def test_aggregates_of_nothing_are_blank(function: str, entries: list[object]) -> None:
    assert result(f"{function}(税收)", entries) is BLANK


def test_counts_of_nothing_are_zero_but_nil_reports_are_entries() -> None:
    assert result("COUNT(税收)", EMPTY) == 0
    assert result("COUNT()", EMPTY) == 2
    assert result("COUNT()") == 0


def test_a_zero_is_not_a_blank() -> None:
    assert result("SUM(税收)", months("tax", 0, None)) == 0
    assert result("COUNT(税收)", months("tax", 0, None)) == 1
    assert result("BLANK(完成值)", actual=0) is False


def test_an_entry_whose_condition_is_blank_does_not_count() -> None:
    entries = [row(1, tax=1, factor=1), row(2, tax=2), row(3, tax=4, factor=3)]
    assert result("SUM(税收, 系数 > 0)", entries) == 5
    assert result("SUM(税收 * 系数)", entries) == 13


def test_absent_none_and_blank_figures_are_the_same() -> None:
    for given in ({}, figures(actual=None), figures(actual=BLANK)):
        assert result("BLANK(完成值)", **given) is True


def test_the_blank_is_one_and_survives_copying() -> None:
    assert pickle.loads(pickle.dumps(BLANK)) is BLANK
    assert copy.deepcopy(BLANK) is BLANK
    assert not BLANK
    assert repr(BLANK) == "BLANK"
