"""The curve of points over the actual value, and what is still missing for a goal."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.formula import Circumstances, compile_formula, curve, needed
from portal.formula.presets import PRESETS
from tests.formula.vocabulary import SCORE, figures, units

STEPS = compile_formula(PRESETS["per_step"].write(size="0.1", points="0.5"), SCORE)
TARGET = figures(pass_=45.5, challenge=46, weight=16)


def test_a_curve_rises_through_the_marks_of_the_target() -> None:
    points = curve(STEPS, TARGET)
    actuals = [actual for actual, _ in points]
    assert actuals == sorted(actuals)
    assert dict(points)[Decimal("45.5")] == dict(points)[Decimal(46)] == 16
    assert actuals[0] < Decimal("45.5") and actuals[-1] > 46


def test_a_curve_may_be_asked_for_a_stretch() -> None:
    points = curve(STEPS, TARGET, points=5, low=Decimal(45), high=Decimal(46))
    assert points[0] == (45, Decimal("13.5")) and points[-1] == (46, 16)
    assert [str(actual) for actual, _ in points] == ["45.00", "45.25", "45.50", "45.75", "46.00"]


def test_points_that_have_no_answer_are_gaps() -> None:
    points = curve(compile_formula("权重 / 完成值", SCORE), TARGET, points=3, low=Decimal(0), high=Decimal(2))
    assert points[0] == (0, None) and points[1] == (1, 16)


@pytest.mark.parametrize(
    ("goal", "places", "actual"),
    [
        (16, 2, "45.50"),
        (16, 0, "46"),
        ("15.5", 2, "45.40"),
        ("15.3", 2, "45.36"),
        ("15.3", 1, "45.4"),
        (17, 2, None),
    ],
)
def test_what_is_needed_is_exact_to_the_decimals(goal: object, places: int, actual: str | None) -> None:
    found = needed(STEPS, TARGET, Decimal(str(goal)), places=places)
    assert found == (None if actual is None else Decimal(actual))


@pytest.mark.parametrize(("goal", "actual"), [(15, 0), (10, 1), (5, 2), (6, 1), (16, None)])
def test_where_lower_is_better_the_largest_value_is_sought(goal: int, actual: int | None) -> None:
    formula = compile_formula(PRESETS["per_step"].write(direction="lower", points=5), SCORE)
    assert needed(formula, figures(pass_=0, weight=15), Decimal(goal), "lower", places=0) == actual


def test_in_a_range_the_nearer_end_counts() -> None:
    formula = compile_formula(PRESETS["range"].write(size="0.1", points=2), SCORE)
    target = figures(pass_=0.3, pass_upper=0.8, weight=12)
    assert needed(formula, target, Decimal(12)) == Decimal("0.3")
    assert needed(formula, target, Decimal(12), "lower") == Decimal("0.8")
    assert needed(formula, target, Decimal(10)) == Decimal("0.2")


def test_a_place_is_needed_among_the_peers() -> None:
    formula = compile_formula("IF(RANK(完成值) <= 1, 权重, 0)", SCORE)
    among = Circumstances(peers=units(80, 93, 88))
    assert needed(formula, figures(weight=10, pass_=80), Decimal(10), places=0, among=among) == 93


def test_nothing_is_needed_where_no_value_earns_the_goal() -> None:
    assert needed(compile_formula("1 / 0", SCORE), TARGET, Decimal(1)) is None
    assert needed(compile_formula("权重", SCORE), {}, Decimal(1)) is None


@given(
    st.decimals(1, 500, places=1),
    st.decimals("0.1", 5, places=1),
    st.decimals("0.1", 5, places=1),
    st.integers(1, 10),
)
def test_what_is_needed_earns_the_goal_and_one_unit_less_does_not(
    target: Decimal, size: Decimal, each: Decimal, goal: int
) -> None:
    formula = compile_formula(PRESETS["per_step"].write(size=size, points=each), SCORE)
    values = {"pass": target, "weight": Decimal(10)}
    found = needed(formula, values, Decimal(goal))
    assert found is not None
    assert formula.evaluate({**values, "actual": found}) >= goal
    assert formula.evaluate({**values, "actual": found - Decimal("0.01")}) < goal
