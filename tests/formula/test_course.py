"""The same formula month after month."""

from decimal import Decimal, localcontext

import pytest

from portal.formula import BLANK, EvaluationError, Field, Names, Row, compile_formula
from portal.formula.values import EXACT

NAMES = Names.score((Field("a", "甲"), Field("b", "乙")))
ROWS = [Row({"a": Decimal(n), "b": Decimal(n % 2)}, n) for n in range(1, 5)]


@pytest.mark.parametrize(
    "text", ["SUM(a) * actual", "IF(actual > 2, weight, BAND(actual, 1, 2))", "AVG(a) - actual"]
)
@pytest.mark.parametrize("actual", [Decimal(1), Decimal(3), BLANK])
def test_it_gives_what_evaluating_gives(text, actual):
    formula = compile_formula(text, NAMES)
    figures = {"weight": Decimal(8)}
    course = formula.course(figures)

    with localcontext(EXACT):
        for count in range(len(ROWS)):
            assert course.at(ROWS[:count], actual) == formula.evaluate(
                {**figures, "actual": actual}, ROWS[:count]
            )


def test_it_fails_with_the_same_sentence():
    course = compile_formula("SUM(a) / actual", NAMES).course({})

    with localcontext(EXACT), pytest.raises(EvaluationError, match="divided by zero"):
        course.at(ROWS, Decimal(0))


@pytest.mark.parametrize(
    ("text", "only_adds"),
    [
        ("SUM(a) / SUM(b)", True),
        ("actual", True),
        ("SUM(a, b > 0)", False),
        ("SUM(a, THIS_MONTH)", False),
        ("SUM(a * b)", False),
        ("AVG(a)", False),
        ("COUNT()", False),
        ("SUM(a) + LAST(a)", False),
    ],
)
def test_it_knows_whether_entries_may_be_added_up_beforehand(text, only_adds):
    assert compile_formula(text, NAMES).only_adds is only_adds
