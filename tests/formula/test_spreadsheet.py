"""What a spreadsheet computes, formulas compute too: checked against an independent spreadsheet engine."""

from __future__ import annotations

import math
import warnings
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formula.vocabulary import result

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    engine = pytest.importorskip("formulas")
    engine.Parser().ast("=ROUND(1,0)")[1].compile()()

# The engine reads -2^2 as -4. Excel, WPS and LibreOffice give 4, and so do formulas; see test_language.py.


def spreadsheet(text: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cell = engine.Parser().ast("=" + text)[1].compile()()
    value = getattr(cell, "item", lambda: cell)()
    return value.item() if hasattr(value, "item") else value


def agrees(text: str) -> bool:
    ours, theirs = result(text), spreadsheet(text)
    if isinstance(ours, Decimal):
        return math.isclose(float(ours), float(theirs), rel_tol=1e-9, abs_tol=1e-9)
    return ours == bool(theirs)


NUMBERS = ["0", "0.5", "1", "2.5", "-1.5", "-2.5", "7", "-7", "12.345", "100"]
ONE = ["ABS({})", "INT({})", "ROUND({},0)", "ROUND({},1)", "ROUND({},-1)", "ROUNDUP({},0)", "ROUNDUP({},1)"]
ONE += ["ROUNDDOWN({},0)", "ROUNDDOWN({},1)", "{}%", "NOT({}>1)", "-({})"]
TWO = ["{}+{}", "{}-({})", "{}*({})", "MAX({},{})", "MIN({},{})", "{}>={}", "{}<>{}", "IF({}<{},1,2)"]
TWO += ["AND({}>0,{}>0)", "OR({}>0,{}>0)", "IFS({}>5,1,{}<0,2,TRUE,3)"]


@pytest.mark.parametrize("shape", ONE)
def test_functions_of_one_number(shape: str) -> None:
    assert [text for number in NUMBERS if not agrees(text := shape.format(number))] == []


@pytest.mark.parametrize("shape", TWO)
def test_functions_of_two_numbers(shape: str) -> None:
    pairs = [(one, other) for one in NUMBERS[::2] for other in NUMBERS[1::2]]
    assert [text for pair in pairs if not agrees(text := shape.format(*pair))] == []


@pytest.mark.parametrize(
    "text",
    [
        *(f"MOD({x},{y})" for x in ("7", "-7", "7.5", "6") for y in ("3", "-3", "2.5")),
        *("2^3^2", "2^-1", "4^0.5", "2*3^2", "1+2*3-4/8", "10-2-3", "100/10/5", "(1+2)*3", "50%*2", "2+-3"),
        *(f"SWITCH({x},1,10,2,20,30)" for x in (1, 2, 3)),
        *(
            "IF(1>2,10,20)",
            "1+2=3",
            "NOT(AND(1>0,2>3))",
            "MAX(1,2,3,-4)",
            "MIN(3,2,1)",
            "IF(AND(1<2,2<3),1,0)",
        ),
    ],
)
def test_mixed_expressions(text: str) -> None:
    assert agrees(text)


literals = st.decimals(-99, 99, places=2).map(lambda number: f"({number:f})")
expressions = st.recursive(
    literals,
    lambda parts: st.one_of(
        st.builds("({}{}{})".format, parts, st.sampled_from("+-*"), parts),
        st.builds("IF({}>{},{},{})".format, parts, parts, parts, parts),
        st.builds("MAX({},{})".format, parts, parts),
        st.builds("ABS({})".format, parts),
    ),
    max_leaves=8,
)


@settings(max_examples=40, deadline=None)
@given(expressions)
def test_generated_expressions(text: str) -> None:
    assert agrees(text)
