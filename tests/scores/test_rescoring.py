"""Scores follow their facts, in the act that moves them."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from portal.audit.models import Trace
from portal.formula import Row
from portal.scores.models import Score
from portal.scores.queries import would_score
from portal.scores.rules import ScoreState
from portal.scores.service import rescore, rescore_indicator
from portal.scores.service.rescoring import differences
from portal.targets.rules import SheetState
from portal.web.db import db, transactional
from tests.statements import statements
from tests.world import a_sheet, a_target, an_indicator


@pytest.fixture
def target(cast, notebook):
    return a_target(cast.budget)


def points(target):
    """By month, what is kept."""
    columns = select(Score.month, Score.points).where(Score.target_id == target.id).order_by(Score.month)
    return dict(db.session.execute(columns).all())


def test_an_entry_moves_its_month_and_the_later_ones(target, notebook):
    transactional(rescore)([target])
    notebook.write(target, 3, local=45, total=100)

    assert points(target) == dict.fromkeys((1, 2)) | dict.fromkeys(range(3, 13), Decimal("13.50"))


def test_an_earlier_month_stays_what_it_was(target, notebook):
    notebook.write(target, 1, local=46, total=100)
    before = points(target)
    notebook.write(target, 6, local=30, total=100)

    after = points(target)
    assert {m: after[m] for m in range(1, 6)} == {m: before[m] for m in range(1, 6)}
    assert after[6] != before[6]


def test_rescoring_again_changes_nothing(target, notebook):
    notebook.write(target, 2, local=45.1, total=100)

    assert transactional(rescore)([target]) == []


def test_the_number_of_statements_does_not_grow_with_the_months(target, notebook):
    notebook.write(target, 1, local=40, total=100)
    with statements() as one:
        notebook.write(target, 12, local=41, total=100)
    with statements() as twelve:
        notebook.write(target, 1, local=42, total=100)

    assert len(one) == len(twelve)


def test_a_target_that_is_not_in_force_has_no_score(cast, notebook):
    a_sheet(cast.treasury, state=SheetState.DRAFTING)
    draft = a_target(cast.treasury)

    assert transactional(rescore)([draft]) == []
    assert points(draft) == {}


def test_division_by_zero_is_an_error_with_its_sentence(target, notebook):
    notebook.write(target, 1, local=0, total=0)

    score = db.session.scalars(select(Score).where(Score.target_id == target.id, Score.month == 1)).one()
    assert score.state is ScoreState.ERROR
    assert str(score.error) == "Something is divided by zero here."
    assert score.points is None
    assert transactional(rescore)([target]) == [], "a kept sentence equals itself"


def test_a_formula_that_cannot_be_read_any_more_is_an_error(cast, notebook):
    broken = a_target(cast.budget, an_indicator("C999", measure="SUM(nothing_like_it)"))

    notebook.write(broken, 1, local=1, total=2)

    assert {s.state for s in db.session.scalars(select(Score))} == {ScoreState.ERROR}


def test_a_changed_law_rescores_every_unit_that_has_it(cast, notebook):
    indicator = an_indicator()
    ours, theirs = a_target(cast.budget, indicator), a_target(cast.treasury, indicator)
    for one in (ours, theirs):
        notebook.write(one, 1, local=50, total=100)

    @transactional
    def change():
        indicator.score = "weight / 2"
        rescore_indicator(indicator)

    change()

    assert points(ours)[1] == points(theirs)[1] == 8


def test_a_rank_moves_all_units_that_share_the_indicator(cast, notebook):
    indicator = an_indicator(score="IF(RANK(actual) = 1, weight, weight / 2)", bonus="")
    ours, theirs = a_target(cast.budget, indicator), a_target(cast.treasury, indicator)
    notebook.write(ours, 1, local=40, total=100)
    assert (points(ours)[1], points(theirs)[1]) == (16, None)

    notebook.write(theirs, 1, local=41, total=100)

    assert (points(ours)[1], points(theirs)[1]) == (8, 16)


def test_growth_is_measured_against_the_same_period_of_last_year(cast, notebook):
    old = a_target(cast.budget, an_indicator("C007", year=2025, measure="SUM(local)"))
    new = a_target(
        cast.budget,
        an_indicator("C007", measure="SUM(local) - PREV(SUM(local))", score="actual", bonus="PREV(actual)"),
    )
    notebook.write(old, 1, local=10, total=1)
    notebook.write(old, 5, local=10, total=1)
    notebook.write(new, 3, local=12, total=1)

    assert points(new)[4] == 2
    assert points(new)[5] == -8
    bonus = dict(db.session.execute(select(Score.month, Score.bonus).where(Score.target_id == new.id)).all())
    assert (bonus[4], bonus[5]) == (10, 20)


def test_correcting_last_year_moves_what_this_year_compares_with_it(cast, notebook):
    old = a_target(cast.budget, an_indicator("C007", year=2025, measure="SUM(local)"))
    new = a_target(cast.budget, an_indicator("C007", measure="PREV(SUM(local))", score="actual", bonus=""))
    notebook.write(old, 1, local=10, total=1)
    notebook.write(new, 1, local=1, total=1)

    notebook.write(old, 1, local=5, total=1)

    assert points(new)[1] == 15


def test_the_portals_own_figures_are_asked_of_the_sources(app, cast, notebook, monkeypatch):
    monkeypatch.setitem(app.extensions, "own_figures", (("on_time", "按时率"),))
    notebook.figures = {(cast.budget.id, 2): {"on_time": Decimal(97)}}
    target = a_target(cast.budget, an_indicator(measure="on_time", score="actual / 10", fields=[]))
    transactional(rescore)([target])

    assert (points(target)[1], points(target)[2]) == (None, Decimal("9.70"))


def test_supposing_writes_nothing_and_says_what_is_missing(target, notebook):
    row = Row({"local": Decimal("45.1"), "total": Decimal(100)}, 3)

    outcome = would_score(target, [row], 3)

    assert (outcome.actual, outcome.points) == (Decimal("45.1"), 14)
    assert (outcome.missing_full, outcome.missing_bonus) == (Decimal("0.4"), Decimal("0.9"))
    assert points(target) == {}


def test_supposing_among_peers_sees_the_others(cast, notebook):
    indicator = an_indicator(score="RANK(actual)", bonus="")
    ours, theirs = a_target(cast.budget, indicator), a_target(cast.treasury, indicator)
    notebook.write(theirs, 1, local=41, total=100)

    low = would_score(ours, [Row({"local": Decimal(40), "total": Decimal(100)}, 1)], 1)
    high = would_score(ours, [Row({"local": Decimal(42), "total": Decimal(100)}, 1)], 1)

    assert (low.points, high.points) == (2, 1)


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(1, 12),
        st.integers(0, 120),
        st.sampled_from([0, 50, 100]),
    ),
    max_size=8,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_step_by_step_comes_to_the_same_as_all_at_once(app, cast, notebook, changes):
    ranked = an_indicator_once("R1", score="weight / RANK(actual)", bonus="IF(month > 6, 1, BLANK_())")
    targets = [
        target_once(cast.budget, ranked),
        target_once(cast.treasury, ranked),
        target_once(
            cast.budget, an_indicator_once("A1", measure="SUM(local, THIS_QUARTER)", accumulates=True)
        ),
    ]
    notebook.kept.clear()
    db.session.execute(delete(Score))
    transactional(rescore)(targets)
    for which, month, local, total in changes:
        notebook.write(targets[which], month, local=local, total=total)

    assert transactional(differences)(targets) == []


def an_indicator_once(code, **traits):
    from portal.indicators.models import Indicator

    traits = {name: text.replace("BLANK_()", "challenge - challenge") if isinstance(text, str) else text
              for name, text in traits.items()}  # fmt: skip
    found = db.session.scalars(select(Indicator).where(Indicator.code == code)).one_or_none()
    return found or an_indicator(code, **traits)


def target_once(unit, indicator):
    from portal.targets.models import Target

    found = select(Target).where(Target.unit_id == unit.id, Target.indicator_id == indicator.id)
    return db.session.scalars(found).unique().one_or_none() or a_target(unit, indicator)


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["rescore", *arguments])


def test_the_command_finds_no_difference_where_every_act_rescored(app, target, notebook):
    notebook.write(target, 3, local=45, total=100)

    result = run(app, "--check")

    assert result.exit_code == 0, result.output
    assert "1 targets recomputed, 0 scores differed" in result.output


def test_the_command_reports_and_mends_what_differs(app, target, notebook):
    notebook.write(target, 3, local=45, total=100)
    db.session.execute(update(Score).where(Score.month > 2).values(points=Decimal(1)))
    db.session.commit()

    checked = run(app, "--check")
    assert (checked.exit_code, checked.output.count("13.50")) == (1, 10)
    assert run(app, "--year", "2026").exit_code == 0
    assert run(app, "--check").exit_code == 0
    assert db.session.scalars(select(Trace.event)).all().count("scores.recomputed") == 3
