"""What a target's facts are worth."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.formula import BLANK, Field, Names, Row, compile_formula
from portal.scores.rules import Engine, Facts, Group, Law, ScoreState
from portal.scores.rules.missing import with_missing

FIELDS = (Field("done", "完成"), Field("due", "应完成"))
SHARE = "SUM(done) / SUM(due) * 100"
STEPS = "IF(actual >= pass, weight, MAX(0, weight - (pass - actual) / 0.1 * 0.5))"
EXTRA = "IF(actual >= challenge, bonus, 0)"
NUMBERS = {
    "pass": Decimal("45.5"),
    "pass_upper": None,
    "challenge": Decimal(46),
    "weight": Decimal(16),
    "bonus": Decimal("1.5"),
    "last_year": None,
}


def a_law(measure=SHARE, score=STEPS, bonus=EXTRA, **traits):
    return Law(
        compile_formula(measure, Names.measure(FIELDS)) if measure else None,
        compile_formula(score, Names.score(FIELDS)) if score else None,
        compile_formula(bonus, Names.bonus(FIELDS)) if bonus else None,
        **traits,
    )


def a_row(month, done, due=100):
    return Row({"done": Decimal(str(done)), "due": Decimal(str(due))}, month)


def scored(*rows, law=None, month=12, **numbers):
    """The outcome of that month."""
    facts = Facts(NUMBERS | numbers, rows)
    return Engine(law or a_law()).outcomes(facts, [month])[0]


@pytest.mark.parametrize(("done", "points", "bonus"), [
    ("45.5",    "16.00", "0.00"),   # the pass value itself earns the full weight
    ("45.49",   "15.95", "0.00"),   # a part of a step costs a part of its points
    ("45.4991", "16.00", "0.00"),   # 15.9955 is rounded half-up, once
    ("45.4989", "15.99", "0.00"),   # 15.9945 is not
    ("46",      "16.00", "1.50"),   # the challenge value itself earns the bonus
    ("45.9999", "16.00", "0.00"),
    ("42.3",    "0.00",  "0.00"),   # never below zero
])  # fmt: skip
def test_points_follow_the_measure_like_this(done, points, bonus):
    outcome = scored(a_row(1, done))

    assert (outcome.points, outcome.bonus) == (Decimal(points), Decimal(bonus))
    assert outcome.state is ScoreState.SCORED


def test_nothing_reported_is_pending_and_not_zero():
    outcome = scored()

    assert (outcome.state, outcome.actual, outcome.points, outcome.bonus) == (
        ScoreState.PENDING, None, None, None,
    )  # fmt: skip


def test_a_nil_report_is_blank_too():
    assert scored(Row({}, 3)).state is ScoreState.PENDING


def test_a_blank_bonus_counts_nothing_and_leaves_the_points():
    outcome = scored(a_row(1, 50), challenge=None)

    assert (outcome.state, outcome.points, outcome.bonus) == (ScoreState.SCORED, 16, None)


def test_division_by_zero_is_an_error_with_a_sentence():
    outcome = scored(a_row(1, 1, due=0))

    assert outcome.state is ScoreState.ERROR
    assert outcome.points is None
    assert str(outcome.error) == "Something is divided by zero here."


def test_a_bonus_that_fails_leaves_the_points_and_says_so():
    outcome = scored(a_row(1, 50), law=a_law(bonus="bonus / (actual - 50)"))

    assert (outcome.state, outcome.points, outcome.bonus) == (ScoreState.ERROR, 16, None)
    assert outcome.error


def test_a_weight_without_a_score_formula_is_an_error():
    assert str(scored(a_row(1, 50), law=a_law(score="")).error) == "This indicator has no score formula."


def test_a_bonus_item_needs_no_score_formula():
    law = a_law(measure="COUNT(done)", score="", bonus="actual * 0.5")

    assert scored(a_row(1, 1), a_row(2, 1), law=law, weight=Decimal(0))[4:6] == (0, 1)


def test_a_score_that_is_no_number_is_an_error():
    outcome = scored(a_row(1, 50), law=a_law(score="actual > 3"))

    assert str(outcome.error) == "The formula must give a number of points."


@pytest.mark.parametrize("formula", ["SUM(done) * 10 ^ 9 * 10 ^ 9", "SUM(done) ^ 60"])
def test_a_result_that_cannot_be_kept_is_an_error(formula):
    assert scored(a_row(1, 50), law=a_law(measure=formula)).state is ScoreState.ERROR


def test_a_measure_may_be_a_word():
    law = Law(
        compile_formula('IF(SUM(done) > 1, "绿", "黄")', Names.measure(FIELDS)),
        compile_formula(
            'SWITCH(actual, "绿", 14, "黄", 8)',
            Names.score(FIELDS, actual=compile_formula('"绿"', Names.measure()).kind),
        ),
    )
    outcome = scored(a_row(1, 2), law=law)

    assert (outcome.actual, outcome.actual_text, outcome.points) == (None, "绿", 14)


def test_the_completion_value_is_scored_as_it_is_kept():
    """Six places: a third of a hundred is 33.333333, and that is what passes or fails."""
    outcome = scored(a_row(1, 1, due=3), **{"pass": Decimal("33.333333")})

    assert (outcome.actual, outcome.points) == (Decimal("33.333333"), 16)


def test_each_month_sees_its_own_entries_and_the_earlier_ones():
    rows = [a_row(6, 46), a_row(2, 45)]  # as they came, not in order
    outcomes = Engine(a_law()).outcomes(Facts(NUMBERS, rows), range(1, 13))

    actuals = [outcome.actual for outcome in outcomes]
    assert actuals == [None, *[45] * 4, *[Decimal("45.5")] * 7]


FIGURES = st.none() | st.decimals(-99, 99, places=2)
ENTRIES = st.lists(st.tuples(st.integers(1, 12), FIGURES, FIGURES), max_size=9)
MEASURES = st.sampled_from(
    [SHARE, "SUM(done)", "SUM(done * 2) - AVG(due)", "COUNT(done) + LAST(due)", "SUM(done, due > 3)"]
)


@given(ENTRIES, MEASURES, st.booleans())
def test_the_short_way_over_the_months_comes_to_the_same(entries, measure, accumulates):
    """A law that does not look at the month skips months without entries, and adds entries up beforehand."""
    rows = [Row({"done": done, "due": due}, month) for month, done, due in entries]
    facts, engine = Facts(NUMBERS, rows), Engine(a_law(measure, accumulates=accumulates))

    long_way = []
    for month in range(1, 13):
        view = engine.view(facts, month)
        long_way.append(engine.outcome(view, engine.judge(view), month))
    assert engine.outcomes(facts, range(1, 13)) == long_way


@pytest.mark.parametrize(
    ("measure", "timeless"),
    [
        (SHARE, True),
        ("SUM(done, this_month)", False),
        ("SUM(done，本季度)", False),
        ("SUM(done) / elapsed", False),
        ("SUM(done, TO_DATE)", True),
        ("PREV(SUM(done))", False),
    ],
)
def test_a_law_knows_whether_the_month_matters(measure, timeless):
    assert a_law(measure).timeless is timeless


def test_a_window_leaves_the_month_blank_after_it():
    law = a_law("SUM(done, THIS_QUARTER)", "actual", "")

    assert scored(a_row(2, 7), law=law, month=3).points == 7
    assert scored(a_row(2, 7), law=law, month=4).points is None


def test_what_accumulates_is_extrapolated_by_the_elapsed_share():
    law = a_law("SUM(done)", "actual / 100 * weight", "", accumulates=True)

    outcome = scored(a_row(3, 25), law=law, month=3)
    assert (outcome.points, outcome.forecast) == (4, 16)


def test_what_does_not_accumulate_is_held():
    assert scored(a_row(3, 45), month=3).forecast == Decimal("13.50")


def test_events_that_cost_points_cannot_be_taken_back():
    law = a_law("COUNT(done)", "MAX(0, weight - actual * 2)", "", accumulates=True)

    outcome = scored(a_row(3, 1), law=law, month=3, **{"pass": Decimal(0), "challenge": None})
    assert (outcome.points, outcome.reachable) == (14, 14)


def test_what_grows_can_still_reach_full_marks_until_the_year_is_over():
    law = a_law("SUM(done)", "MIN(weight, actual / pass * weight)", EXTRA, accumulates=True)

    assert scored(a_row(3, 10), law=law, month=3)[7:9] == (16, Decimal("1.5"))
    assert scored(a_row(3, 10), law=law, month=12).reachable == scored(a_row(3, 10), law=law).points


@pytest.mark.parametrize(("score", "done", "full_at"), [
    (STEPS,                                                 "45.1", "45.5"),
    ("CLAMP(weight * (50 - actual) / (50 - 45.5), 0, weight)", "48", "45.5"),       # lower is better
    ("LINEAR(actual, 0, 0, 60, weight)",                    "45.1", "60"),          # full marks lie beyond
    ("BAND(actual, 0, 1, 50.25, weight)",                   "45.1", "50.25"),
    ("weight / 2",                                          "45.1", None),          # never
    (STEPS,                                                 "47",   "47"),          # reached already
])  # fmt: skip
def test_the_value_that_earns_full_marks_is_found(score, done, full_at):
    engine = Engine(a_law(score=score))
    view = engine.view(Facts(NUMBERS, [a_row(1, done)]), 6)
    outcome = with_missing(engine, view, engine.outcome(view, engine.judge(view), 6))

    assert outcome.full_at == (None if full_at is None else Decimal(full_at))
    if full_at:
        assert outcome.missing_full == abs(Decimal(full_at) - Decimal(done))


def test_before_any_entry_the_pass_value_is_what_it_takes():
    engine = Engine(a_law())
    view = engine.view(Facts(NUMBERS), 6)
    outcome = with_missing(engine, view, engine.outcome(view, engine.judge(view), 6))

    assert (outcome.full_at, outcome.bonus_at, outcome.missing_full) == (Decimal("45.5"), 46, None)


def test_ranks_compare_the_completion_values_of_all_units():
    law = a_law(score="RANK(actual)", bonus="")
    members = [Facts(NUMBERS, [a_row(2, done)], ref=n) for n, done in enumerate((40, 50, 45))]
    engine = Engine(law, group=Group(law, members))

    assert [engine.outcomes(one, [3])[0].points for one in members] == [3, 1, 2]
    assert [engine.outcomes(one, [1])[0].points for one in members] == [None] * 3


def test_last_year_is_its_own_facts():
    law = a_law("SUM(done) - PREV(SUM(done))", "actual", "PREV(actual)")
    kept = {3: {"actual": BLANK}, 8: {"actual": Decimal(2)}}
    before = Facts(NUMBERS, [a_row(1, 5), a_row(8, 9)], monthly=kept)
    engine = Engine(law)
    facts = Facts(NUMBERS, [a_row(1, 7)], previous=before)

    assert [one.points for one in engine.outcomes(facts, (3, 8))] == [2, -7]
    assert [one.bonus for one in engine.outcomes(facts, (3, 8))] == [None, 2]
