"""What a unit's points come to."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.sentences import Refused
from portal.scores.rules import Deduction, Outcome, ScoreState, Sums, cheapest, total_of
from portal.scores.rules.curves import curve
from portal.scores.rules.months import Month, last_month, parse_month
from portal.scores.rules.totals import chance

CAP = Decimal(10)
POINTS = st.decimals(-50, 100, places=2)


def an_outcome(points="10.00", bonus=None, weight=16, **parts):
    points = None if points is None else Decimal(points)
    state = ScoreState.PENDING if points is None else ScoreState.SCORED
    return Outcome(
        Decimal(weight), state, points=points, bonus=None if bonus is None else Decimal(bonus),
        **({"reachable": Decimal(weight), "forecast": points} | parts),
    )  # fmt: skip


def total(*outcomes, **parts):
    return total_of(Sums.over(outcomes), **({"cap": CAP} | parts))


def test_the_bonus_counts_up_to_the_cap():
    capped = total(an_outcome(bonus="6.00"), an_outcome(bonus="6.00"))

    assert (capped.bonus, capped.bonus_earned, capped.total) == (10, 12, 30)


def test_deductions_come_off_the_total():
    assert total(an_outcome(), deductions=[Deduction("late", Decimal("0.5"))]).total == Decimal("9.50")


def test_pending_counts_nothing_and_is_counted():
    waiting = total(an_outcome(None), an_outcome())

    assert (waiting.total, waiting.pending, waiting.targets) == (10, 1, 2)


def test_pending_is_foretold_to_earn_the_share_of_the_rest():
    assert total(an_outcome(None, weight=8), an_outcome("12.00")).forecast == 18


def test_nothing_scored_is_nothing_foretold():
    assert total(an_outcome(None)).forecast is None


def test_what_is_confirmed_is_its_own_sum():
    signed = Sums.over([an_outcome("7.00", "11.00")])

    assert total(an_outcome("7.00", "11.00"), an_outcome(), confirmed=signed).confirmed == 17


@given(st.lists(st.tuples(POINTS | st.none(), POINTS | st.none()), max_size=40))
def test_the_printed_column_adds_up(rows):
    """The total is the sum of what is printed beside each target, to the cent."""
    outcomes = [an_outcome(points, bonus) for points, bonus in rows]
    added = total(*outcomes)

    printed = [f"{one.points:.2f}" for one in outcomes if one.points is not None]
    extra = [f"{one.bonus:.2f}" for one in outcomes if one.bonus is not None]
    assert added.points == sum(map(Decimal, printed))
    assert added.total == sum(map(Decimal, printed)) + min(sum(map(Decimal, extra), Decimal(0)), CAP)


def test_the_cheapest_points_ask_for_the_smallest_move_per_point():
    near = chance("near", Decimal(1), Decimal(99), Decimal(100))
    far = chance("far", Decimal(1), Decimal(50), Decimal(100))
    rich = chance("rich", Decimal(5), Decimal(98), Decimal(100))
    none = chance("none", Decimal(1), None, Decimal(100))

    assert [one.ref for one in cheapest([far, near, none, rich], 2)] == ["rich", "near"]


def test_the_curve_breaks_off_where_a_month_is_pending():
    class Kept(tuple):
        month, points, bonus = (property(lambda self, n=n: self[n]) for n in range(3))

    line = curve(
        [Kept((1, Decimal(8), None)), Kept((2, None, None)), Kept((3, Decimal(16), None))], Decimal(16)
    )

    assert line.path == "M30 55.0M86 10.0"
    assert curve([Kept((1, None, None))], Decimal(16)) is None


@pytest.mark.parametrize(("year", "month"), [(2025, 12), (2026, 11), (2027, 0)])
def test_a_year_can_be_seen_up_to_the_month_that_has_begun(year, month):
    assert last_month(year, date(2026, 11, 1)) == month


@pytest.mark.parametrize("typed", ["2026-Q1", "2026", "", "2026-00", "x"])
def test_what_is_no_month_is_refused(typed):
    with pytest.raises(Refused):
        parse_month(typed)


def test_a_month_is_read_back():
    assert parse_month(" 2026-06 ") == Month(2026, 6)
